// Second factors and lockout through Clerk's SDK, on both engines: brought along, verified once, taken away, guessed at.
import { beforeEach, describe, expect, test } from 'vitest';
import { codeAt, totpOf } from '../time-codes.ts';
import { changes, refusalOf, refused, stand, unique, wireOf } from './clerk.ts';
import { engines } from './engines.ts';

const password = 'correct horse battery 7!';
const totp = totpOf(1);
const moment = expect.any(Number);
/** The code of now; `steps` away from it. One beside it is good as well, and later than it. */
const code = (steps = 0) => codeAt(totp, Date.now() + steps * 30_000);
/** As long as a code, and never one. */
const wrong = 'wrong!';
const incorrect = { status: 422, errors: [{ code: 'totp_incorrect_code' }] };

describe.each(engines)('second factors on $name', (engine) => {
  const at = stand(engine);
  const users = () => at().clerk.users;
  let id = '';
  const changed = (act: () => Promise<unknown>, expected: Record<string, unknown>) => changes(at(), id, act, expected);
  const verify = (text: string) => users().verifyTOTP({ userId: id, code: text });
  const off = { totp_enabled: false, backup_code_enabled: false, two_factor_enabled: false };

  beforeEach(async () => {
    id = (await users().createUser({ username: unique(), password })).id;
  });

  test('createUser takes a TOTP secret and backup codes', async () => {
    const made = await users().createUser({ username: unique(), totpSecret: totp.secret, backupCodes: ['abcd-1234'] });
    expect([made.totpEnabled, made.backupCodeEnabled, made.twoFactorEnabled]).toEqual([true, true, true]);
    expect(wireOf(made)).toMatchObject({ mfa_enabled_at: moment, mfa_disabled_at: null });
    expect(JSON.stringify(made.raw)).not.toContain(totp.secret);
    id = made.id;
    expect(await verify(code())).toEqual({ verified: true, code_type: 'totp' });
    expect(await verify('ABCD 1234')).toEqual({ verified: true, code_type: 'backup_code' });
  });

  test('updateUser sets one, and a code of it is good once, as is the next', async () => {
    const on = { totp_enabled: true, two_factor_enabled: true, mfa_enabled_at: moment };
    await changed(() => users().updateUser(id, { totpSecret: totp.secret }), on);
    const [now, next] = [code(), code(1)];
    await changed(async () => expect(await verify(now)).toEqual({ verified: true, code_type: 'totp' }), {});
    expect(await refusalOf(() => verify(now))).toMatchObject(incorrect);
    expect(await verify(next)).toEqual({ verified: true, code_type: 'totp' });
    // Once a later one was used, none before it any more.
    expect(await refusalOf(() => verify(now))).toMatchObject(incorrect);
    expect(await refusalOf(() => verify(wrong))).toMatchObject(incorrect);
    expect(await refusalOf(() => verify('12345'))).toMatchObject({ errors: [{ code: 'totp_invalid_length' }] });
  });

  test('a backup code is good once, also when two ask at the same moment', async () => {
    await users().updateUser(id, { backupCodes: ['abcd1234', 'efgh5678'] });
    const both = await Promise.allSettled([verify('abcd1234'), verify('abcd1234')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await refusalOf(() => verify('abcd1234'))).toMatchObject(incorrect);
    expect(await verify('efgh5678')).toEqual({ verified: true, code_type: 'backup_code' });
    expect((await users().getUser(id)).backupCodeEnabled).toBe(true);
  });

  test('deleteUserTOTP and deleteUserBackupCodes each take one, disableUserMFA takes all', async () => {
    const both = { totpSecret: totp.secret, backupCodes: ['abcd1234'] };
    await users().updateUser(id, both);
    await changed(async () => expect(await users().deleteUserTOTP(id)).toEqual({ user_id: id }), {
      totp_enabled: false,
    });
    expect(await refusalOf(() => verify(code()))).toMatchObject(incorrect);
    await users().unlockUser(id);
    await changed(async () => expect(await users().deleteUserBackupCodes(id)).toEqual({ user_id: id }), {
      ...off,
      mfa_disabled_at: moment,
    });
    await refused(at(), id, () => verify('abcd1234'), { status: 400, code: 'totp_disabled' });
    await users().updateUser(id, both);
    await changed(async () => expect(await users().disableUserMFA(id)).toEqual({ user_id: id }), {
      ...off,
      mfa_disabled_at: moment,
    });
    await refused(at(), id, () => verify('abcd1234'), { status: 400, code: 'totp_disabled' });
  });

  test('wrong guesses count down to a lock, unlockUser lets in again', async () => {
    await users().updateUser(id, { totpSecret: totp.secret });
    const left = async () => wireOf(await users().getUser(id)).verification_attempts_remaining;
    expect(await left()).toBe(10);
    for (let guesses = 1; guesses <= 10; guesses++) {
      const guess = () => (guesses % 2 === 0 ? verify(wrong) : users().verifyPassword({ userId: id, password: 'x' }));
      expect((await refusalOf(guess)).status).toBe(422);
      expect(await left()).toBe(10 - guesses);
    }
    const locked = await users().getUser(id);
    expect([locked.locked, locked.banned]).toEqual([true, false]);
    expect(wireOf(locked).lockout_expires_in_seconds).toBeGreaterThan(3500);
    const right = [() => verify(code()), () => users().verifyPassword({ userId: id, password })];
    for (const call of right) {
      expect(await refusalOf(call)).toMatchObject({ status: 403, errors: [{ code: 'user_locked' }] });
    }
    const free = { locked: false, lockout_expires_in_seconds: null, verification_attempts_remaining: 10 };
    await changed(() => users().unlockUser(id), free);
    expect(await users().verifyPassword({ userId: id, password })).toEqual({ verified: true });
    expect(await verify(code())).toMatchObject({ verified: true });
  });

  test('a right guess forgets the wrong ones before it', async () => {
    for (let round = 0; round < 3; round++) {
      for (let guesses = 0; guesses < 4; guesses++) {
        expect((await refusalOf(() => users().verifyPassword({ userId: id, password: 'x' }))).status).toBe(422);
      }
      expect(await users().verifyPassword({ userId: id, password })).toEqual({ verified: true });
    }
    expect(wireOf(await users().getUser(id))).toMatchObject({ locked: false, verification_attempts_remaining: 10 });
  });
});
