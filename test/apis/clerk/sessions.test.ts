// Sessions, their tokens, and the keys to check them with.
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { expectErrors, usePlace } from './harness.ts';

const place = usePlace();
const begin = async (userId: string) => (await place.call('POST', '/sessions', { user_id: userId })).body;

describe('a session', () => {
  test('begins, is listed, ends once', async () => {
    const user = await place.user();
    const session = await begin(user.id);
    expect(session).toMatchObject({
      object: 'session',
      id: expect.stringMatching(/^sess_[0-9A-Za-z]{27}$/),
      client_id: expect.stringMatching(/^client_[0-9A-Za-z]{27}$/),
      user_id: user.id,
      status: 'active',
    });
    expect((await place.call('GET', `/sessions/${session.id}`)).body).toEqual(session);
    expect(await place.get(user.id)).toMatchObject({
      last_sign_in_at: session.created_at,
      updated_at: user.updated_at,
    });
    const list = async (query: string) => (await place.call('GET', `/sessions?${query}`)).body;
    expect(await list(`user_id=${user.id}`)).toEqual([session]);
    expect(await list(`client_id=${session.client_id}&paginated=true`)).toEqual({ data: [session], total_count: 1 });
    const revoked = await place.call('POST', `/sessions/${session.id}/revoke`);
    expect(revoked.body).toMatchObject({ id: session.id, status: 'revoked' });
    expect((await place.call('POST', `/sessions/${session.id}/revoke`)).body).toEqual(revoked.body);
    expect(await list(`user_id=${user.id}&status=active`)).toEqual([]);
    expect(await list(`user_id=${user.id}&status=revoked&paginated=true`)).toMatchObject({ total_count: 1 });
    expect(await place.history(user.id)).toEqual(['session.ended', 'session.created', 'user.created']);
  });

  test('lists in pages, newest first', async () => {
    const user = await place.user();
    const ids = [];
    for (let count = 0; count < 3; count++) ids.unshift((await begin(user.id)).id);
    const list = async (query: string) => (await place.call('GET', `/sessions?user_id=${user.id}&${query}`)).body;
    expect((await list('limit=2')).map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2));
    const page = await list('limit=2&offset=2&paginated=true');
    expect([page.data.map(({ id }: { id: string }) => id), page.total_count]).toEqual([ids.slice(2), 3]);
    for (const status of ['abandoned', 'replaced', 'pending', 'removed'])
      expect(await list(`status=${status}`)).toEqual([]);
  });

  test('refuses what is no good', async () => {
    const user = await place.user();
    const id = 'sess_2abcdefghijklmnopqrstuvwxyz';
    const cases = [
      [() => place.call('POST', '/sessions', {}), 422, ['form_param_missing', 'user_id']],
      [() => place.call('POST', '/sessions', { user_id: 'user_x' }), 404, ['resource_not_found']],
      [
        () => place.call('POST', '/sessions', { user_id: user.id, active_organization_id: 'org_x' }),
        404,
        ['resource_not_found'],
      ],
      [() => place.call('GET', `/sessions/${id}`), 404, ['resource_not_found']],
      [() => place.call('GET', '/sessions/nope'), 404, ['resource_not_found']],
      [() => place.call('POST', `/sessions/${id}/revoke`), 404, ['resource_not_found']],
      [() => place.call('POST', `/sessions/${id}/tokens`), 404, ['resource_not_found']],
      [() => place.call('GET', '/sessions?status=odd'), 422, ['form_param_value_invalid', 'status']],
      [() => place.call('GET', '/sessions?limit=1000'), 422, ['form_param_value_too_large', 'limit']],
      [() => place.call('POST', `/sessions/${id}/verify`, { token: 'x' }), 410, ['operation_deprecated']],
      [() => place.call('POST', `/sessions/${id}/refresh`, {}), 401, ['session_refresh_session_not_found']],
    ] as const;
    for (const [work, status, fault] of cases) expectErrors(await place.unchanged(user.id, work), status, [...fault]);
    expect((await place.call('GET', '/sessions?user_id=user_x')).body).toEqual([]);
    expect((await place.call('GET', '/sessions?client_id=x&paginated=true')).body).toEqual({
      data: [],
      total_count: 0,
    });
    const session = await begin(user.id);
    expectErrors(await place.call('POST', `/sessions/${session.id}/refresh`, { expired_token: 'x' }), 401, [
      'refresh_token_not_found',
    ]);
  });
});

describe('a token', () => {
  test('is signed with the published key and says whose session it is', async () => {
    const user = await place.user();
    const session = await begin(user.id);
    const { body } = await place.call('POST', `/sessions/${session.id}/tokens`);
    expect(body).toEqual({ object: 'token', jwt: expect.any(String) });
    const { body: keys } = await place.call('GET', '/jwks', undefined, { authorization: null });
    expect((await place.call('GET', '/jwks')).body).toEqual(keys);
    const { payload } = await jwtVerify(body.jwt, createLocalJWKSet(keys));
    const kid = expect.stringMatching(/^ins_[0-9A-Za-z]{27}$/);
    expect(decodeProtectedHeader(body.jwt)).toEqual({ alg: 'RS256', typ: 'JWT', kid, cat: 'cl_B7d4PD111AAA' });
    expect(payload).toEqual({
      v: 2,
      iss: 'https://users.example.com',
      sub: user.id,
      sid: session.id,
      sts: 'active',
      fva: [0, -1],
      jti: expect.stringMatching(/^[0-9a-f]{20}$/),
      iat: expect.any(Number),
      nbf: (payload.iat ?? 0) - 10,
      exp: (payload.iat ?? 0) + 60,
    });
  });

  test('lives as long as asked, within bounds', async () => {
    const session = await begin((await place.user()).id);
    const mint = (seconds: unknown) =>
      place.call('POST', `/sessions/${session.id}/tokens`, { expires_in_seconds: seconds });
    for (const [asked, lifetime] of [
      [30, 30],
      [3600, 3600],
      [315_360_000, 315_360_000],
      [null, 60],
    ]) {
      const { body } = await mint(asked);
      const { exp, iat } = JSON.parse(Buffer.from(body.jwt.split('.')[1], 'base64url').toString());
      expect(exp - iat).toBe(lifetime);
    }
    const param = 'expires_in_seconds';
    expectErrors(await mint(29), 422, ['form_param_value_invalid', param]);
    expectErrors(await mint(315_360_001), 422, ['form_param_value_too_large', param]);
    expectErrors(await mint(60.5), 422, ['form_param_type_invalid', param]);
    expectErrors(await mint('60'), 422, ['form_param_type_invalid', param]);
  });

  test('is not had of a session that is over, nor of a template that is not there', async () => {
    const session = await begin((await place.user()).id);
    expectErrors(await place.call('POST', `/sessions/${session.id}/tokens/hasura`), 404, ['resource_not_found']);
    await place.call('POST', `/sessions/${session.id}/revoke`);
    expectErrors(await place.call('POST', `/sessions/${session.id}/tokens`), 404, ['resource_not_found']);
  });
});
