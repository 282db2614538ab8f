// What WorkOS' SDK does with codes and links that go out by mail.
import { describe, expect, test } from 'vitest';
import { send, stand, unique } from './clerk.ts';
import { codeIn, mailTo } from './mails.ts';
import { cases, clerkIdOf, clientId, knowsPassword, refusalOf } from './workos.ts';

const password = 'correct horse battery 7!';
const other = 'another staple 8?';
const nobody = 'nobody@example.com';

describe.each(cases)('codes and links by mail, with the SDK $version on $name', ({ engine, create }) => {
  const at = stand(engine);
  const users = () => create(at().server.url).userManagement;
  const fresh = (): string => `${unique()}@example.com`;
  const signIn = (email: string, plain = password) =>
    users().authenticateWithPassword({ clientId, email, password: plain });
  const verified = async (email = fresh()) => await users().createUser({ email, password, emailVerified: true });

  test('verify an address', async () => {
    const email = fresh();
    const { id } = await users().createUser({ email });
    const { user } = await users().sendVerificationEmail({ userId: id });
    expect(user.id).toBe(id);
    const code = codeIn(await mailTo(at().place, email));
    const wrong = code === '000000' ? '000001' : '000000';
    const confirm = (value: string) => users().verifyEmail({ userId: id, code: value });
    expect(await refusalOf(() => confirm(wrong))).toMatchObject({
      status: 400,
      code: 'email_verification_code_incorrect',
    });
    expect((await confirm(code)).user.emailVerified).toBe(true);
    expect(await refusalOf(() => confirm(code))).toMatchObject({ code: 'email_previously_verified' });
    expect(await refusalOf(() => users().sendVerificationEmail({ userId: id }))).toMatchObject({
      status: 400,
      code: 'email_already_verified',
    });
  });

  test('sign in by magic code, once', async () => {
    const email = fresh();
    const magic = await users().createMagicAuth({ email });
    expect(magic).toMatchObject({ email, code: expect.stringMatching(/^\d{6}$/), userId: expect.any(String) });
    expect(await users().getMagicAuth(magic.id)).toMatchObject({ id: magic.id, code: magic.code });
    expect(await mailTo(at().place, email)).toContain(magic.code);
    const go = (code: string, who = email) => users().authenticateWithMagicAuth({ clientId, email: who, code });
    const wrong = magic.code === '000000' ? '000001' : '000000';
    expect(await refusalOf(() => go(wrong))).toMatchObject({ code: 'invalid_one_time_code' });
    expect(await refusalOf(() => go(magic.code, nobody))).toMatchObject({ code: 'invalid_one_time_code' });
    const races = await Promise.allSettled(Array.from({ length: 5 }, () => go(magic.code)));
    const won = races.flatMap((race) => (race.status === 'fulfilled' ? [race.value] : []));
    expect(won).toHaveLength(1);
    expect(won[0]).toMatchObject({
      user: { id: magic.userId, emailVerified: true },
      authenticationMethod: 'MagicAuth',
    });
    expect(await refusalOf(() => go(magic.code))).toMatchObject({ code: 'one_time_code_previously_used' });
  });

  test('reset a password, which ends all sessions', async () => {
    const email = fresh();
    const { id } = await users().createUser({ email, password });
    const reset = await users().createPasswordReset({ email });
    expect(reset).toMatchObject({
      userId: id,
      email,
      passwordResetUrl: expect.stringContaining(reset.passwordResetToken),
    });
    expect(await users().getPasswordReset(reset.id)).toMatchObject({ passwordResetToken: reset.passwordResetToken });
    const token = reset.passwordResetToken;
    expect(await refusalOf(() => users().resetPassword({ token, newPassword: 'short' }))).toMatchObject({
      status: 400,
      code: 'password_reset_error',
    });
    const { user } = await users().resetPassword({ token, newPassword: other });
    expect(user).toMatchObject({ id, emailVerified: true });
    const first = await signIn(email, other);
    expect(await refusalOf(() => users().resetPassword({ token, newPassword: other }))).toMatchObject({
      status: 404,
      code: 'password_reset_token_not_found',
    });
    expect(await knowsPassword(at(), await clerkIdOf(at(), email), other)).toBe(true);
    const again = await users().createPasswordReset({ email });
    await users().resetPassword({ token: again.passwordResetToken, newPassword: password });
    expect((await users().listSessions(id)).data).toEqual([]);
    const refresh = () => users().authenticateWithRefreshToken({ clientId, refreshToken: first.refreshToken });
    expect(await refusalOf(refresh)).toMatchObject({ status: 400 });
    expect(await refusalOf(() => users().createPasswordReset({ email: nobody }))).toMatchObject({ status: 404 });
  });

  test('change an address once the new one is proven', async () => {
    const [email, next] = [fresh(), fresh()];
    const { id } = await verified(email);
    const ask = async (path: string, body: object) => {
      const { status, body: answer } = await send(
        at(),
        'POST',
        `/user_management/users/${id}/email_change/${path}`,
        body,
      );
      return [status, answer] as const;
    };
    expect(await ask('confirm', { code: '123456' })).toMatchObject([409, { code: 'no_pending_email_change' }]);
    expect(await ask('send', { new_email: email })).toMatchObject([409, { code: 'email_change_not_needed' }]);
    expect(await ask('send', { new_email: 'none' })).toMatchObject([422, { code: 'invalid_email' }]);
    const taken = await verified();
    expect(await ask('send', { new_email: taken.email })).toMatchObject([409, { code: 'email_not_available' }]);
    expect(await ask('send', { new_email: next })).toMatchObject([
      200,
      { object: 'email_change', new_email: next, user: { id, email } },
    ]);
    const code = codeIn(await mailTo(at().place, next));
    const wrong = code === '000000' ? '000001' : '000000';
    expect(await ask('confirm', { code: wrong })).toMatchObject([400, { code: 'email_change_code_incorrect' }]);
    expect((await users().getUser(id)).email).toBe(email);
    expect(await ask('confirm', { code })).toMatchObject([
      200,
      { object: 'email_change_confirmation', user: { email: next, email_verified: true } },
    ]);
    expect(await ask('confirm', { code })).toMatchObject([409, { code: 'email_change_code_previously_used' }]);
  });

  test('go out three times a minute at most', async () => {
    const email = fresh();
    const ask = async () => (await send(at(), 'POST', '/user_management/magic_auth', { email })).status;
    for (let count = 0; count < 3; count++) expect(await ask()).toBe(201);
    expect(await ask()).toBe(429);
  });
});
