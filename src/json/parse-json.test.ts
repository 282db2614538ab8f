// Keys come back as they were written, whatever was parsed before, and nothing else differs from JSON.parse.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from './parse-json.ts';
import { parseReference } from './reference.fixture.ts';

const nasty = [
  '"',
  '\\',
  '\n',
  '\r',
  '\t',
  '\b',
  '\f',
  '\0',
  '\u001f',
  '/',
  'u',
  '0',
  '1',
  'a',
  '~',
  'é',
  '漢',
  '😀',
  '\ud800',
];
const keys = fc.oneof(
  fc.string({ unit: fc.constantFrom(...nasty), maxLength: 4 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', '~0', '~1', '10'),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(null, true, 0, 1.5, '', 'a"b\\c\n', '":', '{"\\n":1}'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(keys, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

/** A character of a string as a text may write it. */
const spellings = (character: string): string[] => {
  const escaped = JSON.stringify(character).slice(1, -1);
  const units = [...character].flatMap((point) => point.split(''));
  const long = units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  return character === '/'
    ? ['/', '\\/', long]
    : [escaped, long, long.replace(/[A-F]/gi, (digit) => digit.toUpperCase())];
};
const written = fc
  .array(fc.constantFrom(...nasty.flatMap(spellings)), { maxLength: 3 })
  .map((parts) => `"${parts.join('')}"`);
const space = fc.constantFrom('', ' ', '\t\r\n');
const texts = fc.letrec<{ value: string; member: string }>((tie) => ({
  member: fc.tuple(written, space, tie('value')).map(([key, gap, value]) => `${gap}${key}${gap}:${gap}${value}`),
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('null', '-0.5e3', '""', '"a\\"b"', '"\\\\"'),
    written,
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    fc.array(tie('member'), { maxLength: 4 }).map((members) => `{${members.join(',')}}`),
  ),
})).value;
const soups = fc
  .array(
    fc.constantFrom('{', '}', '[', ']', ':', ',', '"', '\\', '\\n', '"a"', '"\\n"', '"\\q"', '"\n"', '"~0"', '1', ' '),
  )
  .map((parts) => parts.join(''));
const broken = fc
  .tuple(texts, fc.nat(), fc.nat({ max: 2 }), fc.constantFrom('', '"', '\\', ':', ','))
  .map(([text, at, length, instead]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + instead + text.slice(place + length);
  });

/** Makes the objects whose keys V8 mistakes those of this value for: alike up to one key, then what its text begins with. */
function poison(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const entries = Object.entries(value);
  for (const [index, [key, inner]] of entries.entries()) {
    const mistaken = JSON.stringify(key).slice(1, 1 + key.length);
    JSON.parse(JSON.stringify(Object.fromEntries([...entries.slice(0, index), [mistaken, 0]])));
    poison(inner);
  }
}

type Reading = { readonly value: string } | { readonly error: string };

/** What comes of a text, with keys in order; every way to refuse it counts as one if it is a SyntaxError. */
function reading(parse: (text: string) => unknown, text: string): Reading {
  try {
    return { value: JSON.stringify(parse(text)) };
  } catch (error) {
    return { error: error instanceof Error ? error.name : 'nothing' };
  }
}

describe('a key with an escape', () => {
  test('is taken for another by the engine; once this fails, the folder may go', () => {
    // Held, because the engine forgets what nobody has any more.
    const held = [JSON.parse('{"h":[],"\\\\":0}'), JSON.parse('{"h":1,"\\"":2}')];
    expect(held.map((value) => Object.keys(value))).toEqual([
      ['h', '\\'],
      ['h', '\\'],
    ]);
  });

  test.each([
    ['"', '{"h":1,"\\"":2}'],
    ['\n', '{"h":1,"\\n":2}'],
    ['A', '{"h":1,"\\u0041":2}'],
    ['\\', '{"h":1,"\\\\":2}'],
    ['ab"', '{"h":1,"ab\\"":2}'],
    ['\\u', '{"h":1,"\\\\u":2}'],
  ])('is %j, whatever was parsed before', (key, text) => {
    for (const other of ['\\\\', 'ab\\\\', '\\\\u']) JSON.parse(`{"h":[],"${other}":0}`);
    expect(Object.entries(Object(parseJson(text)))).toEqual([
      ['h', 1],
      [key, 2],
    ]);
  });

  test('as a value is read well by the engine itself', () => {
    for (const key of nasty) {
      JSON.parse('{"h":[],"\\\\":0}');
      for (const literal of spellings(key).map((spelling) => `"${spelling}"`)) expect(JSON.parse(literal)).toBe(key);
    }
  });
});

describe('any text', () => {
  test('that says a value says that value', () => {
    fc.assert(
      fc.property(values, (value) => {
        poison(value);
        const text = JSON.stringify(value);
        expect(JSON.stringify(parseJson(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['valid', texts],
    ['broken', broken],
    ['arbitrary', soups],
  ])('is read as by the book (%s)', (_kind, some) => {
    fc.assert(
      fc.property(some, (text) => {
        const expected = reading(parseReference, text);
        if ('value' in expected) poison(parseReference(text));
        expect(reading(parseJson, text)).toEqual(expected);
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['{"a":1,"\\u0061":2,"b":3,"a":4}', '{"a":4,"b":3}'],
    ['{"\\u0061":1,"a":2,"\\u0061":3}', '{"a":3}'],
    ['{"\\n":1,"b":2,"\\u000a":3}', '{"\\n":3,"b":2}'],
    ['{"b":1,"\\u0031":2,"\\n":3,"0":4}', '{"0":4,"1":2,"b":1,"\\n":3}'],
    ['{"~0":1,"\\n":2,"~1":3}', '{"~0":1,"\\n":2,"~1":3}'],
    ['{"__proto__":{"\\n":1}}', '{"__proto__":{"\\n":1}}'],
    ['{"\\u005f_proto__":{"x":1},"a":[{"\\"":[]}]}', '{"__proto__":{"x":1},"a":[{"\\"":[]}]}'],
    ['{"a":"\\":","b":"{\\"c\\":1}"}', '{"a":"\\":","b":"{\\"c\\":1}"}'],
    [' "\\n" ', '"\\n"'],
  ])('%s says %s', (text, said) => {
    const value = parseJson(text);
    expect(JSON.stringify(value)).toBe(said);
    if (typeof value === 'object' && value !== null) expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  test.each([
    '',
    '{"\\n":1',
    '{"\\q":1}',
    '{"\n\\n":1}',
    '{"a\n":1,"\\n":2}',
    '["\\n":1]',
    '{"a"\\n":1}',
    '\\n":1',
    '{"\\n"',
  ])('%j is refused', (text) => expect(() => parseJson(text)).toThrow(SyntaxError));

  test('may be nested deeper than the stack', () => {
    const depth = 100_000;
    const value = parseJson(`${'{"\\n":['.repeat(depth)}${']}'.repeat(depth)}`);
    let levels = 0;
    for (let at = value; typeof at === 'object' && at !== null; at = Reflect.get(at, Array.isArray(at) ? 0 : '\n'))
      levels++;
    expect(levels).toBe(2 * depth);
  });
});
