// Tests of creating and deleting users.

import { describe, expect, test } from 'vitest';
import { createSession } from '../../src/core/commands/create-session.ts';
import { createUser } from '../../src/core/commands/create-user.ts';
import { deleteUser } from '../../src/core/commands/delete-user.ts';
import { countUsers, findUsers } from '../../src/core/commands/find-users.ts';
import { getUser } from '../../src/core/commands/get-user.ts';
import { readHistory } from '../../src/core/commands/read-history.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { set, type UserPatch } from '../../src/core/model/patch.ts';
import { everybody } from '../../src/core/model/query.ts';
import { defaultPolicy } from '../../src/core/model/realm.ts';
import { idOf, listChange, now, patch, wish } from '../users.ts';
import { add, allSessions, allUsers, expectRefused, historyOf, openWorld, refusalsOf } from './world.ts';

const free = { system: false, ifRev: null };
const facts = { method: 'password', ipAddress: null, userAgent: null, organizationId: null };
const password = { op: 'set', plain: 'correct horse', checks: 'enforce', preHash: 'none' } as const;
const email = (address: string): Partial<UserPatch> => ({
  emails: listChange({ add: [wish(address)] }, { primary: { op: 'first' } }),
});

describe('a new user', () => {
  test('is answered as it is stored, with one change that tells all it has', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove'), password, ...email('a@x.com') });
    expect(ada).toMatchObject({ rev: 1, serial: 2, createdAt: now, credentials: { password: { compromised: false } } });
    expect(await getUser(world.context, { by: 'id', id: ada.id }, free)).toEqual(ada);
    const history = await historyOf(world, ada.id);
    expect(history).toMatchObject([{ type: 'user.created', rev: 1, at: now }]);
    const told = Object.fromEntries(history[0]?.diff.map(({ path, after }) => [path, after]) ?? []);
    expect(told).toMatchObject({ id: ada.id, username: 'adalove', emails: ada.emails });
    expect(JSON.stringify(history)).not.toContain('horse');
  });

  test('gets the next serial, without gaps', async () => {
    const world = await openWorld();
    const names = Array.from({ length: 20 }, (_, index) => `user_${index}`);
    const all = await Promise.all(names.map((name) => add(world, { username: set(name) })));
    expect(all.map(({ serial }) => serial).toSorted((left, right) => left - right)).toEqual(
      names.map((_, index) => index + 2),
    );
  });

  test('50 at once with one email address are exactly one', async () => {
    const world = await openWorld();
    const work = Array.from({ length: 50 }, (_, index) => add(world, email(index % 2 === 0 ? 'a@x.com' : 'A@X.COM')));
    const done = await Promise.allSettled(work);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of done) {
      if (result.status === 'rejected') expect(result.reason.refusals).toEqual([{ code: 'taken', field: 'email' }]);
    }
    expect(await allUsers(world)).toHaveLength(2);
  });

  test('a mere claim on an address keeps nobody out of it', async () => {
    const world = await openWorld();
    const claim = { emails: listChange({ add: [wish('a@x.com', { claim: 'unverified' })] }) };
    const [first, second] = [await add(world, claim), await add(world, claim)];
    const owner = await add(world, email('a@x.com'));
    expect(await getUser(world.context, { by: 'key', kind: 'email', value: 'a@x.com' }, free)).toEqual(owner);
    const prove = (id: string, contact: string) =>
      updateUser(
        world.context,
        { by: 'id', id },
        patch({
          emails: listChange({
            edit: [
              {
                id: contact,
                claim: set('verified'),
                strategy: 'admin',
                secondFactor: { op: 'keep' },
                defaultSecondFactor: { op: 'keep' },
              },
            ],
          }),
        }),
        free,
      );
    for (const one of [first, second]) {
      expect(await refusalsOf(() => prove(one.id, one.emails[0]?.id ?? ''))).toEqual([
        { code: 'taken', field: 'email' },
      ]);
    }
  });

  test('has what the realm requires, unless that is waived', async () => {
    const world = await openWorld({ required: { identifier: true, password: true } });
    const create = (wanted: Partial<UserPatch>, identifier: boolean, withPassword: boolean) =>
      createUser(world.context, patch(wanted), { identifier, password: withPassword });
    const missing = (path: string) => ({ code: 'invalid', issues: [{ path, reason: 'missing' }] });
    await expectRefused(world, () => create({ password }, false, false), missing('identifier'));
    await expectRefused(world, () => create({ username: set('adalove') }, false, false), missing('password'));
    await expectRefused(world, () => create({}, true, false), missing('password'));
    await expectRefused(world, () => create({}, false, true), missing('identifier'));
    for (const work of [
      create({}, true, true),
      create({ password }, true, false),
      create({ username: set('adalove') }, false, true),
      create({ username: set('bob_2'), password }, false, false),
    ]) {
      expect((await work).rev).toBe(1);
    }
  });

  test('a refused one costs no hash', async () => {
    const world = await openWorld();
    await refusalsOf(() => add(world, { username: set('x'), password }));
    expect(world.work.hashed).toBe(0);
  });
});

describe('a deleted user', () => {
  test('is gone, with keys, secrets and sessions; the history stays', async () => {
    const world = await openWorld();
    const ada = await add(world, {
      username: set('adalove'),
      externalId: set('x1'),
      password,
      ...email('a@x.com'),
      aliases: set({ old: 'U1' }),
    });
    await createSession(world.context, { by: 'id', id: ada.id }, facts);
    const seen = await getUser(world.context, { by: 'id', id: ada.id }, free);
    const gone = await deleteUser(
      world.context,
      { by: 'key', kind: 'username', value: 'ADALOVE' },
      { system: false, ifRev: 1 },
    );
    expect(gone).toEqual(seen);
    for (const reference of [
      { by: 'id', id: ada.id },
      { by: 'serial', serial: ada.serial },
      { by: 'alias', api: 'old', alias: 'U1' },
      { by: 'key', kind: 'email', value: 'a@x.com' },
      { by: 'key', kind: 'external-id', value: 'x1' },
      { by: 'key', kind: 'contact', value: ada.emails[0]?.id ?? '' },
    ] as const) {
      expect(await refusalsOf(() => getUser(world.context, reference, { system: true }))).toMatchObject([
        { code: 'not-found' },
      ]);
    }
    expect(await allSessions(world)).toEqual([]);
    expect(await countUsers(world.context, everybody)).toBe(0);
    const history = await readHistory(world.context, ada.id, { beforeSeq: null, limit: 10 });
    expect(history.map(({ type, rev }) => [type, rev])).toEqual([
      ['user.deleted', 2],
      ['session.created', 1],
      ['user.created', 1],
    ]);
    expect(JSON.stringify(history)).not.toContain('horse');
    expect((await add(world, { username: set('AdaLove'), externalId: set('x1'), ...email('a@x.com') })).rev).toBe(1);
  });

  test('is deleted once by many', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove') });
    const done = await Promise.allSettled(
      Array.from({ length: 10 }, () => deleteUser(world.context, { by: 'id', id: ada.id }, free)),
    );
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of done)
      if (result.status === 'rejected') expect(result.reason.refusals).toMatchObject([{ code: 'not-found' }]);
    expect((await historyOf(world, ada.id)).map(({ type }) => type)).toEqual(['user.created', 'user.deleted']);
  });

  test('is not brought back by an update that was under way', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove') });
    const reference = { by: 'id', id: ada.id } as const;
    const updates = Array.from({ length: 10 }, (_, index) =>
      updateUser(world.context, reference, patch({ name: set(`${index}`) }), free),
    );
    await Promise.allSettled([...updates.slice(0, 5), deleteUser(world.context, reference, free), ...updates.slice(5)]);
    expect((await allUsers(world)).map(({ id }) => id)).toEqual([idOf(1)]);
    expect((await historyOf(world, ada.id)).at(-1)?.type).toBe('user.deleted');
  });
});

describe('the history', () => {
  test('is read in pages, newest first', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove') });
    for (const name of ['a', 'b', 'c'])
      await updateUser(world.context, { by: 'id', id: ada.id }, patch({ name: set(name) }), free);
    const first = await readHistory(world.context, ada.id, { beforeSeq: null, limit: 3 });
    const second = await readHistory(world.context, ada.id, { beforeSeq: first.at(-1)?.seq ?? 0, limit: 3 });
    expect([...first, ...second].map(({ rev }) => rev)).toEqual([4, 3, 2, 1]);
    expect(await readHistory(world.context, ada.id, { beforeSeq: second.at(-1)?.seq ?? 0, limit: 3 })).toEqual([]);
  });

  test('of a user nothing has happened to is empty', async () => {
    const world = await openWorld();
    expect(await readHistory(world.context, idOf(1), { beforeSeq: null, limit: 10 })).toEqual([]);
  });
});

describe('lists', () => {
  test('find by keys and texts, folded; what is no text finds nobody', async () => {
    const world = await openWorld({ username: { ...defaultPolicy.username, characters: 'printable' } });
    const ada = await add(world, { username: set('ΣΊΣΥΦΟΣ'), firstName: set('Ada'), ...email('a@x.com') });
    await add(world, { username: set('bob_2') });
    const find = async (filter: Partial<typeof everybody>) => {
      const wanted = { ...everybody, ...filter };
      const users = await findUsers(world.context, {
        filter: wanted,
        sort: { field: 'serial', direction: 'ascending' },
        limit: 10,
        offset: 0,
        after: null,
      });
      expect(await countUsers(world.context, wanted)).toBe(users.length);
      return users.map(({ id }) => id);
    };
    const text = (contains: string) => ({
      texts: [{ fields: ['username', 'email', 'name'], contains, idRange: null } as const],
    });
    expect(await find({ keys: [{ kind: 'email', include: ['Ａ@X.com', 'a\0'], exclude: [] }] })).toEqual([ada.id]);
    expect(await find(text('σίσ'))).toEqual([ada.id]);
    expect(await find(text('ΦΟΣ'))).toEqual([ada.id]);
    expect(await find(text('ADA'))).toEqual([ada.id]);
    expect(await find(text('a\0'))).toEqual([]);
    expect(await find({ ids: { include: ['\0'], exclude: [] } })).toEqual([]);
    expect(await find({ ids: { include: null, exclude: [ada.id, '\0'] } })).toHaveLength(1);
    expect(await find({})).toHaveLength(2);
  });
});
