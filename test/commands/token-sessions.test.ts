// Tests of sessions that a token opens: what is kept of one, and when it opens nothing any more.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { banUsers } from '../../src/core/commands/ban-users.ts';
import { beginTokenSession } from '../../src/core/commands/begin-token-session.ts';
import { changeRealmObjects } from '../../src/core/commands/change-realm-objects.ts';
import { deleteUser } from '../../src/core/commands/delete-user.ts';
import { endSessions } from '../../src/core/commands/end-sessions.ts';
import { findUser } from '../../src/core/commands/find-user.ts';
import { resumeSession } from '../../src/core/commands/resume-session.ts';
import { newSessionToken, sessionIdOf } from '../../src/core/commands/session-token.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import type { Group } from '../../src/core/model/group.ts';
import { isUuid } from '../../src/core/model/id.ts';
import { clear, set } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import { patch } from '../users.ts';
import { add, allSessions, everything, historyOf, openWorld, refusalsOf, type World } from './world.ts';

const facts = { method: 'password', ipAddress: '192.0.2.7', userAgent: 'test', organizationId: null };
const gone = [{ code: 'session-gone' }];
const minute = 60_000;
const byId = ({ id }: User) => ({ by: 'id', id }) as const;

async function open() {
  const world = await openWorld();
  const ada = await add(world, { username: set('adalove'), groups: set(['7', 'a label']) });
  return { world, ada, ...(await beginTokenSession(world.context, ada, facts, null)) };
}

function resume({ context }: World, token: string, idleMs: number | null = null, noting = true) {
  return resumeSession({ ...context, groups: null }, token, { idleMs: () => idleMs, noting, audience: null });
}

async function putGroup({ context, clock }: World, active: boolean): Promise<void> {
  const owners = { forgetAt: null, userId: null, organizationId: null, subject: null, sealed: null } as const;
  await changeRealmObjects(context, async () => {
    const before = await context.ports.store.loadDocument('default', 'group', '7');
    const base = { ...owners, realm: 'default', id: '7', createdAt: clock.now, updatedAt: clock.now };
    const own = { kind: 'group', name: 'Keepers', active, signIn: 'default', extras: {} } as const;
    const after: Group = { ...base, ...own, rev: (before?.rev ?? 0) + 1 };
    const intent =
      before === null ? ({ op: 'create', document: after } as const) : ({ op: 'replace', before, after } as const);
    return { intents: [intent], users: [], numbering: null, result: null };
  });
}

describe('a token', () => {
  test('is 16 bytes in hex; the session’s id is a UUIDv7 of its time that does not hold it', () => {
    const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(bytes, fc.integer({ min: 0, max: 2 ** 47 }), (random, now) => {
        const { token, sessionId: id } = newSessionToken(
          { token: () => Buffer.from(random).toString('base64url') },
          now,
          null,
        );
        expect(token).toMatch(/^[0-9a-f]{32}$/);
        expect(isUuid(id)).toBe(true);
        expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(now);
        expect(id.replaceAll('-', '').slice(12)).not.toBe(token.slice(12));
        expect(sessionIdOf(token, null)).toBe(id);
      }),
    );
  });

  test.each(['', 'x', 'A'.repeat(32), '0'.repeat(31), '0'.repeat(33), `${'0'.repeat(32)}\n`, '\0'.repeat(32)])(
    'is not %j',
    (text) => expect(sessionIdOf(text, null)).toBeNull(),
  );
});

describe('beginning a session', () => {
  test('is too late once the password that proved it is another one, or gone', async () => {
    const { world, ada } = await open();
    const renewed = (plain: string) => ({ op: 'set', plain, checks: 'skip', preHash: 'none' }) as const;
    const change = async (password: ReturnType<typeof renewed> | typeof clear) => {
      world.clock.now += 1;
      await updateUser(world.context, byId(ada), patch({ password }), { system: false, ifRev: null });
      return (await findUser(world.context, byId(ada), false)).user;
    };
    const proven = await change(renewed('correct horse'));
    await beginTokenSession(world.context, proven, facts, null);
    for (const wish of [renewed('battery staple'), clear]) {
      await change(wish);
      const before = await allSessions(world);
      const late = () => beginTokenSession(world.context, proven, facts, null);
      expect(await refusalsOf(late)).toEqual([{ code: 'wrong-credentials' }]);
      expect(await allSessions(world)).toEqual(before);
    }
  });

  test('tells the token once, and the history of the sign-in and the session', async () => {
    const { world, ada, session, token } = await open();
    expect(await allSessions(world)).toEqual([session]);
    expect(session).toMatchObject({ ...facts, userId: ada.id, status: 'active', id: sessionIdOf(token, null) });
    const told = (await historyOf(world, ada.id)).slice(1);
    expect(told.map(({ type }) => type)).toEqual(['sign-in.succeeded', 'session.created']);
    expect(JSON.stringify([told, await everything(world)])).not.toContain(token);
  });

  test('is refused where the user is barred, and nothing is written', async () => {
    const { world, ada } = await open();
    await putGroup(world, false);
    const before = await everything(world);
    expect(await refusalsOf(() => beginTokenSession(world.context, ada, facts, null))).toMatchObject([
      { code: 'account-inactive', reason: 'disabled' },
    ]);
    expect(await everything(world)).toEqual(before);
  });
});

describe('resuming a session', () => {
  test('answers its user, and notes use once a second', async () => {
    const { world, ada, token } = await open();
    const lastActiveAt = async () => (await allSessions(world))[0]?.lastActiveAt;
    const begun = world.clock.now;
    world.clock.now = begun + 999;
    expect((await resume(world, token)).user.id).toBe(ada.id);
    expect(await lastActiveAt()).toBe(begun);
    world.clock.now = begun + 1000;
    await resume(world, token, null, false);
    expect(await lastActiveAt()).toBe(begun);
    await resume(world, token);
    expect(await lastActiveAt()).toBe(begun + 1000);
  });

  test('opens nothing by what is no token, or one of nobody', async () => {
    const { world, session, token } = await open();
    const turned = token.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    for (const text of ['', 'x', token.toUpperCase(), session.id, session.id.replaceAll('-', ''), turned]) {
      expect(await refusalsOf(() => resume(world, text))).toEqual(gone);
    }
    expect((await resume(world, token)).session.status).toBe('active');
  });

  test('ends one that was idle, at the very moment, for good', async () => {
    const { world, token } = await open();
    world.clock.now += minute - 1;
    await resume(world, token, minute, false);
    world.clock.now += 1;
    expect(await refusalsOf(() => resume(world, token, minute))).toEqual(gone);
    expect(await refusalsOf(() => resume(world, token))).toEqual(gone);
    expect(await allSessions(world)).toMatchObject([{ status: 'ended', endedAt: world.clock.now }]);
  });

  test('ends one of somebody in a group that is shut, but not one that was not used meanwhile', async () => {
    const { world, ada, token } = await open();
    const unused = await beginTokenSession(world.context, ada, facts, null);
    await putGroup(world, true);
    await resume(world, token);
    await putGroup(world, false);
    expect(await refusalsOf(() => resume(world, token))).toEqual(gone);
    await putGroup(world, true);
    expect(await refusalsOf(() => resume(world, token))).toEqual(gone);
    expect((await resume(world, unused.token)).user.id).toBe(ada.id);
  });

  test.each<[string, (world: World, ada: User) => Promise<unknown>]>([
    ['ended', (world, { id }) => endSessions(world.context, id, { which: 'all' }, 'ended')],
    ['of somebody banned', (world, ada) => banUsers(world.context, [byId(ada)], true)],
    ['of somebody deleted', (world, ada) => deleteUser(world.context, byId(ada), { system: false, ifRev: null })],
    [
      'too old',
      async (world) => {
        world.clock.now += world.context.realm.policy.sessions.lifetimeMs;
      },
    ],
  ])('opens nothing by one that is %s', async (_, end) => {
    const { world, ada, token } = await open();
    await end(world, ada);
    expect(await refusalsOf(() => resume(world, token))).toEqual(gone);
  });
});
