// Values and bodies that nobody sane sends: for every field, for whole bodies, and as raw text.
import fc from 'fast-check';

const nest = (depth: number): unknown => {
  let value: unknown = 'bottom';
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

/** An object with a key that reaches for the prototype, as JSON would make it. */
const poison = (key: string, value: unknown): object => Object.fromEntries([[key, value]]);

/** One of each kind, for the exhaustive tables. */
export const samples: readonly (readonly [name: string, value: unknown])[] = [
  ['null', null],
  ['zero', 0],
  ['minus one', -1],
  ['a fraction', 1.5],
  ['a huge number', 1e300],
  ['true', true],
  ['false', false],
  ['nothing', ''],
  ['a space', ' '],
  ['text', 'x'],
  ['an empty array', []],
  ['an array', ['x', 5, null]],
  ['an empty object', {}],
  ['an object', { a: { b: 1 } }],
  ['long text', 'x'.repeat(20_000)],
  ['deep arrays', nest(40)],
  ['a NUL', 'a\u0000b'],
  ['half a surrogate', 'a\ud800'],
  ['a poisoned object', poison('__proto__', { polluted: true })],
  ['a constructor', { constructor: { prototype: { polluted: true } } }],
  ['a number as text', '5'],
  ['SQL', '\'; DROP TABLE "user"; --'],
  ['a full-width at sign', 'a＠example.com'],
  ['right to left', '\u202eevil@example.com'],
];

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\udc00x',
    '\u202e',
    'null',
    '5',
    "' OR 1=1",
    '../../etc/passwd',
    '%00',
    '{{7*7}}',
  ),
  fc.constantFrom(
    'a@b.example',
    'victim@example.com',
    'VICTIM@example.com',
    'bystander@example.com',
    'a@b',
    '+14155552671',
    '+14155552690',
  ),
  fc.constantFrom(
    'victim',
    'Bystander',
    'bystander\u0000',
    'de-CH',
    '2024-01-02T03:04:05Z',
    '2999-01-01T00:00:00Z',
    '0000-00-00',
  ),
  fc.constantFrom(
    'user_x',
    'idn_x',
    'sess_x',
    'idn_000000000000000000000000000',
    'md5',
    'bcrypt',
    'argon2id',
    '$2b$31$x',
    '$argon2id$v=19$m=4294967295,t=9,p=9$YQ$YQ',
  ),
  fc.integer({ min: 250, max: 9000 }).map((length) => 'é'.repeat(length)),
);

const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(-0, 1e308, 2 ** 53, -1),
);
const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'plan', '0', '', 'toString', 'hasOwnProperty', 'a.b', 'é', '$gt') },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'prototype', 'a\u0000', '\ud800') },
);

const tree = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('node')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

/** Any JSON value, some of them not storable. */
export const nasty: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 3, arbitrary: tree.node },
  { weight: 1, arbitrary: fc.integer({ min: 20, max: 60 }).map(nest) },
  { weight: 1, arbitrary: fc.array(text, { maxLength: 5 }) },
);

/** Whole bodies as they come over the wire, most of them no JSON. */
export const rawBodies: readonly (readonly [name: string, body: string | Buffer])[] = [
  ['an opened object', '{'],
  ['a cut object', '{"first_name":'],
  ['two objects', '{}{}'],
  ['single quotes', "{'first_name':'x'}"],
  ['a comment', '{/**/}'],
  ['a trailing comma', '{"first_name":"x",}'],
  ['NaN', '{"first_name":NaN}'],
  ['infinity by digits', '{"create_organizations_limit":1e400}'],
  ['a number', '5'],
  ['text', '"x"'],
  ['null', 'null'],
  ['true', 'true'],
  ['an array', '[]'],
  ['an array of objects', '[{"first_name":"x"}]'],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ['a surrogate in UTF-8', Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d])],
  ['UTF-16', Buffer.from('{"first_name":"x"}', 'utf16le')],
  ['an escaped NUL', '{"first_name":"\\u0000"}'],
  ['an escaped half surrogate', '{"last_name":"\\ud800"}'],
  ['a half surrogate as a key', '{"\\udc00":1}'],
  ['a raw control character', '{"first_name":"\u0001"}'],
  ['a prototype', '{"__proto__":{"polluted":true}}'],
  ['a prototype behind escapes', '{"\\u005f_proto__":{"polluted":true}}'],
  ['a prototype in metadata', '{"public_metadata":{"a":[{"__proto__":{"polluted":true}}]}}'],
  ['a constructor in metadata', '{"public_metadata":{"constructor":{"prototype":{"polluted":true}}}}'],
  ['nesting of 33', `{"public_metadata":${'{"a":'.repeat(32)}1${'}'.repeat(32)}}`],
  ['nesting of 100,000', '['.repeat(100_000)],
  ['nesting of 100,000, closed', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['more than a megabyte', `{"first_name":"${'x'.repeat(1_100_000)}"}`],
  ['100,000 keys', `{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":1`).join(',')}}`],
  ['spaces', '   '],
  ['a form', 'first_name=x&last_name=y'],
];
