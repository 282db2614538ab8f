// What WorkOS' SDK does to sign people in: passwords, addresses to prove, refresh tokens, sealed sessions.
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { send, stand, unique } from './clerk.ts';
import { mailTo } from './mails.ts';
import { secretKey } from './server.ts';
import { type Client, cases, clerkIdOf, clientId, refusalOf, type Told } from './workos.ts';
import { workosDigests } from './workos-digests.ts';

const password = 'correct horse battery 7!';
const nobody = 'nobody@example.com';

describe.each(cases)('the SDK $version on $name', ({ engine, create }) => {
  const at = stand(engine);
  const client = (): Client => create(at().server.url);
  const users = () => client().userManagement;
  const fresh = (): string => `${unique()}@example.com`;
  const signIn = (email: string, plain = password) =>
    users().authenticateWithPassword({ clientId, email, password: plain });
  const verified = async (email = fresh()) => await users().createUser({ email, password, emailVerified: true });

  /** What a step-up tells beside its code. */
  const stepOf = async (call: () => Promise<unknown>): Promise<Record<string, unknown>> => {
    const error: unknown = await call().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'AuthenticationException' });
    return { ...Object(Object(error).rawData), code: Object(error).code };
  };
  const pendingOf = (step: Record<string, unknown>): string => String(step.pending_authentication_token);

  describe('authenticateWithPassword', () => {
    test('gives a session whose token anybody can check', async () => {
      const { id, email } = await verified();
      const answer = await signIn(email);
      expect(answer).toMatchObject({ user: { id, email }, authenticationMethod: 'Password' });
      expect(answer.organizationId).toBe(undefined);
      expect(answer.user.lastSignInAt).not.toBe(null);
      const keys = createRemoteJWKSet(new URL(users().getJwksUrl(clientId)));
      const { payload } = await jwtVerify(answer.accessToken, keys, { issuer: at().server.url, algorithms: ['RS256'] });
      expect(payload).toMatchObject({ sub: id, sid: expect.stringMatching(/^session_/), jti: expect.any(String) });
      expect(Number(payload.exp) - Number(payload.iat)).toBe(300);
      const { data } = await users().listSessions(id);
      expect(data.map((session) => [session.id, session.status, session.authMethod])).toEqual([
        [payload.sid, 'active', 'password'],
      ]);
      expect((await users().getUser(id)).lastSignInAt).toBe(answer.user.lastSignInAt);
    });

    test('tells whoever is wrong the same as of nobody', async () => {
      const { email } = await verified();
      const passwordless = fresh();
      await users().createUser({ email: passwordless, emailVerified: true });
      const told: Told[] = [];
      for (const [who, what] of [
        [email, 'wrong'],
        [nobody, password],
        [passwordless, password],
      ] as const)
        told.push(await refusalOf(() => signIn(who, what)));
      expect(told[0]).toMatchObject({ status: 400, code: 'invalid_credentials' });
      expect(new Set(told.map((each) => JSON.stringify(each))).size).toBe(1);
    });

    test('wants the client and its secret', async () => {
      const { email } = await verified();
      const body = { grant_type: 'password', client_id: clientId, email, password };
      const ask = async (more: object) => {
        const response = await send(at(), 'POST', '/user_management/authenticate', { ...body, ...more });
        return [response.status, response.body];
      };
      expect(await ask({})).toMatchObject([400, { error: 'invalid_client' }]);
      expect(await ask({ client_secret: 'sk_wrong' })).toMatchObject([400, { error: 'invalid_client' }]);
      expect(await ask({ client_id: 'client_other' })).toMatchObject([400, { error: 'invalid_client' }]);
      expect(await ask({ grant_type: 'none' })).toMatchObject([400, { error: 'invalid_request' }]);
      expect(await ask({ surprise: true })).toMatchObject([422, { code: 'invalid_request_parameters' }]);
    });

    test('locks who guesses, and a banned user stays out', async () => {
      const { id, email } = await verified();
      const body = { grant_type: 'password', client_id: clientId, client_secret: secretKey, email };
      const guess = async (plain: string) =>
        (await send(at(), 'POST', '/user_management/authenticate', { ...body, password: plain })).status;
      for (let count = 0; count < 10; count++) expect(await guess(`wrong ${count}`)).toBe(400);
      expect(await guess(password)).toBe(429);
      const banned = await verified();
      await at().clerk.users.banUser(await clerkIdOf(at(), banned.email));
      expect(await refusalOf(() => signIn(banned.email))).toMatchObject({ status: 400 });
      expect((await users().listSessions(id)).data).toEqual([]);
    });
  });

  test('a password imported in each type signs in', async () => {
    for (const each of workosDigests) {
      if (each.position !== null) continue;
      const email = fresh();
      const digest = { password_hash: each.digest, password_hash_type: each.type };
      const made = await send(at(), 'POST', '/user_management/users', { email, email_verified: true, ...digest });
      expect(made.status).toBe(201);
      expect((await signIn(email, each.plain)).user.email).toBe(email);
      expect(await refusalOf(() => signIn(email, `${each.plain}!`))).toMatchObject({ code: 'invalid_credentials' });
    }
  });

  test('an address that is not proven stops the sign-in until its code is shown', async () => {
    const email = fresh();
    const user = await users().createUser({ email, password });
    const step = await stepOf(() => signIn(email));
    expect(step).toMatchObject({ code: 'email_verification_required', email });
    const verification = await users().getEmailVerification(String(step.email_verification_id));
    expect(verification).toMatchObject({ userId: user.id, email, code: expect.stringMatching(/^\d{6}$/) });
    expect(await mailTo(at().place, email)).toContain(verification.code);
    const pendingAuthenticationToken = pendingOf(step);
    const resume = (code: string, token = pendingAuthenticationToken) =>
      users().authenticateWithEmailVerification({ clientId, code, pendingAuthenticationToken: token });
    const wrong = verification.code === '000000' ? '000001' : '000000';
    expect(await refusalOf(() => resume(wrong))).toMatchObject({ code: 'invalid_one_time_code' });
    expect(await refusalOf(() => resume(verification.code, 'none'))).toMatchObject({
      code: 'invalid_pending_authentication_token',
    });
    const answer = await resume(verification.code);
    expect(answer.user).toMatchObject({ id: user.id, emailVerified: true });
    expect(await refusalOf(() => resume(verification.code))).toMatchObject({
      code: 'invalid_pending_authentication_token',
    });
    expect((await signIn(email)).user.emailVerified).toBe(true);
  });

  describe('a refresh token', () => {
    const refresh = (refreshToken: string) => users().authenticateWithRefreshToken({ clientId, refreshToken });

    test('is good once, and tells of the user as it is now', async () => {
      const { id, email } = await verified();
      const first = await signIn(email);
      await users().updateUser({ userId: id, firstName: 'Grace' });
      const second = await refresh(first.refreshToken);
      expect(second.refreshToken).not.toBe(first.refreshToken);
      expect(second.user.firstName).toBe('Grace');
      expect(decodeJwt(second.accessToken).sid).toBe(decodeJwt(first.accessToken).sid);
      const third = await refresh(second.refreshToken);
      expect(await refusalOf(() => refresh(first.refreshToken))).toMatchObject({ status: 400 });
      expect(await refusalOf(() => refresh(third.refreshToken))).toMatchObject({ status: 400 });
      expect((await users().listSessions(id)).data).toEqual([]);
      expect(await refusalOf(() => refresh('none'))).toMatchObject({ status: 400 });
    });

    test('ends with its session', async () => {
      const { id, email } = await verified();
      const { refreshToken, accessToken } = await signIn(email);
      await users().revokeSession({ sessionId: String(decodeJwt(accessToken).sid) });
      expect(await refusalOf(() => refresh(refreshToken))).toMatchObject({ status: 400 });
      const again = await signIn(email);
      await at().clerk.users.deleteUser(await clerkIdOf(at(), email));
      expect(await refusalOf(() => refresh(again.refreshToken))).toMatchObject({ status: 400 });
      expect(await refusalOf(() => users().getUser(id))).toMatchObject({ status: 404 });
    });
  });

  test('a sealed session authenticates, refreshes and logs out', async () => {
    const { id, email } = await verified();
    const cookiePassword = 'a cookie password of more than 32 characters';
    const { sealedSession } = await users().authenticateWithPassword({
      ...{ clientId, email, password },
      session: { sealSession: true, cookiePassword },
    });
    const session = users().loadSealedSession({ sessionData: sealedSession ?? '', cookiePassword });
    expect(await session.authenticate()).toMatchObject({ authenticated: true, user: { id } });
    const refreshed = await session.refresh();
    expect(refreshed).toMatchObject({ authenticated: true });
    expect(await session.getLogoutUrl()).toContain('/user_management/sessions/logout?session_id=session_');
    await users().revokeSession({ sessionId: String(Object(refreshed).sessionId) });
    expect(await session.refresh()).toMatchObject({ authenticated: false, reason: 'invalid_grant' });
  });
});
