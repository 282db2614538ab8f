// Session tokens that Muster mints, before the eyes of Clerk's own `authenticateRequest` and `verifyToken`.
import { createPublicKey } from 'node:crypto';
import { verifyToken } from 'clerk-backend-3';
import { beforeAll, describe, expect, test } from 'vitest';
import { clientOf, refusalOf, send, stand, unique } from './clerk.ts';
import { engines } from './engines.ts';
import { secretKey } from './server.ts';

/** Changes one character in the middle of a token's part. */
function tampered(token: string, part: 0 | 1 | 2): string {
  const parts = token.split('.');
  const text = parts[part] ?? '';
  const middle = Math.floor(text.length / 2);
  parts[part] = text.slice(0, middle) + (text[middle] === 'A' ? 'B' : 'A') + text.slice(middle + 1);
  return parts.join('.');
}

describe.each(engines)('session tokens on $name', (engine) => {
  const at = stand(engine);
  let userId = '';
  let sessionId = '';
  let token = '';
  let jwtKey = '';
  const bearer = (jwt: string): Request =>
    new Request('https://app.example.test/page', { headers: { authorization: `Bearer ${jwt}` } });
  const cookie = (jwt: string): Request => {
    const value = `__session=${jwt}; __client_uat=${Math.floor(Date.now() / 1000) - 60}`;
    return new Request('https://app.example.test/page', { headers: { cookie: value, 'sec-fetch-dest': 'document' } });
  };

  beforeAll(async () => {
    const { users, sessions, jwks } = at().clerk;
    userId = (await users.createUser({ username: unique() })).id;
    sessionId = (await sessions.createSession({ userId })).id;
    token = (await sessions.getToken(sessionId)).jwt;
    const [key] = (await jwks.getJwks()).keys ?? [];
    if (key === undefined) throw new Error('no key is published');
    jwtKey = createPublicKey({ key: { ...key }, format: 'jwk' })
      .export({ type: 'spki', format: 'pem' })
      .toString();
  });

  test('verifyToken accepts it, by the published keys and by the key as PEM', async () => {
    const claims = await verifyToken(token, { secretKey, apiUrl: at().server.url });
    expect(claims).toMatchObject({ sub: userId, sid: sessionId, iss: expect.stringMatching(/^http/) });
    expect(claims.exp - claims.iat).toBe(60);
    expect((await verifyToken(token, { jwtKey })).sub).toBe(userId);
  });

  test('authenticateRequest signs the user in, by header and by cookie', async () => {
    for (const request of [bearer(token), cookie(token)]) {
      for (const options of [{}, { jwtKey }]) {
        const state = await at().clerk.authenticateRequest(request, options);
        expect(state.isAuthenticated, `${state.reason} ${state.message}`).toBe(true);
        expect(state.toAuth()).toMatchObject({ userId, sessionId });
      }
    }
  });

  test.each([0, 1, 2] as const)('a token with another part %i is refused', async (part) => {
    const other = tampered(token, part);
    await expect(verifyToken(other, { jwtKey })).rejects.toThrow();
    await expect(verifyToken(other, { secretKey, apiUrl: at().server.url, skipJwksCache: true })).rejects.toThrow();
    expect((await at().clerk.authenticateRequest(bearer(other))).isAuthenticated).toBe(false);
    expect((await at().clerk.authenticateRequest(cookie(other))).isAuthenticated).toBe(false);
  });

  test('a token without a signature, or of another algorithm, is refused', async () => {
    const [, payload] = token.split('.');
    const header = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    await expect(verifyToken(`${header}.${payload}.`, { jwtKey })).rejects.toThrow();
  });

  test('a token is refused once it has expired', async () => {
    const clerk = clientOf(at().server.url);
    const late = await clerk.authenticateRequest(bearer(token), { clockSkewInMs: -61_000 });
    expect(late.isAuthenticated).toBe(false);
    await expect(verifyToken(token, { jwtKey, clockSkewInMs: -61_000 })).rejects.toThrow(/expired/);
  });

  test('a token lives as long as it was asked to', async () => {
    const { jwt } = await at().clerk.sessions.getToken(sessionId, undefined, 600);
    const claims = await verifyToken(jwt, { jwtKey });
    expect(claims.exp - claims.iat).toBe(600);
    const short = await refusalOf(() => at().clerk.sessions.getToken(sessionId, undefined, 1));
    expect([400, 422]).toContain(short.status);
  });

  test('a token of another server is refused', async () => {
    const stranger = 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6Im90aGVyIn0';
    const [, payload, signature] = token.split('.');
    const state = await at().clerk.authenticateRequest(bearer(`${stranger}.${payload}.${signature}`));
    expect(state.isAuthenticated).toBe(false);
  });

  test('a revoked session, a banned user and a deleted user get no more tokens', async () => {
    const { users, sessions } = at().clerk;
    const session = await sessions.createSession({ userId });
    expect((await sessions.revokeSession(session.id)).status).toBe('revoked');
    expect([400, 401, 404, 422]).toContain((await refusalOf(() => sessions.getToken(session.id))).status);
    const other = (await users.createUser({ username: unique() })).id;
    const banned = await sessions.createSession({ userId: other });
    await users.banUser(other);
    expect([400, 401, 403, 404, 422]).toContain((await refusalOf(() => sessions.getToken(banned.id))).status);
    await users.unbanUser(other);
    const last = await sessions.createSession({ userId: other });
    await users.deleteUser(other);
    expect((await refusalOf(() => sessions.getToken(last.id))).status).toBe(404);
  });

  test('the published keys hold no private part, and a wrong secret key is told so', async () => {
    const answer = await send(at(), 'GET', '/v1/jwks');
    expect(JSON.stringify(answer.body)).not.toMatch(/"(d|p|q|dp|dq|qi)"/);
    const stranger = await send(at(), 'GET', '/v1/jwks', undefined, { authorization: 'Bearer sk_test_wrong' });
    expect(stranger).toMatchObject({ status: 401, body: { errors: [{ code: 'clerk_key_invalid' }] } });
  });
});
