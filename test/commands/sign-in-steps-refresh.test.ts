// Tests of refresh tokens: each is good once, for one client, as long as the session and its user are.

import { describe, expect, test } from 'vitest';
import type { Context } from '../../src/core/commands/context.ts';
import { deleteUser } from '../../src/core/commands/delete-user.ts';
import { refreshSession } from '../../src/core/commands/refresh-session.ts';
import { set } from '../../src/core/model/patch.ts';
import { defaultPolicy, type Policy } from '../../src/core/model/realm.ts';
import type { User } from '../../src/core/model/user.ts';
import { byId, update } from './factors.ts';
import { byPassword, found, person, reset, resetToken, stranger } from './visitors.ts';
import { allSessions, openWorld, refusalsOf, type World } from './world.ts';

const address = 'ada@example.com';
const gone = [{ code: 'session-gone' }];

describe('a refresh', () => {
  const open = async (policy: Partial<Policy> = {}) => {
    const world = await openWorld(policy);
    const ada = await person(world, address);
    return { world, ada, done: await byPassword(world, address) };
  };
  const refresh = (context: Context, token: string, organizationId: string | null = null, clientId = 'client') =>
    refreshSession(context, { token, organizationId, clientId });

  test('gives the next token, for a caller without a key too', async () => {
    const { world, done } = await open();
    world.clock.now += 60_000;
    const next = await refresh(stranger(world), done.refreshToken);
    expect(next.refreshToken).not.toBe(done.refreshToken);
    expect(next.session).toMatchObject({ id: done.session.id, lastActiveAt: world.clock.now });
    expect((await refresh(world.context, next.refreshToken)).session.id).toBe(done.session.id);
  });

  test('with a token that was traded in ends the session, and the newest token with it', async () => {
    const { world, done } = await open();
    const next = await refresh(world.context, done.refreshToken);
    expect(await refusalsOf(() => refresh(stranger(world), done.refreshToken))).toEqual(gone);
    expect(await refusalsOf(() => refresh(world.context, next.refreshToken))).toEqual(gone);
    expect(await allSessions(world)).toMatchObject([{ status: 'revoked' }]);
  });

  test('with a token of another client, or that is none, changes nothing', async () => {
    const { world, done } = await open();
    expect(await refusalsOf(() => refresh(world.context, done.refreshToken, null, 'other'))).toEqual(gone);
    for (const text of ['', 'x', '\0', '\ud800', done.session.id, 'x'.repeat(100_000)]) {
      expect(await refusalsOf(() => refresh(stranger(world), text))).toEqual(gone);
    }
    expect((await refresh(world.context, done.refreshToken)).session.status).toBe('active');
  });

  test('20 at once give one new token at most, and the session is over', async () => {
    const { world, done } = await open();
    const all = Array.from({ length: 20 }, () => refresh(world.context, done.refreshToken));
    const given = (await Promise.allSettled(all)).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(given).toHaveLength(1);
    expect(await allSessions(world)).toMatchObject([{ status: 'revoked' }]);
    for (const { refreshToken } of given)
      expect(await refusalsOf(() => refresh(world.context, refreshToken))).toEqual(gone);
  });

  test.each<[string, (world: World, ada: User) => Promise<unknown>]>([
    ['a ban', (world, ada) => update(world, ada, { banned: set(true) })],
    [
      'a ban that was lifted',
      async (world, ada) => {
        await update(world, ada, { banned: set(true) });
        await update(world, ada, { banned: set(false) });
      },
    ],
    ['a new password by mail', async (world) => reset(world, await resetToken(world, address))],
    ['deletion', (world, ada) => deleteUser(world.context, byId(ada), { system: false, ifRev: null })],
    [
      'too long a rest',
      async (world) => {
        world.clock.now += defaultPolicy.sessions.inactivityMs;
      },
    ],
  ])('after %s is refused', async (_what, change) => {
    const { world, ada, done } = await open();
    await change(world, ada);
    expect(await refusalsOf(() => refresh(world.context, done.refreshToken))).toEqual(gone);
  });

  test('after being made inactive is refused', async () => {
    const { world, ada, done } = await open();
    await update(world, ada, { active: set(false) });
    const [refusal] = await refusalsOf(() => refresh(world.context, done.refreshToken));
    expect([{ code: 'account-inactive', reason: 'disabled', until: null }, gone[0]]).toContainEqual(refusal);
  });

  test('goes on while somebody guesses: a lock keeps out who wants in, not who is in', async () => {
    const { world, ada, done } = await open();
    await update(world, ada, { locked: set(true) });
    expect((await refresh(world.context, done.refreshToken)).session.id).toBe(done.session.id);
  });

  test('goes on in the name of another organization of the user’s, and of no other', async () => {
    const { world, ada, done } = await open();
    const [one, two, other] = [await found(world, 'One', ada), await found(world, 'Two', ada), await found(world, 'x')];
    const first = await refresh(world.context, done.refreshToken, one);
    expect([first.standing?.organizationId, first.session.organizationId]).toEqual([one, one]);
    expect(await refusalsOf(() => refresh(world.context, first.refreshToken, other))).toMatchObject([
      { code: 'not-found', what: 'membership' },
    ]);
    const second = await refresh(world.context, first.refreshToken, two);
    expect((await refresh(world.context, second.refreshToken)).standing).toMatchObject({ organizationId: two });
  });
});
