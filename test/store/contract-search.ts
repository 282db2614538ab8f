// The store's contract: substrings are found wherever they stand, and every text is data.

import { expect, test } from 'vitest';
import { everybody, type TextField, type TextFilter } from '../../src/core/model/query.ts';
import type { World } from '../store-contract.ts';
import { add, newChange, newQuery, newRealm, newWrite, searchText, updateStep } from './fixtures.ts';

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

/** What is found after updates that the commit queue takes, alone and together. */
export function searchUpdateContract(world: World): void {
  test('search and order follow updates that are ready together, each as far as it goes', async () => {
    const realm = await newRealm(world.store);
    const users = await Promise.all(
      Array.from({ length: 12 }, (_, index) => {
        const username = `user${String(index).padStart(2, '0')}`;
        const texts = { username, email: `${username}@old.org`, name: 'before' };
        return add(world.store, realm, { username }, [], searchText({ username, firstName: 'before' }, texts));
      }),
    );
    const update = (user: (typeof users)[number], index: number, name: string) => {
      const username = user.username ?? '';
      const email = `${username}@${index % 3 === 1 ? 'new' : 'old'}.org`;
      const firstName = index % 3 === 2 ? null : `${name}${99 - index}`;
      const search = searchText({ username, firstName }, { username, email, name: firstName ?? '' });
      const step = updateStep(user, {}, index % 4 === 3 ? {} : { search });
      return world.store.commit(newWrite(realm, { users: [step], changes: [newChange(step.user)] }));
    };
    const named = (keep: (index: number) => boolean) =>
      users.flatMap(({ username }, index) => (keep(index) ? [username ?? ''] : []));
    const stale = { ...(users[0] ?? expect.fail()), rev: 7 };
    const outcomes = await Promise.all([
      ...users.map((user, index) => update(user, index, 'after')),
      update(stale, 0, 'never'),
    ]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([...users.map(() => true), false]);
    expect(await found(world, realm, contains('after'))).toEqual(named((index) => index % 4 !== 3 && index % 3 !== 2));
    expect(await found(world, realm, contains('before'))).toEqual(named((index) => index % 4 === 3));
    expect(await found(world, realm, contains('@new.org'))).toEqual(
      named((index) => index % 4 !== 3 && index % 3 === 1),
    );
    expect(await found(world, realm, contains('never'))).toEqual([]);
    const second = { ...(users[1] ?? expect.fail()), rev: 2 };
    expect((await update(second, 0, 'last')).ok).toBe(true);
    expect(await found(world, realm, contains('last'))).toEqual(['user01']);
    expect(await found(world, realm, contains('user01@old.org'))).toEqual(['user01']);
    const sorted = newQuery({ sort: { field: 'firstName', direction: 'ascending' } });
    const order = (await world.store.findUsers(realm, sorted)).map(({ username }) => username);
    const afters = named((index) => index % 4 !== 3 && index % 3 !== 2 && index !== 1).reverse();
    const nameless = named((index) => index % 4 !== 3 && index % 3 === 2);
    expect(order).toEqual([...afters, ...named((index) => index % 4 === 3), 'user01', ...nameless]);
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
