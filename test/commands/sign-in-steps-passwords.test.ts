// Tests of sign-ins that began with a password which is another now: they lead nowhere.

import { describe, expect, test } from 'vitest';
import { refreshSession } from '../../src/core/commands/refresh-session.ts';
import { clear, set } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import { codeOf, first, read, update } from './factors.ts';
import {
  byCode,
  byPassword,
  found,
  magicCode,
  openLadder,
  person,
  reset,
  resetToken,
  signIn,
  stepOf,
  withFactor,
  withOrganization,
} from './visitors.ts';
import { allSessions, openWorld, refusalsOf, type World } from './world.ts';

const address = 'ada@example.com';
const gone = [{ code: 'session-gone' }];

describe('a password that somebody else set', () => {
  test('is gone, with sessions and second factors, once a code proves the address it was set for', async () => {
    const world = await openWorld(signIn({ requireVerifiedEmail: false }));
    const ada = await person(world, address, false, { totp: set(first), backupCodes: set(['abcd1234']) });
    const { token } = await stepOf(() => byPassword(world, address));
    const thief = await withFactor(world, token, codeOf(world, first));
    const owner = await byCode(world, address, await magicCode(world, address));
    expect(owner.session.status).toBe('active');
    expect((await read(world, ada)).credentials).toMatchObject({ password: null, totp: null, backupCodes: null });
    const key = { token: thief.refreshToken, organizationId: null, clientId: 'client' };
    expect(await refusalsOf(() => refreshSession(world.context, key))).toEqual(gone);
    expect(await refusalsOf(() => byPassword(world, address))).toEqual([{ code: 'wrong-credentials' }]);
    expect((await allSessions(world)).filter(({ status }) => status === 'active')).toMatchObject([
      { id: owner.session.id },
    ]);
  });

  test('is no way on for a sign-in that began with it', async () => {
    const world = await openWorld();
    const ada = await person(world, address, false);
    const organization = await found(world, 'One', ada);
    const { token } = await stepOf(() => byPassword(world, address));
    await byCode(world, address, await magicCode(world, address));
    expect(await refusalsOf(() => withOrganization(world, token, organization))).toEqual([
      { code: 'code-rejected', reason: 'expired' },
    ]);
  });

  test('of a proven address stays with a code, and so do sessions', async () => {
    const world = await openWorld();
    await person(world, address);
    const { session } = await byPassword(world, address);
    await byCode(world, address, await magicCode(world, address));
    expect((await byPassword(world, address)).session.id).not.toBe(session.id);
    expect((await allSessions(world)).map(({ status }) => status)).toEqual(['active', 'active', 'active']);
  });
});

describe('a new password', () => {
  test.each<[string, (world: World, ada: User) => Promise<unknown>]>([
    ['by mail', async (world) => reset(world, await resetToken(world, address))],
    [
      'by a key',
      (world, ada) =>
        update(world, ada, {
          password: { op: 'set', plain: 'a new long phrase', checks: 'enforce', preHash: 'none' },
        }),
    ],
    ['or none, by a key', (world, ada) => update(world, ada, { password: clear })],
  ])('%s ends what began with the old one', async (_how, change) => {
    const { world, ada, organizations } = await openLadder(signIn({ requireVerifiedEmail: false }));
    const one = await stepOf(() => byPassword(world, address));
    const { token } = await stepOf(() => withFactor(world, one.token, codeOf(world, first)));
    world.clock.now += 1;
    await change(world, ada);
    expect(await refusalsOf(() => withOrganization(world, token, organizations[0]))).toEqual([
      { code: 'code-rejected', reason: 'expired' },
    ]);
    expect(await allSessions(world)).toEqual([]);
  });
});
