// The table of what every API says and sees of a user: it is whole, it is what was observed, and it notices what nobody decided.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fields } from '../scripts/one-user/fields.ts';
import { differences, observe, type Sights } from '../scripts/one-user/observe.ts';
import { openPlace, type Place } from '../scripts/one-user/place.ts';
import { sample } from '../scripts/one-user/sample.ts';
import type { Speaker } from '../scripts/one-user/speaker.ts';
import { speakers } from '../scripts/one-user/speakers.ts';
import { type Column, faultsOf, observeAll, reasonsOf, type Sign, signOf, tableOf } from '../scripts/one-user/table.ts';
import { apis } from '../src/apis/index.ts';
import { isJsonObject, type Json } from '../src/core/model/json.ts';

let columns: readonly Column[] = [];
let place: Place;

beforeAll(async () => {
  columns = await observeAll();
  place = await openPlace();
});
afterAll(() => place.close());

function columnOf(api: string): Column {
  const column = columns.find(({ speaker }) => speaker.api === api);
  if (column === undefined) throw new Error(`nothing was observed of ${api}`);
  return column;
}

const signs = ({ sights }: { readonly sights: Sights }, name: string): Sign =>
  signOf(sights.get(name) ?? { tells: [], takes: [] });

describe('every field', () => {
  test('of the record is one of the table, and the other way round', () => {
    const paths = (value: Json, path: string): readonly string[] => {
      if (fields.some(({ name }) => name === path) && !fields.some(({ name }) => name.startsWith(`${path}.`)))
        return [path];
      const entry: Json = Array.isArray(value) ? (value[0] ?? null) : value;
      if (!isJsonObject(entry)) return [path];
      const prefix = Array.isArray(value) ? `${path}[].` : path === '' ? '' : `${path}.`;
      const below = Object.entries(entry).flatMap(([name, member]) => paths(member, prefix + name));
      return fields.some(({ name }) => name === path) ? [path, ...below] : below;
    };
    const names = fields.map(({ name }) => name);
    expect(new Set(paths(sample, ''))).toEqual(new Set(names));
    expect(new Set(names).size).toBe(names.length);
  });

  test.for(fields)('can be seen to differ: $name', async ({ name, differ }) => {
    const other = differ(sample);
    await place.put(other);
    expect(await place.look()).toEqual(other);
    const moved = differences('', sample, other).map((path) => path.split(/[.[]/)[0]);
    const follows = name.endsWith('[].id') ? ['primaryEmailId', 'primaryPhoneId', 'primaryWalletId'] : [];
    expect(moved.filter((path) => path !== name.split(/[.[]/)[0] && !follows.includes(path ?? ''))).toEqual([]);
    // A user is found in their realm or nowhere, so nobody can differ in it.
    expect(moved.length > 0).toBe(name !== 'realm');
  });

  test('is accounted for in every API that is on: told, taken, or silent for one reason', () => {
    expect(columns.map(({ speaker }) => speaker.api).toSorted()).toEqual(apis.map(({ name }) => name).toSorted());
    for (const column of columns) {
      expect([...column.sights.keys()]).toEqual(fields.map(({ name }) => name));
      expect(faultsOf(column)).toEqual([]);
    }
  });
});

test('the document says what was observed', () => {
  const text = readFileSync(new URL('../docs/one-user.md', import.meta.url), 'utf8');
  expect(text).toContain(`\n${tableOf(columns)}\n`);
  expect(text).toContain(`\n${reasonsOf(columns)}\n`);
});

test.for<[api: string, field: string, sign: Sign, tells: string, takes: string]>([
  ['native', 'name', 'reads and writes', 'name', 'name'],
  ['native', 'extras', 'reads', 'extras', ''],
  ['native', 'activity.failedFrom', 'writes', '', 'POST /sign-in'],
  ['clerk', 'timezone', 'writes', '', 'timezone'],
  ['clerk', 'username', 'reads and writes', 'username', 'username'],
  ['clerk', 'system', 'reads', 'not found at all', ''],
  ['clerk', 'metadata.labels', 'silent', '', ''],
  ['workos', 'emails[].address', 'reads and writes', 'email', 'email'],
  ['workos', 'metadata.labels', 'reads and writes', 'metadata', 'metadata'],
  ['workos', 'metadata.public', 'silent', '', ''],
  ['zabbix', 'lastName', 'reads and writes', 'surname', 'surname'],
  ['zabbix', 'groups', 'reads and writes', 'usrgrps', 'usrgrps'],
  ['zabbix', 'id', 'silent', '', ''],
  ['coronium', 'metadata.extra', 'reads and writes', 'extra', 'extra'],
  ['coronium', 'groups', 'reads and writes', 'group', 'group'],
  ['coronium', 'active', 'reads and writes', 'active', 'active'],
  ['coronium', 'confirmation', 'reads and writes', 'confirmation', 'create: confirmation'],
  ['coronium', 'firstName', 'silent', '', ''],
])('%s: %s %s', ([api, field, sign, tells, takes]) => {
  const column = columnOf(api);
  const sight = column.sights.get(field);
  expect(signs(column, field)).toBe(sign);
  expect(sight?.tells.join() ?? '').toContain(tells);
  expect(sight?.takes[0] ?? '').toBe(takes);
});

test('no API tells a password, a secret or a digest', () => {
  for (const { sights } of columns)
    expect(sights.get('credentials.password')?.tells.join()).not.toMatch(/digest|hash|plain/);
});

describe('what nobody has decided is noticed', () => {
  const zabbix = (): Column => columnOf('zabbix');

  test('silence without a reason', () => {
    const { speaker, sights } = zabbix();
    const silences = speaker.silences.filter(({ fields: names }) => !names.includes('identities'));
    const faults = faultsOf({ speaker: { ...speaker, silences }, sights });
    expect(faults).toHaveLength(fields.filter(({ name }) => name.startsWith('identities[]')).length);
    expect(faults).toContain('zabbix: identities[].subject is silent and has 0 reasons');
    expect(() => tableOf([{ speaker: { ...speaker, silences }, sights }])).toThrow('identities[].subject');
  });

  test.for([
    ['username', 'zabbix: username is reads and writes and has 1 reasons'],
    ['metadata.public', 'zabbix: metadata.public is silent and has 2 reasons'],
    ['nickname', 'zabbix: a reason names nickname, which is no field'],
  ])('a reason for %s', ([name = '', fault = '']) => {
    const { speaker, sights } = zabbix();
    const silences = [...speaker.silences, { fields: [name], why: 'because' }];
    expect(faultsOf({ speaker: { ...speaker, silences }, sights })).toEqual([fault]);
  });

  const spoilt = (change: (speaker: Speaker) => Partial<Speaker>): Promise<Sights> => {
    const speaker = speakers.find(({ api }) => api === 'native');
    if (speaker === undefined) throw new Error('no speaker');
    return observe(place, { ...speaker, trials: speaker.trials.slice(0, 1), parameters: [], ...change(speaker) });
  };

  test('a parameter that is never tried', async () => {
    await expect(spoilt(() => ({ parameters: ['createdAt', 'nickname'] }))).rejects.toThrow('nickname');
  });

  test('a trial that moves nothing, and one that is refused', async () => {
    const send = (body: Json) => () => ({ method: 'PATCH', url: `/api/users/${sample.id}`, body }) as const;
    const headers = { 'content-type': 'application/merge-patch+json' };
    const trial = (body: Json) => [{ name: 'it', send: () => ({ ...send(body)(), headers }) }];
    await expect(spoilt(() => ({ trials: trial({ firstName: 'Ada' }) }))).rejects.toThrow('it: moves nothing');
    await expect(spoilt(() => ({ trials: trial({ firstName: 7 }) }))).rejects.toThrow('it: 422');
  });
});
