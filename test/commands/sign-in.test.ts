// Tests of signing in: by what, with what, and what those learn who guess.

import { describe, expect, test } from 'vitest';
import { createBackupCodes } from '../../src/core/commands/create-backup-codes.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { verifyPassword } from '../../src/core/commands/verify-password.ts';
import { set, type UserPatch } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import { codeAt, totpOf } from '../time-codes.ts';
import { appKey, idOf, listChange, patch, selfOf, wish } from '../users.ts';
import { anybody, enter, facts, openEntrance, password, refused, three, wrong } from './entrance.ts';
import {
  add,
  allSessions,
  everything,
  expectRefused,
  historyOf,
  oldDigest,
  openWorld,
  refusalsOf,
  type World,
} from './world.ts';

const byId = ({ id }: User) => ({ by: 'id', id }) as const;

const update = (world: World, one: User, wanted: Partial<UserPatch>) =>
  updateUser(world.context, byId(one), patch(wanted), { system: false, ifRev: null });

describe('getting in', () => {
  test.each(['adalove', 'ADALOVE', 'ada@example.com', 'Ada@EXAMPLE.com', '+12133734253', '+1 (213) 373-4253'])(
    'as %s',
    async (identifier) => {
      const { world, ada } = await openEntrance();
      const { user, session } = await enter(world, identifier);
      expect(user).toEqual({
        ...ada,
        activity: {
          lastSignInAt: world.clock.now,
          lastActiveAt: world.clock.now,
          signInCount: 1,
          failedAttempts: 0,
          failedUntil: null,
          failedAt: null,
          failedFrom: null,
        },
      });
      expect(session).toMatchObject({ userId: ada.id, method: 'password', status: 'active', ...facts });
      expect(await allSessions(world)).toEqual([session]);
      expect((await historyOf(world, ada.id)).map(({ type }) => type)).toEqual(['user.created', 'session.created']);
    },
  );

  test.each([
    'kept@example.com',
    'claimed@example.com',
    '+12133734254',
    '+12133734255',
    '',
    'ada',
    'adalove\0',
    '\ud800',
  ])('not as %j: unproven, or nobody', async (identifier) => {
    const { world } = await openEntrance();
    await expectRefused(world, () => enter(world, identifier), { code: 'wrong-credentials' });
    expect(world.work).toMatchObject({ decoys: 1, verified: 0 });
  });

  test('not by other names', async () => {
    const { world, ada } = await openEntrance({}, { externalId: set('external') });
    for (const identifier of ['external', ada.id, String(ada.serial)]) {
      expect(await refused(world, identifier, 'correct horse')).toEqual(wrong);
    }
  });

  test('with an old digest makes a better one, also with a backup code beside it', async () => {
    const { world, ada } = await openEntrance(
      {},
      { password: oldDigest('correct horse'), backupCodes: set(['only-one']) },
    );
    await enter(world, 'adalove', 'correct horse', { code: 'only-one' });
    const stored = await world.ports.store.loadUser('default', byId(ada));
    const secrets = world.ports.vault.open(stored?.secrets ?? null, `user/default/${ada.id}`);
    expect(secrets.passwords.map(({ scheme }) => scheme)).toEqual(['new']);
    expect(secrets.backupCodes).toEqual([]);
  });

  test('forgets the failed attempts before', async () => {
    const { world, ada } = await openEntrance({ lockout: three });
    for (let round = 0; round < 3; round++) {
      for (const _ of [1, 2]) expect(await refused(world, 'adalove')).toEqual(wrong);
      expect((await enter(world, 'adalove')).user.activity.failedAttempts).toBe(0);
    }
    expect((await world.ports.store.loadUser('default', byId(ada)))?.user.lockedAt).toBe(null);
  });

  test('for built-in accounts only when they are meant', async () => {
    const world = await openWorld({ lockout: three });
    const admin = { by: 'id', id: idOf(1) } as const;
    await updateUser(world.context, admin, patch({ password }), { system: true, ifRev: null });
    expect(await refused(world, 'Admin', 'correct horse')).toEqual(wrong);
    expect((await enter(world, 'Admin', 'correct horse', { system: true })).user.id).toBe(idOf(1));
  });

  test.each([appKey, selfOf(idOf(77))])('is not for %j', async (actor) => {
    const { world } = await openEntrance();
    const refusal = { code: 'forbidden', action: 'session.sign-in' };
    await expectRefused(world, () => enter(world, 'adalove', 'correct horse', { actor }), refusal);
    expect(world.work).toMatchObject({ decoys: 0, verified: 0 });
  });
});

describe('a second factor', () => {
  const totp = totpOf(1);

  test('is asked for once the password is right, and begins no session before', async () => {
    const { world } = await openEntrance({}, { totp: set(totp) });
    const code = codeAt(totp, world.clock.now);
    await expectRefused(world, () => enter(world, 'adalove'), { code: 'verification-required', of: 'second-factor' });
    expect(await refused(world, 'adalove', 'wrong')).toEqual(wrong);
    expect(await refused(world, 'adalove', 'wrong', { code })).toEqual(wrong);
    expect(await refused(world, 'adalove', 'correct horse', { code: 'wrong' })).toEqual([
      { code: 'code-rejected', reason: 'wrong' },
    ]);
    expect(await allSessions(world)).toEqual([]);
    const { session } = await enter(world, 'adalove', 'correct horse', { code });
    expect(session.method).toBe('password+totp');
    expect(await refused(world, 'adalove', 'correct horse', { code })).toEqual([
      { code: 'code-rejected', reason: 'used' },
    ]);
    expect(await allSessions(world)).toEqual([session]);
  });

  test('a code without the right password is not used up', async () => {
    const { world } = await openEntrance({}, { totp: set(totp) });
    const code = codeAt(totp, world.clock.now);
    await refused(world, 'adalove', 'wrong', { code });
    expect((await enter(world, 'adalove', 'correct horse', { code })).session.method).toBe('password+totp');
  });

  test('may be a backup code', async () => {
    const { world, ada } = await openEntrance();
    const [code = ''] = await createBackupCodes(world.context, byId(ada), { system: false });
    const { session, user } = await enter(world, 'adalove', 'correct horse', { code });
    expect(session.method).toBe('password+backup-code');
    expect(user.credentials.backupCodes?.remaining).toBe(9);
    expect(await refused(world, 'adalove', 'correct horse', { code })).toMatchObject([{ code: 'code-rejected' }]);
  });

  test('wrong codes lock like wrong passwords, and the right password alone forgets none of them', async () => {
    const { world } = await openEntrance({ lockout: three }, { totp: set(totp) });
    for (let round = 0; round < 3; round++) {
      expect(await refused(world, 'adalove', 'correct horse')).toMatchObject([{ code: 'verification-required' }]);
      expect(await refused(world, 'adalove', 'correct horse', { code: 'wrong' })).toMatchObject([
        { code: 'code-rejected' },
      ]);
    }
    const code = codeAt(totp, world.clock.now);
    expect(await refused(world, 'adalove', 'correct horse', { code })).toMatchObject([{ code: 'too-many-attempts' }]);
  });

  test('that no code can prove is said to be none', async () => {
    const phones = listChange({ add: [wish('+12133734253', { secondFactor: true })] });
    const { world } = await openEntrance({}, { phones });
    expect(await refused(world, 'adalove', 'correct horse')).toMatchObject([{ code: 'verification-required' }]);
    expect(await refused(world, 'adalove', 'correct horse', { code: '123456' })).toEqual([
      { code: 'no-credential', what: 'second-factor' },
    ]);
    expect(await allSessions(world)).toEqual([]);
  });

  test('a code that nobody asked for does no harm', async () => {
    const { world } = await openEntrance();
    expect((await enter(world, 'adalove', 'correct horse', { code: '123456' })).session.method).toBe('password');
  });
});

describe('what is told', () => {
  test.each([
    ['banned', { banned: set(true) }],
    ['disabled', { active: set(false) }],
  ] as const)('that somebody is %s: to who knows the password, and to nobody else', async (reason, change) => {
    const { world, ada } = await openEntrance();
    await update(world, ada, change);
    expect(await refused(world, 'adalove')).toEqual(wrong);
    const refusal = { code: 'account-inactive', reason, until: null };
    expect(await refused(world, 'adalove', 'correct horse')).toEqual([refusal]);
    expect(await allSessions(world)).toEqual([]);
  });

  test('the same of somebody unknown, without a password, and with another; at the same cost', async () => {
    const { world } = await openEntrance();
    await add(world, { username: set('bo_only') });
    const before = await everything(world);
    for (const [identifier, work] of [
      ['nobody', { decoys: 1, verified: 0 }],
      ['nobody@example.com', { decoys: 2, verified: 0 }],
      ['bo_only', { decoys: 3, verified: 0 }],
      ['adalove', { decoys: 3, verified: 1 }],
    ] as const) {
      expect(await refused(world, identifier)).toEqual(wrong);
      expect(world.work).toMatchObject(work);
    }
    const after = await everything(world);
    expect(after.sessions).toEqual(before.sessions);
    expect(after.history).toEqual(before.history);
  });

  test('of a lock: the truth to a key; to anybody what is told of nobody, whatever the password', async () => {
    const { world, ada } = await openEntrance({ lockout: three });
    for (const _ of [1, 2, 3]) await refusalsOf(() => verifyPassword(world.context, byId(ada), 'wrong'));
    const { verified } = world.work;
    const until = world.clock.now + 3_600_000;
    const blocked = [{ code: 'too-many-attempts', retryAfterMs: 3_600_000 }];
    const entry = { actor: anybody(null) };
    for (const identifier of ['adalove', 'ada@example.com', '+12133734253']) {
      for (const plain of ['wrong', 'correct horse']) {
        expect(await refused(world, identifier, plain)).toEqual([
          { code: 'account-inactive', reason: 'locked', until },
        ]);
      }
      for (const plain of ['wrong', 'correct horse', 'wrong']) {
        expect(await refused(world, identifier, plain, entry)).toEqual(wrong);
      }
      expect(await refused(world, identifier, 'correct horse', entry)).toEqual(blocked);
    }
    expect(world.work.verified).toBe(verified);
  });
});
