// Second factors and failed attempts: codes are good once, secrets go with their factor, and guessing ends in a lock.
import { hashSync } from '@node-rs/bcrypt';
import { beforeEach, describe, expect, test } from 'vitest';
import { codeAt, totpOf } from '../../time-codes.ts';
import { expectErrors, usePlace } from './harness.ts';

const clock = { now: Date.UTC(2027, 0, 1) };
const place = usePlace(() => clock.now);
const password = 'a rather long one';
const second = 1000;
const totp = totpOf(1);

beforeEach(() => {
  // A new minute: no code of the test before is asked for again.
  clock.now += 60 * second;
});

const code = (atMs = clock.now) => codeAt(totp, atMs);
const wrong = () => code(clock.now - 3_600_000);
const verify = (id: string, text: string) => place.call('POST', `/users/${id}/verify_totp`, { code: text });
const guess = (id: string, text = 'not the one') =>
  place.call('POST', `/users/${id}/verify_password`, { password: text });

/** The factors of a user as the record says and as the store keeps them. */
async function factorsOf(id: string) {
  const user = await place.get(id);
  const { ports } = place.app;
  const reference = place.app.host.readUserId(id);
  if (reference?.by !== 'id') throw new Error('no id');
  const stored = await ports.store.loadUser('default', reference);
  const { totp, enrolling, backupCodes } = ports.vault.open(stored?.secrets ?? null, `user/default/${reference.id}`);
  return {
    shown: [user.totp_enabled, user.backup_code_enabled, user.two_factor_enabled],
    kept: [totp !== null || enrolling !== null, backupCodes.length],
    dates: [user.mfa_enabled_at, user.mfa_disabled_at],
  };
}

describe('TOTP', () => {
  test.each(['create', 'update'])('%s takes a secret; its codes are good once, near their time', async (how) => {
    const body = { totp_secret: totp.secret };
    const user = await place.user(how === 'create' ? body : {});
    if (how === 'update') expect((await place.call('PATCH', `/users/${user.id}`, body)).status).toBe(200);
    expect(await factorsOf(user.id)).toMatchObject({ shown: [true, false, true], dates: [clock.now, null] });
    expectErrors(await verify(user.id, code(clock.now - 90 * second)), 422, ['totp_incorrect_code']);
    expectErrors(await verify(user.id, code(clock.now + 90 * second)), 422, ['totp_incorrect_code']);
    expectErrors(await verify(user.id, wrong()), 422, ['totp_incorrect_code']);
    const answer = await verify(user.id, code());
    expect([answer.status, answer.body]).toEqual([200, { verified: true, code_type: 'totp' }]);
    expectErrors(await verify(user.id, code()), 422, ['totp_incorrect_code']);
    expectErrors(await verify(user.id, code(clock.now - 30 * second)), 422, ['totp_incorrect_code']);
    expect((await verify(user.id, code(clock.now + 30 * second))).status).toBe(200);
  });

  test('a code of another length is told so, unless it may be a backup code', async () => {
    const user = await place.user({ totp_secret: totp.secret });
    for (const text of ['', '12345', '1234567', 'abc']) {
      expectErrors(await verify(user.id, text), 422, ['totp_invalid_length']);
    }
    expectErrors(await verify(user.id, 'abcdef'), 422, ['totp_incorrect_code']);
    await place.call('PATCH', `/users/${user.id}`, { backup_codes: ['abcd1234'] });
    expectErrors(await verify(user.id, '12345'), 422, ['totp_incorrect_code']);
  });

  test('a new secret takes the place of the old', async () => {
    const user = await place.user({ totp_secret: totpOf(2).secret });
    await place.call('PATCH', `/users/${user.id}`, { totp_secret: totp.secret });
    expectErrors(await verify(user.id, codeAt(totpOf(2), clock.now)), 422, ['totp_incorrect_code']);
    expect((await verify(user.id, code())).status).toBe(200);
  });
});

describe('backup codes', () => {
  test('in clear or as bcrypt digests are each good once', async () => {
    const digest = hashSync('zyxw-9876', 4);
    const user = await place.user({ backup_codes: ['Abcd-1234', digest] });
    expect(await factorsOf(user.id)).toMatchObject({ shown: [false, true, true], kept: [false, 2] });
    for (const text of ['abcd 1234', 'zyxw-9876']) {
      expect((await verify(user.id, text)).body).toEqual({ verified: true, code_type: 'backup_code' });
      expectErrors(await verify(user.id, text), 422, ['totp_incorrect_code']);
    }
    expectErrors(await verify(user.id, digest), 422, ['totp_incorrect_code']);
    expect(await factorsOf(user.id)).toMatchObject({ kept: [false, 0] });
  });

  test('stand beside TOTP', async () => {
    const user = await place.user({ totp_secret: totp.secret, backup_codes: ['abcd1234'] });
    expect((await verify(user.id, 'abcd1234')).body.code_type).toBe('backup_code');
    expect((await verify(user.id, code())).body.code_type).toBe('totp');
  });
});

describe('removal', () => {
  test.each([
    ['totp', [false, true, true], [false, 2], false],
    ['backup_code', [true, false, true], [true, 0], false],
    ['mfa', [false, false, false], [false, 0], true],
  ] as const)('%s takes the secrets along', async (what, shown, kept, last) => {
    const user = await place.user({
      totp_secret: totp.secret,
      backup_codes: ['abcd1234', 'efgh5678'],
    });
    const enabledAt = clock.now;
    clock.now += 5 * second;
    const removed = await place.call('DELETE', `/users/${user.id}/${what}`);
    expect([removed.status, removed.body]).toEqual([200, { user_id: user.id }]);
    expect(await factorsOf(user.id)).toEqual({ shown, kept, dates: [enabledAt, last ? clock.now : null] });
    if (what !== 'backup_code') expect((await verify(user.id, code())).status).toBeGreaterThanOrEqual(400);
    if (what !== 'totp') expect((await verify(user.id, 'abcd1234')).status).toBeGreaterThanOrEqual(400);
    await place.call('POST', `/users/${user.id}/unlock`);
    await place.unchanged(user.id, () => place.call('DELETE', `/users/${user.id}/${what}`));
  });

  test('mfa takes telephones out of duty as well', async () => {
    const user = await place.user({ phone_number: ['+14155552690'], backup_codes: ['abcd1234'] });
    const phone = user.phone_numbers[0].id;
    await place.call('PATCH', `/phone_numbers/${phone}`, { reserved_for_second_factor: true });
    await place.call('DELETE', `/users/${user.id}/mfa`);
    const after = await place.get(user.id);
    expect(after.phone_numbers[0]).toMatchObject({ reserved_for_second_factor: false, default_second_factor: false });
    expect(after.two_factor_enabled).toBe(false);
  });

  test('of the last factor leaves nothing to verify', async () => {
    const user = await place.user({ totp_secret: totp.secret });
    await place.call('DELETE', `/users/${user.id}/totp`);
    expectErrors(await verify(user.id, code()), 400, ['totp_disabled']);
  });
});

describe('failed attempts', () => {
  const left = async (id: string) => (await place.get(id)).verification_attempts_remaining;

  test('count down, whatever was guessed, until all of a sign-in is right, or somebody unlocks', async () => {
    const user = await place.user({ password, totp_secret: totp.secret });
    expect(await left(user.id)).toBe(10);
    await guess(user.id);
    await verify(user.id, wrong());
    expect(await left(user.id)).toBe(8);
    expect((await place.get(user.id)).updated_at).toBe(user.updated_at);
    // Half of what a sign-in takes forgives nothing, or the other half could be guessed for ever.
    expect((await guess(user.id, password)).status).toBe(200);
    expect(await left(user.id)).toBe(8);
    expect((await verify(user.id, code())).status).toBe(200);
    expect(await left(user.id)).toBe(8);
    await place.call('POST', `/users/${user.id}/unlock`);
    expect(await left(user.id)).toBe(10);
  });

  test('lock at the tenth; then nothing is verified, not even what is right', async () => {
    const user = await place.user({ password, totp_secret: totp.secret, backup_codes: ['abcd1234'] });
    for (let index = 0; index < 9; index += 1) expectErrors(await guess(user.id), 422, ['incorrect_password']);
    expect(await place.get(user.id)).toMatchObject({ locked: false, verification_attempts_remaining: 1 });
    expectErrors(await verify(user.id, wrong()), 422, ['totp_incorrect_code']);
    const locked = {
      locked: true,
      verification_attempts_remaining: 0,
      lockout_expires_in_seconds: 3600,
      banned: false,
    };
    expect(await place.get(user.id)).toMatchObject(locked);
    await place.unchanged(user.id, async () => {
      expectErrors(await guess(user.id, password), 403, ['user_locked']);
      expectErrors(await verify(user.id, 'abcd1234'), 403, ['user_locked']);
      return await verify(user.id, code());
    });
    expectErrors(await place.call('POST', '/sessions', { user_id: user.id }), 403, ['user_locked']);
    const unlocked = await place.call('POST', `/users/${user.id}/unlock`);
    expect(unlocked.body).toMatchObject({ locked: false, verification_attempts_remaining: 10 });
    expect((await guess(user.id, password)).status).toBe(200);
    expect((await verify(user.id, code())).status).toBe(200);
  });

  test('a lock that has run out says so at once, before anybody tries again', async () => {
    const user = await place.user({ password });
    for (let index = 0; index < 10; index += 1) await guess(user.id);
    clock.now += 3_600_000 - second;
    expect(await place.get(user.id)).toMatchObject({ locked: true, lockout_expires_in_seconds: 1 });
    clock.now += second;
    const free = { locked: false, lockout_expires_in_seconds: null, verification_attempts_remaining: 10 };
    expect(await place.get(user.id)).toMatchObject(free);
    expectErrors(await guess(user.id), 422, ['incorrect_password']);
    expect(await place.get(user.id)).toMatchObject({ ...free, verification_attempts_remaining: 9 });
  });

  test('ten at once, and a right one among the next: no more are tried than the realm allows', async () => {
    const user = await place.user({ password });
    const answers = await Promise.all(Array.from({ length: 14 }, () => guess(user.id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(4).fill(403), ...Array(10).fill(422)]);
  });

  test('are not made by calls that cannot succeed', async () => {
    const user = await place.user({ password });
    await verify(user.id, '123456');
    await place.call('POST', `/users/${user.id}/verify_password`, {});
    expect(await left(user.id)).toBe(10);
    expect(await left((await place.user()).id)).toBe(10);
  });
});
