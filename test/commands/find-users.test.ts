// Tests of finding users by an address, proven or only claimed.

import { expect, test } from 'vitest';
import { countUsers, findUsers } from '../../src/core/commands/find-users.ts';
import { set } from '../../src/core/model/patch.ts';
import { everybody, type KeyFilter } from '../../src/core/model/query.ts';
import { listChange, wish } from '../users.ts';
import { add, openWorld } from './world.ts';

const base58 = '7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV1';
const claimed = (value: string) => listChange({ add: [wish(value, { claim: 'unverified' })] });

const both = ['adalove', 'bo_only'];

test.each<[KeyFilter['kind'], string, readonly string[]]>([
  ['email', 'ADA@münchen.de', both],
  ['email', 'ada@xn--mnchen-3ya.de', both],
  ['email', 'da@münchen.de', []],
  ['phone', '+1 (213) 373-4253', ['bo_only']],
  ['phone', '+1213373425', []],
  ['wallet', base58, ['adalove']],
  ['wallet', base58.toUpperCase(), []],
  ['username', 'ada@münchen.de', []],
])('%s %s finds who holds it, else who claims it: %j', async (kind, value, expected) => {
  const world = await openWorld();
  const emails = claimed('Ada@München.de');
  await add(world, { username: set('adalove'), emails, phones: claimed('+12133734253'), wallets: claimed(base58) });
  await add(world, { username: set('bo_only'), emails, phones: listChange({ add: [wish('+12133734253')] }) });
  const including = { ...everybody, keys: [{ kind, include: [value], exclude: [] }] };
  const excluding = { ...everybody, keys: [{ kind, include: null, exclude: [value] }] };
  const sort = { field: 'createdAt', direction: 'ascending' } as const;
  const found = await findUsers(world.context, { filter: including, sort, limit: 10, offset: 0, after: null });
  expect(found.map(({ username }) => username)).toEqual(expected);
  expect(await countUsers(world.context, excluding)).toBe(2 - expected.length);
});
