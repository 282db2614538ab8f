// Tests of updating a user: what is written, what goes with it, and what many at once come to.

import { describe, expect, test } from 'vitest';
import { createSession } from '../../src/core/commands/create-session.ts';
import { getUser } from '../../src/core/commands/get-user.ts';
import { setPassword } from '../../src/core/commands/set-password.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { clear, set, type UserPatch, untouched } from '../../src/core/model/patch.ts';
import { defaultPolicy } from '../../src/core/model/realm.ts';
import type { User } from '../../src/core/model/user.ts';
import { idOf, listChange, now, patch, replacement, selfOf, wish } from '../users.ts';
import { add, everything, historyOf, openWorld, refusalsOf, type World } from './world.ts';

const free = { system: false, ifRev: null };
const facts = { method: 'password', ipAddress: null, userAgent: null, organizationId: null };
const plain = (text: string) => ({ op: 'set', plain: text, checks: 'enforce', preHash: 'none' }) as const;
const merge = (value: { [key: string]: number }) => ({
  metadata: { ...untouched.metadata, public: { op: 'merge-deep', value } as const },
});

const update = (world: World, one: User, wanted: Partial<UserPatch>, ifRev: number | null = null) =>
  updateUser(world.context, { by: 'id', id: one.id }, patch(wanted), { system: false, ifRev });

const read = (world: World, one: User) => getUser(world.context, { by: 'id', id: one.id }, { system: true });

describe('one update', () => {
  test('counts, dates and remembers itself: who, when, through what, and what was different', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove') });
    world.clock.now = now + 5;
    const { before, after } = await update(world, ada, { firstName: set('Ada') });
    expect(before).toEqual(ada);
    expect(after).toEqual({ ...ada, firstName: 'Ada', rev: 2, updatedAt: now + 5 });
    expect(await read(world, ada)).toEqual(after);
    const [, change] = await historyOf(world, ada.id);
    expect(change).toEqual({
      seq: change?.seq,
      realm: 'default',
      userId: ada.id,
      rev: 2,
      at: now + 5,
      actor: world.context.actor,
      api: 'test',
      requestId: 'request',
      type: 'user.updated',
      diff: [{ path: 'firstName', before: null, after: 'Ada' }],
    });
  });

  test('that wants nothing new writes nothing: no rev, no date, no history, no ended session', async () => {
    const world = await openWorld({ sessions: { ...defaultPolicy.sessions, onPasswordChange: 'end-all' } });
    const ada = await add(world, { username: set('adalove'), ...merge({ a: 1 }) });
    await createSession(world.context, { by: 'id', id: ada.id }, facts);
    const before = await everything(world);
    world.clock.now = now + 5;
    for (const wanted of [
      {},
      { username: set('adalove') },
      merge({ a: 1 }),
      merge({}),
      { password: clear },
      { lastName: clear },
    ]) {
      const updated = await update(world, ada, wanted);
      expect(updated.after).toBe(updated.before);
    }
    await setPassword(world.context, { by: 'id', id: ada.id }, clear, 'end-all');
    expect(await everything(world)).toEqual(before);
  });

  test('finds the user by whatever it is called', async () => {
    const world = await openWorld();
    const ada = await add(world, {
      username: set('adalove'),
      aliases: set({ old: 'U1' }),
      emails: listChange({ add: [wish('a@x.com')] }),
    });
    const references = [
      { by: 'serial', serial: ada.serial },
      { by: 'alias', api: 'old', alias: 'U1' },
      { by: 'key', kind: 'username', value: 'ADALOVE' },
      { by: 'key', kind: 'email', value: 'Ａ@X.com' },
    ] as const;
    for (const [index, reference] of references.entries()) {
      await updateUser(world.context, reference, patch({ name: set(`name ${index}`) }), free);
    }
    expect((await read(world, ada)).rev).toBe(5);
  });

  test('of a built-in account takes a caller who means it', async () => {
    const world = await openWorld();
    const { after } = await updateUser(world.context, { by: 'id', id: idOf(1) }, patch({ firstName: set('Root') }), {
      system: true,
      ifRev: 1,
    });
    expect(after).toMatchObject({ firstName: 'Root', rev: 2 });
  });

  test('by users of their own name', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove') });
    const self = { ...world, context: { ...world.context, actor: selfOf(ada.id) } };
    expect((await update(self, ada, { firstName: set('Ada') })).after.firstName).toBe('Ada');
    expect((await historyOf(world, ada.id))[1]?.actor).toEqual(selfOf(ada.id));
  });

  test('frees the keys it gives up, and takes the new ones', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove') });
    await update(world, ada, { username: set('ada_l') });
    const bo = await add(world, { username: set('AdaLove') });
    expect(await refusalsOf(() => update(world, bo, { username: set('ADA_L') }))).toEqual([
      { code: 'taken', field: 'username' },
    ]);
  });

  test('may write its own name in another way', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove'), emails: listChange({ add: [wish('a@x.com')] }) });
    const { after } = await update(world, ada, { username: set('AdaLove'), emails: replacement([wish('A@x.com')]) });
    expect([after.username, after.emails[0]?.address, after.emails[0]?.id]).toEqual([
      'AdaLove',
      'A@x.com',
      ada.emails[0]?.id,
    ]);
  });

  test('sends a mail to the old address, in the same commit', async () => {
    const world = await openWorld();
    const ada = await add(world, {
      emails: listChange({ add: [wish('a@x.com'), wish('b@x.com')] }, { primary: { op: 'first' } }),
    });
    const emails = { ...untouched.emails, primary: { op: 'value', value: 'b@x.com' } as const };
    await update(world, ada, { emails, notifyPrimaryEmailChanged: true });
    await update(world, ada, { emails, notifyPrimaryEmailChanged: true });
    const mails = await world.ports.store.takeMails(now + 10, now + 20, 10);
    expect(mails).toMatchObject([{ to: 'a@x.com', values: { before: 'a@x.com', after: 'b@x.com' } }]);
  });
});

describe('many updates', () => {
  test('200 merges into one user at once all survive, each with its change', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove') });
    const numbers = Array.from({ length: 200 }, (_, index) => index);
    await Promise.all(numbers.map((number) => update(world, ada, merge({ [`k${number}`]: number }))));
    const { rev, metadata } = await read(world, ada);
    expect(rev).toBe(201);
    expect(metadata.public).toEqual(Object.fromEntries(numbers.map((number) => [`k${number}`, number])));
    const history = await historyOf(world, ada.id);
    expect(history.map((change) => change.rev)).toEqual(Array.from({ length: 201 }, (_, index) => index + 1));
  });

  test('a wish made from the user sees the user of its turn', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove'), ...merge({ count: 0 }) });
    const more = (one: User) => patch(merge({ count: Number(one.metadata.public.count) + 1 }));
    await Promise.all(
      Array.from({ length: 50 }, () => updateUser(world.context, { by: 'id', id: ada.id }, more, free)),
    );
    expect((await read(world, ada)).metadata.public).toEqual({ count: 50 });
  });

  test('of those who all insist on one rev one wins', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove') });
    const work = Array.from({ length: 20 }, (_, index) => update(world, ada, merge({ index }), 1));
    const done = await Promise.allSettled(work);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await read(world, ada)).rev).toBe(2);
  });

  test('of 20 users who all want one name one gets it', async () => {
    const world = await openWorld();
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    const all = await Promise.all(numbers.map((number) => add(world, { username: set(`user_${number}`) })));
    const done = await Promise.allSettled(
      all.map((one, index) => update(world, one, { username: set(index % 2 === 0 ? 'Wanted' : 'WANTED') })),
    );
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of done)
      if (result.status === 'rejected') expect(result.reason.refusals).toEqual([{ code: 'taken', field: 'username' }]);
  });

  test('a race lost to another process is decided again on the fresh record, without hashing again', async () => {
    let races = 3;
    const world = await openWorld(
      {},
      {
        knownPasswords: {
          async find() {
            if (races-- > 0) await elsewhere();
            return null;
          },
        },
      },
    );
    const ada = await add(world, { username: set('adalove'), ...merge({ mine: 1 }) });
    const elsewhere = async () => {
      const user = await read(world, ada);
      const metadata = { ...user.metadata, public: { ...user.metadata.public, [`theirs${user.rev}`]: 1 } };
      const step = {
        op: 'update',
        user: { ...user, metadata, rev: user.rev + 1 },
        rev: user.rev,
        secrets: 'keep',
        addKeys: [],
        removeKeys: [],
        search: null,
        restart: [],
      } as const;
      await world.ports.store.commit({
        realm: 'default',
        users: [step],
        images: [],
        sessions: [],
        documents: [],
        changes: [],
        mails: [],
      });
    };
    const { after } = await update(world, ada, { ...merge({ mine: 2 }), password: plain('correct horse') });
    expect(after).toMatchObject({ rev: 5, metadata: { public: { mine: 2, theirs1: 1, theirs2: 1, theirs3: 1 } } });
    expect(world.work.hashed).toBe(1);
  });
});
