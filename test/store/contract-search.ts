// The store's contract: substrings are found wherever they stand, and every text is data.

import { expect, test } from 'vitest';
import { everybody, type TextField, type TextFilter } from '../../src/core/model/query.ts';
import type { World } from '../store-contract.ts';
import { add, newQuery, newRealm, newWrite, searchText, updateStep } from './fixtures.ts';

const all: readonly TextField[] = ['username', 'email', 'phone', 'wallet', 'name'];

function contains(text: string, fields = all, idRange: TextFilter['idRange'] = null): TextFilter {
  return { fields, contains: text, idRange };
}

async function found(world: World, realm: string, ...texts: TextFilter[]): Promise<string[]> {
  const users = await world.store.findUsers(realm, newQuery({}, { texts }));
  const unsorted = await world.store.findUsers(
    realm,
    newQuery({ sort: { field: 'updatedAt', direction: 'ascending' } }, { texts }),
  );
  expect(unsorted.map(({ id }) => id).sort()).toEqual(users.map(({ id }) => id).sort());
  expect(await world.store.countUsers(realm, { ...everybody, texts })).toBe(users.length);
  return users.map(({ username }) => username ?? '');
}

/** What is found. */
export function searchContract(world: World): void {
  test('a text of any length is found in the fields asked for, in any of their values', async () => {
    const realm = await newRealm(world.store);
    const texts = {
      username: 'ann',
      email: 'ann@example.com\nmiller@home.org',
      phone: '+4930123456',
      name: 'ann\nmiller',
    };
    await add(world.store, realm, { username: 'ann' }, [], searchText({ username: 'ann' }, texts));
    await add(
      world.store,
      realm,
      { username: 'bob' },
      [],
      searchText({}, { username: 'bob', wallet: '0xabcdef', name: 'bob' }),
    );
    await add(world.store, await newRealm(world.store), { username: 'eve' }, [], searchText({}, texts));
    expect(await found(world, realm, contains('nn'))).toEqual(['ann']);
    expect(await found(world, realm, contains('b'))).toEqual(['bob']);
    expect(await found(world, realm, contains('example.co'))).toEqual(['ann']);
    expect(await found(world, realm, contains('miller', ['email']))).toEqual(['ann']);
    expect(await found(world, realm, contains('miller', ['username', 'wallet']))).toEqual([]);
    expect(await found(world, realm, contains('12345'))).toEqual(['ann']);
    expect(await found(world, realm, contains('xabc'))).toEqual(['bob']);
    expect(await found(world, realm, contains('ANN'))).toEqual([]);
    expect(await found(world, realm, contains('com miller'))).toEqual([]);
    expect(await found(world, realm, contains('ann'), contains('home'))).toEqual(['ann']);
    expect(await found(world, realm, contains('ann'), contains('bob'))).toEqual([]);
    expect(await found(world, realm, contains(''))).toEqual(['ann', 'bob']);
    expect(await found(world, realm, contains('ann', []))).toEqual([]);
  });

  test('an id in the range is found too', async () => {
    const realm = await newRealm(world.store);
    const ann = await add(world.store, realm, { username: 'ann' }, [], searchText({}, { username: 'ann' }));
    const bob = await add(world.store, realm, { username: 'bob' }, [], searchText({}, { username: 'bob' }));
    const range = { from: ann.id, to: ann.id };
    for (const text of ['bob', 'bo']) {
      expect(await found(world, realm, contains(text, all, range))).toEqual(['ann', 'bob']);
      expect(await found(world, realm, contains(text, [], range))).toEqual(['ann']);
      expect(await found(world, realm, contains('zzz', [], { from: ann.id, to: bob.id }))).toEqual(['ann', 'bob']);
    }
  });

  test('search follows a change of what is searched, and forgets what was', async () => {
    const realm = await newRealm(world.store);
    const user = await add(
      world.store,
      realm,
      { username: 'x' },
      [],
      searchText({ username: 'old' }, { username: 'oldname' }),
    );
    const search = searchText({ username: 'new' }, { username: 'newname', email: 'e@mail' });
    const step = updateStep(user, {}, { search });
    await world.store.commit(newWrite(realm, { users: [step] }));
    expect(await found(world, realm, contains('oldname'))).toEqual([]);
    expect(await found(world, realm, contains('newname'))).toEqual(['x']);
    expect(await found(world, realm, contains('e@mail'))).toEqual(['x']);
    await world.store.commit(newWrite(realm, { users: [updateStep(step.user, { firstName: 'A' })] }));
    expect(await found(world, realm, contains('newname'))).toEqual(['x']);
    await world.store.commit(newWrite(realm, { users: [{ op: 'delete', id: user.id, rev: 3 }] }));
    expect(await found(world, realm, contains('newname'))).toEqual([]);
  });
}

const corpus = [
  "o'brien",
  '"quoted"',
  "'; drop table realm; --",
  '100%',
  'under_score',
  'back\\slash',
  'a*b*c',
  'near(a b)',
  'one and two',
  'not this',
  '{email} : x',
  'col:umn',
  '^caret-minus',
  '(paren)',
  '%_%',
  '"""',
  'äöüß',
  '日本語テキスト',
  'emoji 👩‍👩‍👧‍👦 x',
  '🦄🦄🦄',
  'ａｂｃ',
  'tab\there',
  '$1 ?1 :a',
];

/** Texts that mean something to some language. */
export function corpusContract(world: World): void {
  test('no text is taken for syntax: each finds itself and nobody else', async () => {
    const realm = await newRealm(world.store);
    for (const text of corpus)
      await add(world.store, realm, { username: text }, [], searchText({ username: text }, { username: text }));
    for (const text of corpus) {
      expect(await found(world, realm, contains(text)), text).toEqual(corpus.filter((other) => other.includes(text)));
      const middle = [...text].slice(1, 3).join('');
      expect(await found(world, realm, contains(middle)), middle).toEqual(
        corpus.filter((other) => other.includes(middle)),
      );
    }
  });

  test('no key, id or value is taken for syntax', async () => {
    const realm = await newRealm(world.store);
    for (const text of corpus) {
      const user = await add(world.store, realm, { username: text, firstName: text }, [
        { kind: 'external-id', key: text },
      ]);
      expect((await world.store.loadUser(realm, { by: 'key', kind: 'external-id', key: text }))?.user).toEqual(user);
      const keys = [{ kind: 'external-id', include: [text], exclude: [] }] as const;
      expect(await world.store.findUsers(realm, newQuery({}, { keys }))).toEqual([user]);
      const ids = { include: [text, user.id], exclude: [text] };
      expect(await world.store.findUsers(realm, newQuery({}, { ids }))).toEqual([user]);
      expect(await world.store.loadUser(text, { by: 'id', id: text })).toBe(null);
    }
  });
}
