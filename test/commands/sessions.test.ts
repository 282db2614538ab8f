// Tests of sessions: how they begin, are used, and end; and that no ban leaves one behind.

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openAuthentication } from '../../src/core/commands/authenticate.ts';
import { banUsers } from '../../src/core/commands/ban-users.ts';
import { createSession } from '../../src/core/commands/create-session.ts';
import { endSession, endSessions } from '../../src/core/commands/end-sessions.ts';
import { countSessions, findSessions, getSession } from '../../src/core/commands/find-sessions.ts';
import { getUser } from '../../src/core/commands/get-user.ts';
import { lockUser } from '../../src/core/commands/lock-user.ts';
import { openMemory } from '../../src/core/commands/remember.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { useSession } from '../../src/core/commands/use-session.ts';
import { set } from '../../src/core/model/patch.ts';
import { defaultPolicy } from '../../src/core/model/realm.ts';
import type { User } from '../../src/core/model/user.ts';
import { idOf, now, patch, selfOf } from '../users.ts';
import { add, allSessions, everything, historyOf, openWorld, refusalsOf, type World } from './world.ts';

const facts = { method: 'password', ipAddress: '127.0.0.1', userAgent: 'test', organizationId: null };
const free = { system: false, ifRev: null };
const week = 7 * 86_400_000;
const signIn = (world: World, one: User) => createSession(world.context, { by: 'id', id: one.id }, facts);
const ban = (world: World, one: User, banned = true) => banUsers(world.context, [{ by: 'id', id: one.id }], banned);

async function openWithAda(policy = {}): Promise<World & { ada: User }> {
  const world = await openWorld(policy);
  return { ...world, ada: await add(world, { username: set('adalove') }) };
}

describe('a session', () => {
  test('begins with a change, and is a use but no update', async () => {
    const { ada, ...world } = await openWithAda();
    const session = await signIn(world, ada);
    expect(session).toMatchObject({
      ...facts,
      userId: ada.id,
      status: 'active',
      createdAt: now,
      expireAt: now + week,
      endedAt: null,
    });
    expect(await getSession(world.context, session.id)).toEqual(session);
    const after = await getUser(world.context, { by: 'id', id: ada.id }, free);
    expect(after).toEqual({
      ...ada,
      activity: { ...ada.activity, lastSignInAt: now, lastActiveAt: now, signInCount: 1 },
    });
    expect((await historyOf(world, ada.id)).at(-1)).toMatchObject({
      type: 'session.created',
      rev: 1,
      diff: [{ path: `sessions.${session.id}`, before: null, after: session }],
    });
  });

  test('is used by whom it belongs to', async () => {
    const { ada, ...world } = await openWithAda();
    const session = await signIn(world, ada);
    const self = { ...world.context, actor: selfOf(ada.id) };
    const lastActiveAt = async () => (await getUser(self, { by: 'id', id: ada.id }, free)).activity.lastActiveAt;
    world.clock.now = now + 59_999;
    expect((await useSession(self, session.id)).user.id).toBe(ada.id);
    expect(await lastActiveAt(), 'use within a minute is not noted again').toBe(now);
    world.clock.now = now + 60_000;
    await useSession(self, session.id);
    expect(await lastActiveAt()).toBe(now + 60_000);
  });

  test('expires by itself, and cannot be ended any more', async () => {
    const { ada, ...world } = await openWithAda({
      sessions: { ...defaultPolicy.sessions, lifetimeMs: 100, inactivityMs: 200 },
    });
    const session = await signIn(world, ada);
    world.clock.now = now + 99;
    expect((await getSession(world.context, session.id)).status).toBe('active');
    world.clock.now = now + 100;
    expect((await getSession(world.context, session.id)).status).toBe('expired');
    expect(await refusalsOf(() => useSession(world.context, session.id))).toEqual([{ code: 'session-gone' }]);
    const before = await everything(world);
    expect((await endSession(world.context, session.id, 'revoked')).status).toBe('expired');
    expect(await everything(world)).toEqual(before);
  });

  test('ends once, with one change', async () => {
    const { ada, ...world } = await openWithAda();
    const session = await signIn(world, ada);
    world.clock.now = now + 5;
    expect(await endSession(world.context, session.id, 'ended')).toMatchObject({ status: 'ended', endedAt: now + 5 });
    world.clock.now = now + 9;
    expect(await endSession(world.context, session.id, 'revoked')).toMatchObject({ status: 'ended', endedAt: now + 5 });
    const ends = (await historyOf(world, ada.id)).filter(({ type }) => type === 'session.ended');
    expect(ends).toMatchObject([
      { rev: ada.rev, diff: [{ path: `sessions.${session.id}.status`, before: 'active', after: 'ended' }] },
    ]);
  });

  test('of the others can be ended, or of all, and nobody else’s', async () => {
    const { ada, ...world } = await openWithAda();
    const bo = await add(world, { username: set('bo_only') });
    const [first, second, others] = [await signIn(world, ada), await signIn(world, ada), await signIn(world, bo)];
    const active = async () =>
      (await allSessions(world))
        .filter(({ status }) => status === 'active')
        .map(({ id }) => id)
        .toSorted();
    await endSessions(world.context, ada.id, { which: 'one', id: others.id }, 'revoked');
    expect(await active()).toEqual([first.id, second.id, others.id]);
    await endSessions(world.context, ada.id, { which: 'others', except: second.id }, 'revoked');
    expect(await active()).toEqual([second.id, others.id]);
    await endSessions(world.context, ada.id, { which: 'all' }, 'removed');
    expect(await active()).toEqual([others.id]);
  });

  test('is listed and counted by user and state, as of now', async () => {
    const { ada, ...world } = await openWithAda({ sessions: { ...defaultPolicy.sessions, lifetimeMs: 100 } });
    const session = await signIn(world, ada);
    const query = { userId: ada.id, client: null, status: 'active', limit: 10, offset: 0 } as const;
    expect((await findSessions(world.context, query)).map(({ id }) => id)).toEqual([session.id]);
    world.clock.now = now + 100;
    expect(await findSessions(world.context, query)).toEqual([]);
    expect(await findSessions(world.context, { ...query, status: 'expired' })).toMatchObject([{ status: 'expired' }]);
    expect(await countSessions(world.context, { ...query, status: null })).toBe(1);
  });
});

describe('a ban', () => {
  test('ends every session, each with its change, in the same moment', async () => {
    const { ada, ...world } = await openWithAda();
    const sessions = [await signIn(world, ada), await signIn(world, ada)];
    const [banned] = await ban(world, ada);
    expect(banned).toMatchObject({ bannedAt: now, rev: 2 });
    expect((await allSessions(world)).map(({ status }) => status)).toEqual(['revoked', 'revoked']);
    const ends = (await historyOf(world, ada.id)).filter(({ type }) => type === 'session.ended');
    expect(ends.map(({ diff }) => diff[0]?.path).toSorted()).toEqual(sessions.map(({ id }) => `sessions.${id}.status`));
    expect(ends.every(({ rev }) => rev === 2)).toBe(true);
    for (const { id } of sessions)
      expect(await refusalsOf(() => useSession(world.context, id))).toEqual([{ code: 'session-gone' }]);
  });

  test('lifted brings no session back', async () => {
    const { ada, ...world } = await openWithAda();
    const session = await signIn(world, ada);
    await ban(world, ada);
    await ban(world, ada, false);
    expect((await getSession(world.context, session.id)).status).toBe('revoked');
    expect((await signIn(world, ada)).status).toBe('active');
  });

  test('leaves no session of a sign-in at the same moment, whichever is first', async () => {
    for (const shift of [0, 3, 7]) {
      const { ada, ...world } = await openWithAda();
      const signIns = Array.from({ length: 10 }, () => signIn(world, ada));
      const done = await Promise.allSettled([...signIns.slice(shift), ban(world, ada), ...signIns.slice(0, shift)]);
      const active = (await allSessions(world)).filter(({ status }) => status === 'active');
      expect(active).toEqual([]);
      for (const result of done) {
        if (result.status === 'rejected') expect(result.reason.refusals).toMatchObject([{ code: 'account-inactive' }]);
      }
    }
  });

  test('that is committed between the look at a user and the session is seen', async () => {
    const { ada, ...world } = await openWithAda();
    const banned = { ...ada, bannedAt: now, rev: 2 };
    const step = {
      op: 'update',
      user: banned,
      rev: 1,
      secrets: 'keep',
      addKeys: [],
      removeKeys: [],
      search: null,
      restart: [],
    } as const;
    let other: Promise<unknown> | null = null;
    const clock = () => {
      other ??= world.ports.store.commit({
        realm: 'default',
        users: [step],
        images: [],
        sessions: [],
        documents: [],
        changes: [],
        mails: [],
      });
      return now;
    };
    const context = { ...world.context, ports: { ...world.ports, clock } };
    const work = () => createSession(context, { by: 'id', id: ada.id }, facts);
    expect(await refusalsOf(work)).toMatchObject([{ code: 'account-inactive', reason: 'banned' }]);
    expect(await other).toMatchObject({ ok: true });
    expect(await allSessions(world)).toEqual([]);
  });

  test('and so does switching the account off, but not locking it', async () => {
    const { ada, ...world } = await openWithAda();
    const session = await signIn(world, ada);
    await lockUser(world.context, { by: 'id', id: ada.id }, true);
    expect((await useSession(world.context, session.id)).session.status).toBe('active');
    await updateUser(world.context, { by: 'id', id: ada.id }, patch({ active: set(false) }), free);
    expect((await getSession(world.context, session.id)).status).toBe('revoked');
  });
});

test('a lock is over when its time is', async () => {
  const { ada, ...world } = await openWithAda();
  await lockUser(world.context, { by: 'id', id: ada.id }, true);
  world.clock.now = now + 3_600_000 - 1;
  expect(await refusalsOf(() => signIn(world, ada))).toMatchObject([{ code: 'account-inactive', reason: 'locked' }]);
  world.clock.now = now + 3_600_000;
  expect((await signIn(world, ada)).status).toBe('active');
});

describe('authentication', () => {
  const insert = (world: World, secret: string, kind: 'secret' | 'app') =>
    world.ports.store.insertApiKey({
      id: idOf(kind === 'secret' ? 70 : 71),
      realm: 'default',
      kind,
      digest: createHash('sha256').update(secret).digest('hex'),
      hint: secret.slice(-4),
      createdAt: now,
    });

  test('tells whom a key speaks for, and takes no other for one', async () => {
    const world = await openWorld();
    await insert(world, 'sk_test_1', 'secret');
    await insert(world, 'app_1', 'app');
    const authenticate = openAuthentication(
      world.ports,
      openMemory((id) => world.ports.store.loadRealm(id), world.ports.clock, 5000),
    );
    for (let count = 0; count < 2; count++) {
      expect((await authenticate('sk_test_1')).actor).toEqual({ kind: 'secret-key', keyId: idOf(70) });
      for (const key of ['app_1', '', 'SK_TEST_1']) {
        expect(await refusalsOf(() => authenticate(key))).toEqual([{ code: 'not-authenticated' }]);
      }
    }
  });

  test('a key that comes later is known at once', async () => {
    const world = await openWorld();
    const authenticate = openAuthentication(
      world.ports,
      openMemory((id) => world.ports.store.loadRealm(id), world.ports.clock, 5000),
    );
    await refusalsOf(() => authenticate('late'));
    await insert(world, 'late', 'secret');
    expect((await authenticate('late')).realm.id).toBe('default');
  });
});
