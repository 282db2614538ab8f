// The text validators.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reason, refusal } from './refusal.fixture.ts';
import { text, texts } from './text.ts';
import { read } from './validator.ts';

test.each([1, 1.5, true, null, [[]], {}])('%j is none', (value) =>
  expect(reason(text({ lengthMax: 5 }), value)).toBe('a character string is expected'),
);

test('a text is kept as it is, unless it is empty, too long or no Unicode', () => {
  expect(read(text({ lengthMax: 6 }), ' a\0\n\t ', '/x')).toBe(' a\0\n\t ');
  expect(reason(text(), '')).toBe('cannot be empty');
  expect(reason(text({ empty: true }), '')).toBeNull();
  expect(reason(text({ lengthMax: 2 }), '😀😀')).toBeNull();
  expect(reason(text({ lengthMax: 2 }), '😀😀😀')).toBe('value is too long');
  expect(reason(text({ lengthMax: 2 }), 'a\u0301b')).toBe('value is too long');
  expect(reason(text(), 'a\ud800')).toBe('invalid byte sequence in UTF-8');
});

test('length is counted in code points', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.nat(20), (value, lengthMax) => {
      expect(reason(text({ lengthMax }), value)).toBe([...value].length > lengthMax ? 'value is too long' : null);
    }),
  );
});

test.each([
  [['a', 'b'], 'value must be one of "a", "b"'],
  [['a'], 'value must be "a"'],
  [[''], 'value must be empty'],
  [['', 'a'], 'value must be empty or "a"'],
  [['a', '', 'b'], 'value must be empty or one of "a", "b"'],
])('of %j: %s', (oneOf, told) => {
  expect(reason(text({ oneOf, empty: true, lengthMax: 1 }), 'other')).toBe(told);
  expect(oneOf.map((value) => reason(text({ oneOf, empty: true }), value))).toEqual(oneOf.map(() => null));
});

test('an empty text is told so before the choice is told, unless it may be empty', () => {
  expect(reason(text({ oneOf: ['a'] }), '')).toBe('cannot be empty');
  expect(reason(text({ oneOf: ['a'], empty: true }), '')).toBe('value must be "a"');
});

test('lists of texts', () => {
  const output = texts({ oneOf: ['roleid', 'name'], empty: true }, { normalise: true, unique: true });
  expect(read(output, 'name', '/output')).toEqual(['name']);
  const unknown = 'Invalid parameter "/output/1": value must be one of "roleid", "name".';
  expect(refusal(output, 'x', '/output')).toBe(unknown);
  expect(refusal(output, ['x'], '/output')).toBe(unknown);
  const twice = 'Invalid parameter "/output/2": value (name) already exists.';
  expect(refusal(output, ['name', 'name'], '/output')).toBe(twice);
  expect(refusal(output, 5, '/output')).toBe('Invalid parameter "/output": an array is expected.');
  expect(refusal(output, [5], '/output')).toBe('Invalid parameter "/output/1": a character string is expected.');
  expect(refusal(output, [], '/output')).toBe('Invalid parameter "/output": cannot be empty.');
});
