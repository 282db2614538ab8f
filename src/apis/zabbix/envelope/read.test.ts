// Reading requests: every form that is refused, in which words, and what is let through.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holdsNull, parseBody } from './parse.ts';
import { type CallId, readRequest } from './read.ts';

const good = { jsonrpc: '2.0', method: 'user.get', params: {}, id: 1 };
const read = (body: unknown) => readRequest(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
const broken = (code: number, data: string, id: CallId = null) => ({
  fault: expect.objectContaining({ code, data }),
  id,
});
const parseError = broken(-32700, 'Invalid JSON. An error occurred on the server while parsing the JSON text.');
const noRequest = broken(-32600, 'The received JSON is not a valid JSON-RPC request.');
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('a body', () => {
  test.each([
    ['nothing', ''],
    ['blanks', ' '],
    ['half an object', '{"jsonrpc":'],
    ['two texts', '{}{}'],
    ['a byte order mark', `\ufeff${JSON.stringify(good)}`],
    ['a raw control character', '{"a":"\n"}'],
    ['half a surrogate pair', '{"a":"\\ud800"}'],
    ['half a surrogate pair in a key', '{"\\udc00":1}'],
    ['a number that is none', '{"a":1e999}'],
    ['65 levels', nested(65)],
    ['100,000 levels', nested(100_000)],
    ['100,000 open levels', '['.repeat(100_000)],
  ])('of %s cannot be parsed', (_what, text) => {
    expect(read(text)).toEqual({ isBatch: false, calls: [parseError] });
  });

  test('in bad UTF-8 cannot be parsed', () => {
    for (const bytes of [
      [0x22, 0xff, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0xff, 0xfe],
    ])
      expect(readRequest(Buffer.from(bytes)).calls).toEqual([parseError]);
  });

  test.each(['{}', '[]', '1', '"text"', 'null', 'true'])('of %s is no request', (text) => {
    expect(read(text)).toEqual({ isBatch: false, calls: [noRequest] });
  });

  test('may be nested 64 deep', () => {
    expect(read({ ...good, params: parseBody(Buffer.from(nested(63))) }).calls).toEqual([
      expect.objectContaining({ method: 'user.get' }),
    ]);
  });

  test('of 1,001 calls is refused as a whole, one of 1,000 is read', () => {
    expect(read(Array(1000).fill(good)).calls).toHaveLength(1000);
    const { isBatch, calls } = read(Array(1001).fill(good));
    expect(isBatch).toBe(false);
    expect(calls).toEqual([broken(-32600, 'The batch is too long: at most 1000 calls are allowed.')]);
  });
});

describe('a call', () => {
  test.each([
    [{}, 'jsonrpc', 'Invalid parameter "/": the parameter "jsonrpc" is missing.'],
    [{}, 'method', 'Invalid parameter "/": the parameter "method" is missing.'],
    [{}, 'params', 'Invalid parameter "/": the parameter "params" is missing.'],
    [{ jsonrpc: '1.0' }, '', 'Invalid parameter "/jsonrpc": value must be "2.0".'],
    [{ jsonrpc: '' }, '', 'Invalid parameter "/jsonrpc": value must be "2.0".'],
    [{ jsonrpc: 2 }, '', 'Invalid parameter "/jsonrpc": a character string is expected.'],
    [{ method: 1 }, '', 'Invalid parameter "/method": a character string is expected.'],
    [{ method: null }, '', 'Invalid parameter "/method": a character string is expected.'],
    [{ params: 'x' }, '', 'Invalid parameter "/params": an array or object is expected.'],
    [{ params: null }, '', 'Invalid parameter "/params": an array or object is expected.'],
    [{ auth: 1 }, '', 'Invalid parameter "/auth": a character string is expected.'],
    [{ auth: '' }, '', 'Invalid parameter "/auth": cannot be empty.'],
    [{ foo: 1 }, '', 'Invalid parameter "/": unexpected parameter "foo".'],
    [{ foo: 1, bar: 1 }, 'jsonrpc', 'Invalid parameter "/": unexpected parameter "foo".'],
    [{ jsonrpc: '1', method: 1 }, 'params', 'Invalid parameter "/jsonrpc": value must be "2.0".'],
    [{ method: 1, auth: '' }, 'params', 'Invalid parameter "/method": a character string is expected.'],
    [{ params: { a: [{ b: 'x\0' }] } }, '', 'Invalid parameter "/": null characters are not supported.'],
    [{ params: { 'a\0': 1 } }, '', 'Invalid parameter "/": null characters are not supported.'],
    [{ auth: '\0' }, '', 'Invalid parameter "/": null characters are not supported.'],
  ])('with %j, without "%s": %s', (change, without, data) => {
    const members = Object.entries({ ...good, ...change }).filter(([name]) => name !== without);
    expect(read(Object.fromEntries(members))).toEqual({ isBatch: false, calls: [broken(-32600, data, 1)] });
  });

  test.each([true, [1], {}])('with the id %j is answered with null', (id) => {
    const data = 'Invalid parameter "/id": a string, number or null value is expected.';
    expect(read({ ...good, id }).calls).toEqual([broken(-32600, data)]);
  });

  test('in bad form is answered though it is a notification', () => {
    const data = 'Invalid parameter "/": unexpected parameter "foo".';
    expect(read({ foo: 1 }).calls).toEqual([broken(-32600, data)]);
  });

  test('whose member reaches for the prototype is told so', () => {
    const calls = ['__proto__', 'constructor'].map((name) => read(`{"jsonrpc":"2.0","${name}":{"id":7}}`).calls[0]);
    expect(calls).toEqual([
      broken(-32600, 'Invalid parameter "/": unexpected parameter "__proto__".'),
      broken(-32600, 'Invalid parameter "/": unexpected parameter "constructor".'),
    ]);
  });

  test('that inherits a member has it not', () => {
    const data = 'Invalid parameter "/": unexpected parameter "__proto__".';
    expect(read('{"__proto__":{"jsonrpc":"2.0","method":"a","params":{},"id":1}}').calls).toEqual([
      broken(-32600, data),
    ]);
  });

  test.each(['a', '', 1, 1.5, 0, -3])('in good form is read, id %j', (id) => {
    expect(read({ ...good, id, auth: null })).toEqual({
      isBatch: false,
      calls: [{ method: 'user.get', params: {}, auth: null, id, isNotification: false }],
    });
  });

  test('without an id is a notification, with null it is none', () => {
    const { id: _id, ...silent } = good;
    expect(read([silent, { ...silent, id: null }]).calls).toEqual([
      expect.objectContaining({ id: null, isNotification: true }),
      expect.objectContaining({ id: null, isNotification: false }),
    ]);
  });
});

describe('a batch', () => {
  test('is checked call by call', () => {
    expect(read([1, null, 'a', [], ['x'], { ...good, auth: 's' }])).toEqual({
      isBatch: true,
      calls: [
        ...Array(3).fill(broken(-32600, 'Invalid parameter "/": an array is expected.')),
        broken(-32600, 'Invalid parameter "/": the parameter "jsonrpc" is missing.'),
        broken(-32600, 'Invalid parameter "/": unexpected parameter "0".'),
        { method: 'user.get', params: {}, auth: 's', id: 1, isNotification: false },
      ],
    });
  });
});

test('whatever comes, reading tells calls and never throws', () => {
  const anyBytes = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
  const anyJson = fc.json({ maxDepth: 5 }).map((text) => Buffer.from(text));
  fc.assert(
    fc.property(fc.oneof(anyBytes, anyJson), (bytes) => {
      expect(readRequest(bytes).calls.length).toBeGreaterThan(0);
    }),
  );
});

test('a NUL is found wherever it is, and nothing else is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => holdsNull(value) === JSON.stringify(value).includes('\\u0000')),
    {
      examples: [[{ a: ['\0'] }], [{ 'k\0': 1 }]],
    },
  );
});
