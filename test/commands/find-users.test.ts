// Tests of finding users by an address that nobody has proven.

import { expect, test } from 'vitest';
import { countUsers, findUsers } from '../../src/core/commands/find-users.ts';
import { set } from '../../src/core/model/patch.ts';
import { everybody, type KeyFilter } from '../../src/core/model/query.ts';
import { listChange, wish } from '../users.ts';
import { add, openWorld } from './world.ts';

const base58 = '7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV1';
const claimed = (value: string) => listChange({ add: [wish(value, { claim: 'unverified' })] });

test.each<[KeyFilter['kind'], string, boolean]>([
  ['email', 'ADA@münchen.de', true],
  ['email', 'ada@xn--mnchen-3ya.de', true],
  ['email', 'da@münchen.de', false],
  ['phone', '+1 (213) 373-4253', true],
  ['phone', '+1213373425', false],
  ['wallet', base58, true],
  ['wallet', base58.toUpperCase(), false],
  ['username', 'ada@münchen.de', false],
])('%s %s: %s', async (kind, value, isFound) => {
  const world = await openWorld();
  const emails = claimed('Ada@München.de');
  await add(world, { username: set('adalove'), emails, phones: claimed('+12133734253'), wallets: claimed(base58) });
  await add(world, { username: set('bo_only'), emails, phones: listChange({ add: [wish('+12133734253')] }) });
  const including = { ...everybody, keys: [{ kind, include: [value], exclude: [] }] };
  const excluding = { ...everybody, keys: [{ kind, include: null, exclude: [value] }] };
  const sort = { field: 'createdAt', direction: 'ascending' } as const;
  const found = await findUsers(world.context, { filter: including, sort, limit: 10, offset: 0, after: null });
  const expected = !isFound ? [] : kind === 'wallet' ? ['adalove'] : ['adalove', 'bo_only'];
  expect(found.map(({ username }) => username)).toEqual(expected);
  expect(await countUsers(world.context, excluding)).toBe(2 - expected.length);
});
