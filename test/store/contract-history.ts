// The store's contract: changes and sessions.

import { expect, test } from 'vitest';
import type { SessionQuery } from '../../src/core/model/session.ts';
import type { SessionStep } from '../../src/core/ports.ts';
import type { World } from '../store-contract.ts';
import { add, newChange, newId, newRealm, newSession, newWrite, plainUpdate } from './fixtures.ts';

/** History. */
export function historyContract(world: World): void {
  test('history is newest first, whole, and goes on where a page ended', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    const actor = { kind: 'user', userId: user.id, sessionId: 's', role: null, rank: 'user', address: null } as const;
    const diff = [{ path: 'metadata.public.a\\.b', before: null, after: { deep: ['"', 1, true] } }];
    for (let rev = 1; rev <= 7; rev++) {
      const write = plainUpdate({ ...user, rev });
      const changes = write.changes.map((change) => ({ ...change, actor, diff, at: 100 + rev }));
      expect(await world.store.commit({ ...write, changes })).toEqual({ ok: true, serials: [] });
    }
    const first = await world.store.readHistory(realm, user.id, null, 4);
    const second = await world.store.readHistory(realm, user.id, first.at(-1)?.seq ?? 0, 4);
    expect([...first, ...second].map(({ rev }) => rev)).toEqual([8, 7, 6, 5, 4, 3, 2]);
    const { seq, ...newest } = first[0] ?? { seq: 0 };
    expect(seq).toBeGreaterThan(first[1]?.seq ?? 0);
    const by = { actor, diff, api: 'native', requestId: 'request-8', type: 'user.updated' };
    expect(newest).toEqual({ realm, userId: user.id, rev: 8, at: 107, ...by });
    expect(await world.store.readHistory(realm, newId(), null, 4)).toEqual([]);
  });

  test('the changes of one write keep their order', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    const changes = ['one', 'two', 'three'].map((requestId) => newChange(user, { requestId }));
    await world.store.commit(newWrite(realm, { changes }));
    const history = await world.store.readHistory(realm, user.id, null, 10);
    expect(history.map(({ requestId }) => requestId)).toEqual(['three', 'two', 'one']);
  });

  test('the history of users who change at once rises with their revs', async () => {
    const realm = await newRealm(world.store);
    const users = await Promise.all(Array.from({ length: 20 }, () => add(world.store, realm)));
    const live = async (index: number) => {
      const user = users[index];
      for (let rev = 1; user !== undefined && rev <= 5; rev++) {
        await (rev % 2 === 0 ? world.store : world.other).commit(plainUpdate({ ...user, rev }));
      }
    };
    await Promise.all(users.map((_, index) => live(index)));
    for (const { id } of users) {
      const history = await world.store.readHistory(realm, id, null, 10);
      expect(history.map(({ rev }) => rev)).toEqual([6, 5, 4, 3, 2]);
    }
  });
}

const anySession = { userId: null, client: null, status: null, now: 0, limit: 100, offset: 0 };

/** Sessions: kept and listed. */
export function sessionContract(world: World): void {
  test('a session comes back whole, and lists are newest first', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    const one = newSession(realm, user.id, { createdAt: 1 });
    const two = newSession(realm, user.id, { createdAt: 3, userAgent: 'x', ipAddress: null, client: one.client });
    const other = newSession(realm, newId(), { createdAt: 2 });
    const sessions = [one, two, other].map((session): SessionStep => ({ op: 'insert', session }));
    expect(await world.store.commit(newWrite(realm, { sessions }))).toEqual({ ok: true, serials: [] });
    expect(await world.store.loadSession(realm, two.id)).toEqual(two);
    expect(await world.store.loadSession('elsewhere', two.id)).toBe(null);
    const holder = await world.store.loadUser(realm, { by: 'id', id: user.id });
    expect(await world.store.loadSignedIn(realm, two.id)).toEqual({ session: two, user: holder?.user });
    expect(await world.store.loadSignedIn('elsewhere', two.id)).toBe(null);
    // Of nobody: its user is not there.
    expect(await world.store.loadSignedIn(realm, other.id)).toBe(null);
    const cases: [Partial<SessionQuery>, unknown[]][] = [
      [{}, [two, other, one]],
      [{ limit: 1, offset: 1 }, [other]],
      [{ userId: user.id }, [two, one]],
      [{ client: one.client }, [two, one]],
      [{ client: other.client, userId: user.id }, []],
    ];
    for (const [query, expected] of cases) {
      expect(await world.store.findSessions(realm, { ...anySession, ...query })).toEqual(expected);
    }
    expect(await world.store.countSessions(realm, { ...anySession, limit: 1 })).toBe(3);
  });

  test('a session past its end or left alone too long counts as expired', async () => {
    const realm = await newRealm(world.store);
    const times = { createdAt: 1, expireAt: 100, abandonAt: 200 };
    const made = [
      times,
      { ...times, expireAt: 300 },
      { ...times, status: 'revoked', endedAt: 5 } as const,
      { ...times, status: 'expired' } as const,
    ];
    const all = made.map((fields) => newSession(realm, newId(), fields));
    await world.store.commit(newWrite(realm, { sessions: all.map((session) => ({ op: 'insert', session }) as const) }));
    const count = (status: SessionQuery['status'], now: number) =>
      world.store.countSessions(realm, { ...anySession, status, now });
    expect(await Promise.all([99, 100, 199, 200].map((now) => count('active', now)))).toEqual([2, 1, 1, 0]);
    expect(await Promise.all([99, 100, 199, 200].map((now) => count('expired', now)))).toEqual([1, 2, 2, 3]);
    expect(await count('revoked', 500)).toBe(1);
    expect(await world.store.findSessions(realm, { ...anySession, status: 'revoked' })).toEqual([all[2]]);
  });
}

/** Sessions: ended. */
export function sessionEndContract(world: World): void {
  const setUp = async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    const mine = [1, 2, 3].map((createdAt) =>
      newSession(realm, user.id, { createdAt, expireAt: 1000, abandonAt: 1000 }),
    );
    const expired = newSession(realm, user.id, { createdAt: 0, expireAt: 10 });
    const other = newSession(realm, newId());
    const sessions = [...mine, expired, other].map((session): SessionStep => ({ op: 'insert', session }));
    await world.store.commit(newWrite(realm, { sessions }));
    const end = (only: string | null, except: string | null): SessionStep => {
      const change = newChange(user, { type: 'session.ended', at: 50 });
      return { op: 'end', userId: user.id, only, except, status: 'revoked', at: 50, change };
    };
    const statusOf = async (id: string) => (await world.store.loadSession(realm, id))?.status;
    return { realm, user, ids: mine.map(({ id }) => id), expired, other, end, statusOf };
  };

  test('ending all but one ends the others, with one change each', async () => {
    const { realm, user, ids, expired, other, end, statusOf } = await setUp();
    expect(await world.store.commit(newWrite(realm, { sessions: [end(null, ids[1] ?? '')] }))).toMatchObject({
      ok: true,
    });
    expect(await Promise.all([...ids, expired.id, other.id].map(statusOf))).toEqual([
      'revoked',
      'active',
      'revoked',
      'active',
      'active',
    ]);
    expect(await world.store.loadSession(realm, ids[0] ?? '')).toMatchObject({ endedAt: 50, updatedAt: 50 });
    const history = await world.store.readHistory(realm, user.id, null, 10);
    expect(history.map(({ diff }) => diff).reverse()).toEqual(
      [ids[0], ids[2]].map((id) => [{ path: `sessions.${id}.status`, before: 'active', after: 'revoked' }]),
    );
    expect(history[0]).toMatchObject({ type: 'session.ended', at: 50, rev: 1, actor: { kind: 'command-line' } });
  });

  test('ending one ends that one, once; another’s session is out of reach', async () => {
    const { realm, user, ids, other, end, statusOf } = await setUp();
    const one = newWrite(realm, { sessions: [end(ids[2] ?? '', null)] });
    await Promise.all([world.store.commit(one), world.other.commit(one), world.store.commit(one)]);
    await world.store.commit(newWrite(realm, { sessions: [end(other.id, null)] }));
    expect(await Promise.all([...ids, other.id].map(statusOf))).toEqual(['active', 'active', 'revoked', 'active']);
    expect(await world.store.readHistory(realm, user.id, null, 10)).toHaveLength(1);
  });

  test('forgetting removes all sessions of the user without a trace', async () => {
    const { realm, user, ids, other, statusOf } = await setUp();
    await world.store.commit(newWrite(realm, { sessions: [{ op: 'forget', userId: user.id }] }));
    expect(await Promise.all([...ids, other.id].map(statusOf))).toEqual([undefined, undefined, undefined, 'active']);
    expect(await world.store.readHistory(realm, user.id, null, 10)).toEqual([]);
  });
}
