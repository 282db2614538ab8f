// What WorkOS' SDK does to sign people in by the hosted page, a second factor or an organization, and what the events tell of it.
import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { Browser, reachOver } from '../conformance/browser.ts';
import { codeAt, totpOf } from '../time-codes.ts';
import { send, stand, unique } from './clerk.ts';
import { cases, clientId, refusalOf } from './workos.ts';

const password = 'correct horse battery 7!';
const cookiePassword = 'a cookie password of more than 32 characters';
const redirectUri = 'http://localhost:3000/callback';
const device = 'urn:ietf:params:oauth:grant-type:device_code';

describe.each(cases)('the SDK $version on $name', ({ engine, create, sdk }) => {
  const at = stand(engine);
  const client = () => create(at().server.url);
  const users = () => client().userManagement;
  const fresh = (): string => `${unique()}@example.com`;
  const verified = () => users().createUser({ email: fresh(), password, emailVerified: true });
  const signIn = (email: string) => users().authenticateWithPassword({ clientId, email, password });
  const visit = async (url: string, email: string): Promise<URL> => {
    const page = await new Browser(reachOver(at().server.url)).open(url);
    return (await page.submit({ intent: 'password', email, password })).left;
  };

  /** What a step-up tells. */
  const stepOf = async (call: () => Promise<unknown>) => {
    const error: unknown = await call().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'AuthenticationException' });
    const told = { ...Object(Object(error).rawData) };
    return { code: Object(error).code, told, pendingAuthenticationToken: String(told.pending_authentication_token) };
  };

  beforeAll(async () => {
    const { status } = await send(at(), 'POST', '/user_management/redirect_uris', { uri: redirectUri });
    expect(status).toBe(201);
  });

  test('authenticateWithCode redeems what the hosted page gave, once, and seals the session', async () => {
    const { id, email } = await verified();
    const url = users().getAuthorizationUrl({ provider: 'authkit', clientId, redirectUri, state: 'a b' });
    const left = await visit(url, email);
    expect(`${left.origin}${left.pathname}`).toBe(redirectUri);
    expect(left.searchParams.get('state')).toBe('a b');
    const code = left.searchParams.get('code') ?? '';
    const session = { sealSession: true, cookiePassword };
    const answer = await users().authenticateWithCode({ clientId, code, session });
    expect(answer).toMatchObject({ user: { id, email }, authenticationMethod: 'Password' });
    const sealed = { sessionData: answer.sealedSession ?? '', cookiePassword };
    expect(await users().getSessionFromCookie(sealed)).toMatchObject({ user: { id } });
    expect(await users().authenticateWithSessionCookie(sealed)).toMatchObject({ authenticated: true, user: { id } });
    expect(await refusalOf(() => users().authenticateWithCode({ clientId, code }))).toMatchObject({
      ...{ name: 'OauthException', status: 400 },
    });
  });

  test('a public client proves itself by its verifier, and refreshes without a secret', async () => {
    const { id, email } = await verified();
    const { hostname, port } = new URL(at().server.url);
    const open = new sdk.WorkOS({ clientId, apiHostname: hostname, port: Number(port), https: false });
    const ask = () => open.userManagement.getAuthorizationUrlWithPKCE({ provider: 'authkit', clientId, redirectUri });
    const spoiled = await ask();
    const stolen = (await visit(spoiled.url, email)).searchParams.get('code') ?? '';
    const thief = { clientId, code: stolen, codeVerifier: 'x'.repeat(43) };
    expect(await refusalOf(() => open.userManagement.authenticateWithCodeAndVerifier(thief))).toMatchObject({
      ...{ name: 'OauthException', status: 400 },
    });
    const { url, state, codeVerifier } = await ask();
    const left = await visit(url, email);
    expect(left.searchParams.get('state')).toBe(state);
    const code = left.searchParams.get('code') ?? '';
    const answer = await open.userManagement.authenticateWithCodeAndVerifier({ clientId, code, codeVerifier });
    expect(answer.user.id).toBe(id);
    const { refreshToken } = answer;
    expect((await open.userManagement.authenticateWithRefreshToken({ clientId, refreshToken })).user.id).toBe(id);
  });

  test('authenticateWithTotp takes the code of an app, for a challenge of its own', async () => {
    const { id: userId, email } = await verified();
    const factors = client().multiFactorAuth;
    const enrolled = await factors.createUserAuthFactor({ userId, type: 'totp' });
    const { secret } = enrolled.authenticationFactor.totp;
    const codeOf = (steps: number) => codeAt({ ...totpOf(7), secret }, Date.now() + steps * 30_000);
    const opening = enrolled.authenticationChallenge.id;
    await factors.verifyChallenge({ authenticationChallengeId: opening, code: codeOf(-1) });
    const { code, told, pendingAuthenticationToken } = await stepOf(() => signIn(email));
    expect([code, told.user.id]).toEqual(['mfa_challenge', userId]);
    expect(told.authentication_factors).toEqual([{ id: enrolled.authenticationFactor.id, type: 'totp' }]);
    const challenge = await factors.challengeFactor({ authenticationFactorId: told.authentication_factors[0].id });
    const answerWith = (given: string) =>
      users().authenticateWithTotp({
        ...{ clientId, code: given, pendingAuthenticationToken, authenticationChallengeId: challenge.id },
      });
    const near = [-2, -1, 0, 1, 2].map(codeOf);
    const wrong = ['000000', '111111', '222222', '333333', '444444', '555555'].find((each) => !near.includes(each));
    expect(await refusalOf(() => answerWith(wrong ?? ''))).toMatchObject({ code: 'invalid_one_time_code' });
    expect((await answerWith(codeOf(0))).user.id).toBe(userId);
  });

  test('authenticateWithOrganizationSelection chooses, and a refresh changes, the organization', async () => {
    const { id: userId, email } = await verified();
    const ids: string[] = [];
    for (const roleSlug of ['admin', 'member']) {
      const { id: organizationId } = await client().organizations.createOrganization({ name: unique('Org') });
      await users().createOrganizationMembership({ userId, organizationId, roleSlug });
      ids.push(organizationId);
    }
    const [first = '', second = ''] = ids;
    const { code, told, pendingAuthenticationToken } = await stepOf(() => signIn(email));
    expect([code, told.user.id]).toEqual(['organization_selection_required', userId]);
    expect(told.organizations.map((each: { id: string }) => each.id).sort()).toEqual([...ids].sort());
    const { id: foreign } = await client().organizations.createOrganization({ name: unique('Org') });
    const select = (organizationId: string) =>
      users().authenticateWithOrganizationSelection({ clientId, pendingAuthenticationToken, organizationId });
    expect(await refusalOf(() => select(foreign))).toMatchObject({ name: 'OauthException', status: 400 });
    const chosen = await select(first);
    expect(chosen).toMatchObject({ user: { id: userId }, organizationId: first });
    expect(decodeJwt(chosen.accessToken)).toMatchObject({ org_id: first, role: 'admin', roles: ['admin'] });
    const { refreshToken } = chosen;
    const changed = await users().authenticateWithRefreshToken({ clientId, refreshToken, organizationId: second });
    expect(changed.organizationId).toBe(second);
    expect(decodeJwt(changed.accessToken)).toMatchObject({ org_id: second, role: 'member' });
  });

  test('an invitation is accepted on the way, and one that is revoked is told so', async () => {
    const { id: organizationId } = await client().organizations.createOrganization({ name: unique('Org') });
    const { id, email } = await verified();
    const [good, revoked] = [
      await users().sendInvitation({ email, organizationId }),
      await users().sendInvitation({ email: fresh() }),
    ];
    await users().revokeInvitation(revoked.id);
    const { code } = await users().createMagicAuth({ email });
    const over = revoked.token;
    const refusals = [
      () => users().createMagicAuth({ email, invitationToken: over }),
      () => users().authenticateWithPassword({ clientId, email, password, invitationToken: over }),
      () => users().authenticateWithMagicAuth({ clientId, email, code, invitationToken: over }),
    ];
    for (const call of refusals) {
      expect(await refusalOf(call)).toMatchObject({
        ...{ name: 'OauthException', status: 400, message: expect.stringContaining('invitation_invalid') },
      });
    }
    const answer = await users().authenticateWithMagicAuth({ clientId, email, code, invitationToken: good.token });
    expect(answer).toMatchObject({ user: { id }, organizationId });
    expect(await users().getInvitation(good.id)).toMatchObject({ state: 'accepted', acceptedUserId: id });
  });

  test('getLogoutUrl leads out, and back to the application', async () => {
    const { id, email } = await verified();
    const { accessToken, refreshToken } = await signIn(email);
    const sessionId = String(decodeJwt(accessToken).sid);
    const response = await fetch(users().getLogoutUrl({ sessionId, returnTo: redirectUri }), { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, redirectUri]);
    expect((await users().listSessions(id)).data).toEqual([]);
    expect(await refusalOf(() => users().authenticateWithRefreshToken({ clientId, refreshToken }))).toMatchObject({
      name: 'OauthException',
      status: 400,
    });
  });

  test('a device is let in by somebody elsewhere', async () => {
    const { id, email } = await verified();
    const start = await send(at(), 'POST', '/user_management/authorize/device', { client_id: clientId });
    const { device_code, user_code, verification_uri_complete } = Object(start.body);
    const poll = async () => {
      const body = { grant_type: device, client_id: clientId, device_code };
      return await send(at(), 'POST', '/user_management/authenticate', body, { authorization: '' });
    };
    expect(await poll()).toMatchObject({ status: 400, body: { error: 'authorization_pending' } });
    const page = await new Browser(reachOver(at().server.url)).open(verification_uri_complete);
    const asked = await (await page.submit({ userCode: user_code })).submit({ intent: 'password', email, password });
    await asked.submit({ intent: 'allow' });
    await expect
      .poll(async () => (await poll()).body, { timeout: 15_000, interval: 5100 })
      .toMatchObject({ user: { id } });
  }, 20_000);

  test('listEvents tells what happened, in pages', async () => {
    const { id, email } = await verified();
    await signIn(email);
    await users().deleteUser(id);
    const names = ['user.created', 'session.created', 'authentication.password_succeeded', 'user.deleted'] as const;
    const list = (more: object) => client().events.listEvents({ events: [...names], ...more });
    const mine = async () => {
      const { data } = await list({ limit: 100, order: 'desc' });
      return data.filter((each) => JSON.stringify(each.data).includes(id));
    };
    await expect.poll(async () => (await mine()).length, { timeout: 10_000 }).toBe(4);
    const told = (await mine()).toReversed();
    expect(told.map(({ event }) => event).sort()).toEqual([...names].sort());
    expect(told.at(0)).toMatchObject({ event: 'user.created', data: { object: 'user', id, email } });
    expect(told.at(-1)).toMatchObject({ event: 'user.deleted', data: { id } });
    const next = await list({ after: told[0]?.id, limit: 1, order: 'asc' });
    expect(next.data.map((each) => each.id)).toEqual([told[1]?.id]);
  });
});
