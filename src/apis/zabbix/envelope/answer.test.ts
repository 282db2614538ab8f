// Writing answers: to the letter, and always ASCII.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../../json/parse-json.ts';
import { Fault, type FaultCode } from '../fault.ts';
import { joinAnswers, writeFault, writeResult } from './answer.ts';

describe('a result', () => {
  test.each([
    ['a', '7.0.22', '{"jsonrpc":"2.0","result":"7.0.22","id":"a"}'],
    [1, true, '{"jsonrpc":"2.0","result":true,"id":1}'],
    [1.5, { userids: ['1'] }, '{"jsonrpc":"2.0","result":{"userids":["1"]},"id":1.5}'],
    [null, [], '{"jsonrpc":"2.0","result":[],"id":null}'],
    [1, undefined, '{"jsonrpc":"2.0","result":null,"id":1}'],
    [1, {}, '{"jsonrpc":"2.0","result":[],"id":1}'],
    [1, [{ role: {}, text: '{}' }, {}], '{"jsonrpc":"2.0","result":[{"role":[],"text":"{}"},[]],"id":1}'],
    [1, 'http://a/b', '{"jsonrpc":"2.0","result":"http://a/b","id":1}'],
    ['ü', 'Ä€😀\u2028\x7f', '{"jsonrpc":"2.0","result":"\\u00c4\\u20ac\\ud83d\\ude00\\u2028\x7f","id":"\\u00fc"}'],
    [1, '"\\\n\t\b\f\r\x01\x1f', '{"jsonrpc":"2.0","result":"\\"\\\\\\n\\t\\b\\f\\r\\u0001\\u001f","id":1}'],
  ])('for %j of %j', (id, result, text) => expect(writeResult(id, result)).toBe(text));

  test('that cannot be written is an error, and no half answer', () => {
    expect(() => writeResult(1, { many: 1n })).toThrow(TypeError);
  });
});

test.each<[FaultCode, string]>([
  [-32700, 'Parse error'],
  [-32600, 'Invalid request.'],
  [-32601, 'Method not found.'],
  [-32602, 'Invalid params.'],
  [-32603, 'Internal error.'],
  [-32500, 'Application error.'],
])('the fault %d says "%s"', (code, message) => {
  const text = `{"jsonrpc":"2.0","error":{"code":${code},"message":"${message}","data":"Wei\\u00df."},"id":2}`;
  expect(writeFault(2, new Fault(code, 'Weiß.'))).toBe(text);
});

test('answers are joined as they were asked for', () => {
  expect(joinAnswers(false, ['1'])).toBe('1');
  expect(joinAnswers(true, ['1'])).toBe('[1]');
  expect(joinAnswers(true, ['1', '2'])).toBe('[1,2]');
  expect(joinAnswers(true, [])).toBe('');
  expect(joinAnswers(false, [])).toBe('');
});

test('whatever is written is ASCII, and reads as it was but for empty objects', () => {
  const emptied = (value: unknown): unknown =>
    parseJson(JSON.stringify(value, (_key, item) => (JSON.stringify(item) === '{}' ? [] : item)));
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = writeResult('id', value);
      expect(text).toMatch(/^[\x20-\x7f]*$/);
      expect(parseJson(text)).toEqual({ jsonrpc: '2.0', result: emptied(value), id: 'id' });
    }),
  );
});
