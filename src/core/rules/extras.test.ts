// Tests of the extras: fields and ids that only one API knows.

import { describe, expect, test } from 'vitest';
import { frozen, patch, situation, user } from '../../../test/users.ts';
import type { JsonObject } from '../model/json.ts';
import { set, untouched } from '../model/patch.ts';
import { judgeExtras } from './extras.ts';
import { unchanged } from './verdict.ts';

const one = frozen(user({ extras: { mine: { theme: 'dark', refresh: 30 }, other: { a: 1 } } }));
const judge = (value: JsonObject, api = 'mine') =>
  judgeExtras(one, patch({ extras: { op: 'merge', api, value } }), situation());

test('nothing asked is nothing changed', () => {
  expect(judgeExtras(one, untouched, situation())).toBe(unchanged);
});

describe('fields of one API', () => {
  test('are merged at the top; null removes; other APIs stay', () => {
    expect(judge({ theme: null, medias: [{ id: 1 }] }).set.extras).toEqual({
      mine: { refresh: 30, medias: [{ id: 1 }] },
      other: { a: 1 },
    });
  });

  test('when the last one goes, so does the entry', () => {
    expect(judge({ theme: null, refresh: null }).set.extras).toEqual({ other: { a: 1 } });
    expect(judge({ theme: null }, 'new').set.extras).toEqual(one.extras);
  });

  test.each([
    ['a forbidden key', '{"a":[{"__proto__":1}]}', 'key-forbidden'],
    ['a NUL', '{"a":"\\u0000"}', 'characters'],
    ['too much', `{"a":"${'x'.repeat(65_536)}"}`, 'bytes-max'],
    ['too deep', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`, 'depth-max'],
  ])('%s is refused', (_, text, reason) => {
    expect(judge(JSON.parse(text)).refusals).toMatchObject([
      { code: 'invalid', issues: [{ path: 'extras.mine', reason }] },
    ]);
  });
});

describe('aliases', () => {
  const alias = (text: string) => judgeExtras(one, patch({ aliases: set({ old: text }) }), situation());

  test('replace those there were', () => {
    expect(alias('user_1').set).toEqual({ aliases: { old: 'user_1' } });
  });

  test.each([
    ['', 'length-min'],
    ['a\0', 'characters'],
    ['x'.repeat(257), 'length-max'],
  ])('%j is refused', (text, reason) => {
    expect(alias(text).refusals).toMatchObject([{ issues: [{ path: 'aliases.old', reason }] }]);
  });
});
