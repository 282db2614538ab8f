// The store's contract: exact filters find who holds an address, and where nobody does, who claims it.

import { expect, test } from 'vitest';
import { everybody, type KeyFilter } from '../../src/core/model/query.ts';
import type { World } from '../store-contract.ts';
import { add, newQuery, newRealm, newWrite, searchText, updateStep } from './fixtures.ts';

type Kind = 'email' | 'phone' | 'wallet';

async function found(world: World, realm: string, ...keys: readonly KeyFilter[]): Promise<string[]> {
  const users = await world.store.findUsers(realm, newQuery({}, { keys }));
  expect(await world.store.countUsers(realm, { ...everybody, keys })).toBe(users.length);
  return users.map(({ username }) => username ?? '');
}

function claim(world: World, realm: string, username: string, kind: Kind, ...lines: readonly string[]) {
  return add(
    world.store,
    realm,
    { username },
    [],
    searchText({}, { username: lines[0] ?? '', [kind]: lines.join('\n') }),
  );
}

function including(kind: KeyFilter['kind'], ...include: readonly string[]): KeyFilter {
  return { kind, include, exclude: [] };
}

function excluding(kind: KeyFilter['kind'], ...exclude: readonly string[]): KeyFilter {
  return { kind, include: null, exclude };
}

const odd = [
  '100%@x.org',
  '1000@x.org',
  'a_b@x.org',
  'acb@x.org',
  "o'neil@x.org",
  '"quoted"@x.org',
  'back\\slash@x.org',
  'backslash@x.org',
  'a*b@x.org',
  'a@x.org or b@x.org',
  'near(a b)@x.org',
  '{email}:x@x.org',
  '^caret@x.org',
  'dash-dash--@x.org',
  'ä@xn--mnchen-3ya.de',
  '日本語@x.org',
  '🦄🦄🦄@x.org',
  '$1?1:a@x.org',
];

/** Exact filters on contacts. */
export function contactFilterContract(world: World): void {
  test.each<Kind>(['email', 'phone', 'wallet'])(
    '%s: its holder is found, and where there is none, who claims it',
    async (kind) => {
      const realm = await newRealm(world.store);
      await claim(world, realm, 'first', kind, 'one@x.org', 'other@x.org');
      await claim(world, realm, 'second', kind, 'more@x.org', 'one@x.org');
      const key = { kind, key: 'one@x.org' };
      await add(world.store, realm, { username: 'holder' }, [key], searchText({}, { [kind]: 'one@x.org' }));
      await add(world.store, realm, { username: 'short' }, [{ kind, key: 'ab' }], searchText({}, { [kind]: 'ab' }));
      await add(world.store, realm, { username: 'nobody' });
      await claim(world, await newRealm(world.store), 'elsewhere', kind, 'one@x.org');
      expect(await found(world, realm, including(kind, 'one@x.org'))).toEqual(['holder']);
      expect(await found(world, realm, including(kind, 'other@x.org', 'more@x.org', 'zoe@x.org'))).toEqual([
        'first',
        'second',
      ]);
      expect(await found(world, realm, excluding(kind, 'one@x.org'))).toEqual(['first', 'second', 'short', 'nobody']);
      expect(await found(world, realm, excluding(kind, 'more@x.org', 'ab', ''))).toEqual(['first', 'holder', 'nobody']);
      expect(
        await found(world, realm, { kind, include: ['other@x.org', 'one@x.org'], exclude: ['more@x.org'] }),
      ).toEqual(['first', 'holder']);
      expect(await found(world, realm, including(kind, 'ab', 'one@x.org'), excluding(kind, 'more@x.org'))).toEqual([
        'holder',
        'short',
      ]);
      expect(await found(world, realm, including('username', 'one@x.org'))).toEqual([]);
    },
  );

  test.each<Kind>(['email', 'phone', 'wallet'])('%s: near misses are none', async (kind) => {
    const realm = await newRealm(world.store);
    await claim(world, realm, 'one', kind, 'ann@x.org', 'bob@x.org');
    const misses = ['nn@x.org', 'ann@x.or', 'ann@x.org.uk', 'joann@x.org', 'ANN@x.org', 'org', 'ann', '', '\n', 'x'];
    for (const miss of [...misses, 'ann@x.org\nbob@x.org', '\nann@x.org', 'ann@x.org\n', 'g\nb']) {
      expect(await found(world, realm, including(kind, miss)), miss).toEqual([]);
      expect(await found(world, realm, excluding(kind, miss)), miss).toEqual(['one']);
    }
    for (const other of ['email', 'phone', 'wallet', 'username', 'external-id', 'identity'] as const) {
      const expected = other === kind ? ['one'] : [];
      expect(await found(world, realm, including(other, 'ann@x.org'))).toEqual(expected);
    }
  });

  test('no address is taken for syntax, alone or among many', async () => {
    const realm = await newRealm(world.store);
    for (const address of odd) await claim(world, realm, address, 'email', address);
    for (const address of odd) {
      expect(await found(world, realm, including('email', address)), address).toEqual([address]);
      expect(await found(world, realm, excluding('email', address)), address).toEqual(
        odd.filter((other) => other !== address),
      );
    }
    expect(await found(world, realm, including('email', ...odd))).toEqual(odd);
    expect(await found(world, realm, excluding('email', ...odd))).toEqual([]);
    const many = Array.from({ length: 500 }, (_, index) => `nobody${index}@x.org`);
    expect(await found(world, realm, including('email', ...many, '日本語@x.org'))).toEqual(['日本語@x.org']);
  });

  test('an address that is given up is found no more', async () => {
    const realm = await newRealm(world.store);
    const user = await claim(world, realm, 'one', 'email', 'old@x.org');
    const step = updateStep(user, {}, { search: searchText({}, { email: 'new@x.org' }) });
    await world.store.commit(newWrite(realm, { users: [step] }));
    expect(await found(world, realm, including('email', 'old@x.org'))).toEqual([]);
    expect(await found(world, realm, including('email', 'new@x.org'))).toEqual(['one']);
    await world.store.commit(newWrite(realm, { users: [{ op: 'delete', id: user.id, rev: 2 }] }));
    expect(await found(world, realm, including('email', 'new@x.org'))).toEqual([]);
  });
}
