// All validators: whatever is sent, the answer is a value or a fault of the caller's.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../../../json/parse-json.ts';
import { boolean, flag } from './boolean.ts';
import { id, ids } from './id.ts';
import { integer } from './integer.ts';
import { object, optional, required, unexpected } from './object.ts';
import { objects } from './objects.ts';
import { refusal } from './refusal.fixture.ts';
import { emailSendto, textSendto } from './sendto.ts';
import { text, texts } from './text.ts';
import { timePeriod } from './time-period.ts';
import { timeUnit } from './time-unit.ts';
import { url } from './url.ts';
import { nullable, read, type Validator } from './validator.ts';

const kinds: Readonly<Record<string, Validator<unknown>>> = {
  boolean: boolean(),
  flag: flag(),
  id: id(),
  ids: ids({ empty: true, normalise: true, unique: true }),
  integer: integer({ oneOf: [0, [5, 9]] }),
  text: text({ lengthMax: 5, empty: true }),
  texts: texts({}, { normalise: true, unique: true }),
  timeUnit: timeUnit({ oneOf: [[0, 3600]] }),
  timePeriod: timePeriod({ lengthMax: 1024 }),
  url: url({ lengthMax: 2048, schemes: 'http' }),
  emailSendto: emailSendto({ lengthMax: 1024 }),
  textSendto: textSendto({ lengthMax: 1024 }),
};
const fields = {
  a: optional(nullable(integer())),
  b: required(text({ empty: true })),
  c: unexpected(),
  d: optional(ids()),
};
const shapes: Readonly<Record<string, Validator<unknown>>> = {
  ...kinds,
  object: object(fields),
  open: object(fields, { open: true }),
  objects: objects(fields, { normalise: true, unique: [['a', 'b'], ['b']] }),
};

const hint = fc.constantFrom('a', 'b', 'c', 'd', '0', '1', '__proto__', 'constructor');
const scalar = fc.oneof(
  fc.constantFrom(null, true, false, 0, -1, 1.5, '', '7', '07', 'a@b.com', '1m', 'http://a', '1,0:00-1:00'),
  fc.string({ unit: 'binary' }),
  fc.double(),
);
const { anything } = fc.letrec((tie) => ({
  anything: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('anything')), fc.dictionary(hint, tie('anything'))),
}));

test.each(Object.entries(shapes))('%s refuses with a fault, or not at all', (_name, shape) => {
  fc.assert(
    fc.property(anything, (value) => {
      const sent = parseJson(JSON.stringify(value));
      const before = JSON.stringify(sent);
      const told = refusal(shape, sent, '/');
      if (told !== null) expect(told).toMatch(/^Invalid parameter "\/.*": .+\.$/s);
      expect(JSON.stringify(sent)).toBe(before);
    }),
    { numRuns: 300 },
  );
});

test.each(Object.entries(kinds).filter(([name]) => name !== 'timeUnit'))(
  'what %s has read it reads again',
  (_name, kind) => {
    fc.assert(
      fc.property(scalar, (value) => {
        if (refusal(kind, value) !== null) return;
        const found = read(kind, value, '/x');
        expect(read(kind, found, '/x')).toEqual(found);
      }),
    );
  },
);

test('text that would try a patient reader is read at once', () => {
  const bad = [
    `${'a'.repeat(9e4)}!`,
    `${'a.'.repeat(4e4)}@`,
    `"${'\\'.repeat(9e4)}`,
    `${' '.repeat(9e4)}x`,
    '<'.repeat(9e4),
  ];
  const macros = [`{$A:${' '.repeat(9e4)}`, `{$A:"${'\\"'.repeat(4e4)}`, `${'1,0:00-1:00;'.repeat(7e3)}`];
  const long = { lengthMax: 1e6 };
  for (const value of [...bad, ...macros, ...bad.map((one) => `http://${one}`)]) {
    for (const kind of [timePeriod(long), emailSendto(long), timeUnit(), id(), integer()]) {
      expect(refusal(kind, value)).not.toBeNull();
    }
    refusal(url({ ...long, schemes: 'http' }), value);
  }
});
