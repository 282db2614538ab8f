// The strict reader of JSON bodies: what it must not let through, and what it must.
import { describe, expect, it } from 'vitest';
import { readJson } from '../src/http/json-body.ts';

const canary = 'canary-7f3a91';

describe('JSON bodies', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

  it.each([
    ['empty', ''],
    ['malformed', ' '],
    ['malformed', '{"a":'],
    ['malformed', '{"a":1}}'],
    ['malformed', "{'a':1}"],
    ['malformed', 'NaN'],
    ['malformed', '"a\u0000b"'],
    ['malformed', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    ['malformed', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['too-deep', nested(33)],
    ['too-deep', nested(100_000)],
    ['too-deep', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`],
    ['key-forbidden', '{"__proto__":{"polluted":1}}'],
    ['key-forbidden', '{"\\u005f_proto__":1}'],
    ['key-forbidden', '{"a":{"b":[{"c":{"d":1}},{"constructor":1}]}}'],
    ['key-forbidden', '{"first":{"deep":{"er":[]}},"second":{"prototype":{}}}'],
    ['text', '{"a":"\\u0000"}'],
    ['text', '{"a":["\\ud800"]}'],
    ['text', '{"\\udc00":1}'],
    ['text', '{"a\\u0000":1}'],
    ['number', '{"a":1e400}'],
    ['number', '[-1e999]'],
  ])('refuses %s (case %#)', (reason, text) => {
    const read = () => readJson(Buffer.isBuffer(text) ? text : Buffer.from(text));
    expect(read).toThrow(expect.objectContaining({ name: 'BodyRefused', reason }));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('names the field at the top that holds the fault, and never quotes the text', () => {
    expect(() => readJson(Buffer.from('{"ok":{"x":1},"bad":[{"__proto__":1}]}'))).toThrow(
      expect.objectContaining({ key: 'bad' }),
    );
    const fault = (() => {
      try {
        return readJson(Buffer.from(`{"password":"${canary}",}`));
      } catch (error) {
        return error;
      }
    })();
    expect(JSON.stringify(fault) + String(fault instanceof Error && fault.stack)).not.toContain(canary);
  });

  it.each([
    [nested(32), undefined],
    ['\ufeff{"a":1}', { a: 1 }],
    ['{"a":1,"a":2}', { a: 2 }],
    ['"\\ud83d\\ude00"', '😀'],
    ['{"constructors":1,"__proto":2}', { constructors: 1, __proto: 2 }],
    ['null', null],
  ])('reads what is sound (case %#)', (text, value) => {
    const read = readJson(Buffer.from(text));
    if (value !== undefined) expect(read).toEqual(value);
  });
});
