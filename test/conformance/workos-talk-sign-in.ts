// The part of the talk with the WorkOS API that is about signing in and out: every grant, every step-up, every refusal.
import { decodeJwt } from 'jose';
import { type Exchange, textAt } from './app.ts';
import { absent, clientId, fresh, not, password, redirectUri, type Talk, users, wait } from './workos-talk.ts';
import { appCode } from './workos-talk-mails.ts';

const path = '/user_management/authenticate';
const attempts = Array.from({ length: 11 });
const of = (name: string): string => `urn:workos:oauth:grant-type:${name}`;
const device = 'urn:ietf:params:oauth:grant-type:device_code';
/** The challenge of RFC 7636, appendix B, and what meets it. */
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

const pending = ({ body }: Exchange) => ({
  pending_authentication_token: textAt(body, 'pending_authentication_token'),
});

async function byPassword(talk: Talk): Promise<void> {
  const { memory, post, person, authenticate } = talk;
  const { id, email } = await person();
  const body = { grant_type: 'password', client_id: clientId, email, password };
  await authenticate('password', { email, password, ip_address: '203.0.113.42', user_agent: 'x', device_id: 'x' });
  await authenticate('password', { email, password: 'wrong' });
  await authenticate('password', { email: 'nobody@example.com', password });
  for (const more of [
    ...[{}, { client_secret: 'sk_wrong' }, { client_id: 'client_other' }, { grant_type: 'none' }, { grant_type: 5 }],
    ...[{ client_id: undefined }, { shoe_size: 43 }, { client_secret: memory.authorized.authorization }],
  ]) {
    await post(path, { ...body, ...more });
  }
  for (const each of [{}, [], '{"grant_type":']) await post(path, each);
  await memory.ask('POST', path, {
    ...{ body: new URLSearchParams(body).toString() },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  for (const grant of [
    ...['password', 'authorization_code', 'refresh_token', device],
    ...['magic-auth:code', 'email-verification:code', 'mfa-totp', 'organization-selection'].map(of),
  ]) {
    await authenticate(grant);
  }
  const clerkId = async (address: string) =>
    textAt((await memory.ask('GET', `/v1/users?email_address=${address}`)).body, 0, 'id');
  const [banned, leaked, guessed] = [await person(), await person(), await person()];
  await memory.ask('POST', `/v1/users/${await clerkId(banned.email)}/ban`);
  await authenticate('password', { email: banned.email, password });
  await memory.ask('POST', `/v1/users/${await clerkId(leaked.email)}/password/set_compromised`, { body: {} });
  await authenticate('password', { email: leaked.email, password });
  for (const _ of attempts) await authenticate('password', { email: guessed.email, password: 'wrong' });
  await authenticate('password', { email: guessed.email, password });
  await talk.get(`${users}/${id}/sessions`);
}

async function byStep(talk: Talk): Promise<void> {
  const { post, person, authenticate, mailed, under } = talk;
  const grant = of('email-verification:code');
  const unproven = await person({ email_verified: false });
  const step = pending(await authenticate('password', { email: unproven.email, password }));
  const code = await mailed('email-verification', unproven.email);
  for (const each of [not(code), code, code]) await authenticate(grant, { ...step, code: each });
  await authenticate(grant, { pending_authentication_token: 'none', code });
  const late = await person({ email_verified: false });
  const slow = pending(await authenticate('password', { email: late.email, password }));
  wait(talk, 11);
  await authenticate(grant, { ...slow, code: await mailed('email-verification', late.email) });
  wait(talk, 31);
  await authenticate(grant, { ...slow, code: '123456' });

  const totp = of('mfa-totp');
  const guarded = await person();
  const enrol = async (id: string) => {
    const { body } = await post(`${users}/${id}/auth_factors`, { type: 'totp' });
    const secret = textAt(body, 'authentication_factor', 'totp', 'secret');
    const factor = textAt(body, 'authentication_factor', 'id');
    return { secret, factor, challenge: textAt(body, 'authentication_challenge', 'id') };
  };
  const own = await enrol(guarded.id);
  await post(`/auth/challenges/${own.challenge}/verify`, { code: appCode(talk, own.secret, -1) });
  const asked = pending(await authenticate('password', { email: guarded.email, password }));
  const challenged = async () => ({
    authentication_challenge_id: textAt((await post(`/auth/factors/${own.factor}/challenge`)).body, 'id'),
  });
  const both = { ...asked, ...(await challenged()) };
  await authenticate(totp, { ...both, code: not(appCode(talk, own.secret)) });
  await authenticate(totp, { ...both, code: '123456', authentication_challenge_id: absent('auth_challenge') });
  await authenticate(totp, { ...both, code: '123456', authentication_challenge_id: 'x' });
  await authenticate(totp, { ...both, code: '123456', pending_authentication_token: 'none' });
  for (let index = 0; index < 2; index++) await authenticate(totp, { ...both, code: appCode(talk, own.secret) });
  const again = pending(await authenticate('password', { email: guarded.email, password }));
  const other = await challenged();
  for (const _ of attempts) await authenticate(totp, { ...again, ...other, code: not(appCode(talk, own.secret)) });

  await under({ requireSecondFactor: true }, async () => {
    const fresher = await person();
    const needed = pending(await authenticate('password', { email: fresher.email, password }));
    const { secret, challenge: id } = await enrol(fresher.id);
    await authenticate(totp, { ...needed, authentication_challenge_id: id, code: appCode(talk, secret) });
  });
}

async function byMagicCode(talk: Talk): Promise<void> {
  const { post, person, mailed, authenticate } = talk;
  const grant = of('magic-auth:code');
  const { email } = await person();
  const send = (address: string) => post('/user_management/magic_auth', { email: address });
  await send(email);
  const code = await mailed('magic-code', email);
  for (const each of [not(code), code, code]) await authenticate(grant, { email, code: each });
  await authenticate(grant, { email: 'nobody@example.com', code });
  await send(email);
  wait(talk, 11);
  await authenticate(grant, { email, code: await mailed('magic-code', email) });
  const guessed = `${fresh()}@example.com`;
  await send(guessed);
  const wrong = not(await mailed('magic-code', guessed));
  for (const _ of attempts) await authenticate(grant, { email: guessed, code: wrong });

  const invited = `${fresh()}@example.com`;
  const invitation = await post('/user_management/invitations', { email: invited });
  const token = { invitation_token: textAt(invitation.body, 'token') };
  await post('/user_management/magic_auth', { email: invited, ...token });
  const right = { email: invited, code: await mailed('magic-code', invited) };
  await authenticate(grant, { ...right, invitation_token: 'none' });
  await authenticate(grant, { ...right, ...token });
  const stranger = await person();
  const guest = await post('/user_management/invitations', { email: `${fresh()}@example.com` });
  const foreign = { email: stranger.email, password, invitation_token: textAt(guest.body, 'token') };
  for (const more of [{}, { invitation_token: 'none' }]) await authenticate('password', { ...foreign, ...more });
  await post(`/user_management/invitations/${textAt(guest.body, 'id')}/revoke`);
  await authenticate('password', foreign);
}

async function inOrganizations(talk: Talk): Promise<void> {
  const { post, person, authenticate } = talk;
  const { id, email } = await person();
  const ids: string[] = [];
  const join = async () => {
    const organization = textAt((await post('/organizations', { name: fresh('Org') })).body, 'id');
    await post('/user_management/organization_memberships', { user_id: id, organization_id: organization });
    ids.push(organization);
  };
  await join();
  await authenticate('password', { email, password });
  await join();
  const step = pending(await authenticate('password', { email, password }));
  const select = (organization: string | undefined, more: object = step) =>
    authenticate(of('organization-selection'), { ...more, organization_id: organization });
  for (const each of ['org_x', absent('org')]) await select(each);
  await select(ids[0], { pending_authentication_token: 'none' });
  const signedIn = await select(ids[0]);
  await select(ids[0]);

  let token = textAt(signedIn.body, 'refresh_token');
  const refresh = async (more: object = {}) => {
    const answer = await authenticate('refresh_token', { refresh_token: token, ...more });
    token = textAt(answer.body, 'refresh_token') || token;
    return answer;
  };
  await refresh();
  const switched = await refresh({ organization_id: ids[1] });
  for (const each of ['org_x', absent('org')]) await refresh({ organization_id: each });
  await post(path, { grant_type: 'refresh_token', client_id: clientId, refresh_token: token });
  await refresh();
  const session = decodeJwt(textAt(switched.body, 'access_token')).sid;
  await post('/user_management/sessions/revoke', { session_id: session });
  await refresh();
  await authenticate('refresh_token', { refresh_token: 'none' });
}

async function byCode(talk: Talk): Promise<void> {
  const { get, post, person, authenticate, browser } = talk;
  const { email } = await person();
  const facts = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code', provider: 'authkit' };
  const urlOf = (more: object) =>
    `/user_management/authorize?${new URLSearchParams({ ...facts, state: 's', ...more })}`;
  await get(urlOf({}));
  await get(urlOf({ client_id: 'client_other' }));
  await get(urlOf({ redirect_uri: 'https://evil.example' }));
  await get(urlOf({ response_type: 'token' }));
  const codeFor = async (more: object = {}) => {
    const page = await browser().open(urlOf(more));
    return (await page.submit({ intent: 'password', email, password })).left.searchParams.get('code') ?? '';
  };
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
  const plain = await codeFor();
  for (const code of [plain, plain, 'none']) await authenticate('authorization_code', { code });
  const bound = await codeFor(pkce);
  const publicly = (code: string, more: object) =>
    post(path, { grant_type: 'authorization_code', client_id: clientId, code, ...more });
  await publicly(bound, { code_verifier: 'x'.repeat(43) });
  const redeemed = await publicly(await codeFor(pkce), { code_verifier: verifier });
  await publicly(await codeFor(pkce), {});
  const late = await codeFor(pkce);
  wait(talk, 11);
  await publicly(late, { code_verifier: verifier });
  const session = decodeJwt(textAt(redeemed.body, 'access_token')).sid;
  const logout = '/user_management/sessions/logout';
  await get(`${logout}?session_id=${session}&return_to=${encodeURIComponent(redirectUri)}`);
  await get(`${logout}?session_id=${session}`);
  await get(logout);
}

async function byDevice(talk: Talk): Promise<void> {
  const { post, person, authenticate, browser } = talk;
  const { email } = await person();
  const start = '/user_management/authorize/device';
  for (const body of [{ client_id: 'client_other' }, {}]) await post(start, body);
  const begin = async () => {
    const { body } = await post(start, { client_id: clientId });
    return { device_code: textAt(body, 'device_code'), page: textAt(body, 'user_code') };
  };
  for (const intent of ['allow', 'deny']) {
    const { device_code, page } = await begin();
    const poll = () => post(path, { grant_type: device, client_id: clientId, device_code });
    for (let index = 0; index < 2; index++) await poll();
    const form = await browser().open(`/user_management/device?user_code=${page}`);
    const asked = await (await form.submit({ userCode: page })).submit({ intent: 'password', email, password });
    await asked.submit({ intent });
    wait(talk, 1);
    for (let index = 0; index < 2; index++) await poll();
  }
  const { device_code } = await begin();
  wait(talk, 6);
  for (const each of [device_code, 'none']) await authenticate(device, { device_code: each });
}

/** Talks about signing in and out; the redirect URI is registered first. */
export async function talkAboutSignIn(talk: Talk): Promise<void> {
  await talk.post('/user_management/redirect_uris', { uri: redirectUri });
  await byPassword(talk);
  await byStep(talk);
  await byMagicCode(talk);
  await inOrganizations(talk);
  await byCode(talk);
  await byDevice(talk);
}
