// What WorkOS' SDK does with users beside updating them: creating, finding, listing, deleting, and their sessions.
import { beforeEach, describe, expect, test } from 'vitest';
import { send, stand, unique } from './clerk.ts';
import { addIdentity, linkedUsername } from './identities.ts';
import { blank, cases, clerkIdOf, clientId, knowsPassword, refusalOf, type Users } from './workos.ts';

const password = 'correct horse battery 7!';
const bcrypt = '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a';
const nobody = 'user_01E4ZCR3C56J083X43JQXF3JK5';
const missing = { name: 'NotFoundException', status: 404, code: 'entity_not_found' };

describe.each(cases)('the SDK $version on $name', ({ engine, create }) => {
  const at = stand(engine, addIdentity);
  const client = () => create(at().server.url);
  const users = (): Users => client().userManagement;
  const fresh = (): string => `${unique()}@example.com`;

  describe('createUser', () => {
    const refusals = async (params: Parameters<Users['createUser']>[0]) => {
      const told = await refusalOf(() => users().createUser(params));
      expect(told.message.length).toBeGreaterThan(0);
      return told;
    };
    const entry = (code: string) => ({ name: 'BadRequestException', code: 'user_creation_error', entries: [code] });

    test('with an email address alone', async () => {
      const email = fresh();
      const made = await users().createUser({ email });
      expect(made).toEqual({ ...blank, email });
      expect(made.updatedAt).toBe(made.createdAt);
      expect(await users().getUser(made.id)).toEqual(made);
    });

    test('with each parameter', async () => {
      const email = fresh();
      const texts = { name: 'Ada L.', firstName: 'Ada', lastName: 'Lovelace', externalId: unique('ext') };
      const rest = { emailVerified: true, metadata: { team: 'red' } };
      const origin = { ipAddress: '203.0.113.42', userAgent: 'Mozilla/5.0', signalsId: '01JBS0GN92GC2RJQS4X9DBPQ2A' };
      const made = await users().createUser({ email, password, ...texts, ...rest, ...origin });
      expect(made).toEqual({ ...blank, email, ...texts, ...rest });
      expect(await users().getUser(made.id)).toEqual(made);
      expect(await knowsPassword(at(), await clerkIdOf(at(), email), password)).toBe(true);
    });

    test('with a digest', async () => {
      const email = fresh();
      await users().createUser({ email, passwordHash: bcrypt, passwordHashType: 'bcrypt' });
      expect(await knowsPassword(at(), await clerkIdOf(at(), email), 'U*U*U')).toBe(true);
    });

    test('and is refused what an update is refused', async () => {
      const [email, externalId] = [fresh(), unique('ext')];
      await users().createUser({ email, externalId });
      expect(await refusals({ email })).toMatchObject(entry('email_not_available'));
      expect(await refusals({ email: email.toUpperCase() })).toMatchObject(entry('email_not_available'));
      expect(await refusals({ email: fresh(), externalId })).toMatchObject(entry('external_id_already_used'));
      expect(await refusals({ email: '' })).toMatchObject({
        status: 422,
        code: 'invalid_request_parameters',
        message: expect.stringContaining('email_string_required'),
      });
      expect(await refusals({ email: 'no address' })).toMatchObject({ status: 400 });
      expect(await refusals({ email: fresh(), password: 'short' })).toMatchObject({ code: 'password_strength_error' });
      const digest = { passwordHash: bcrypt, passwordHashType: 'bcrypt' } as const;
      expect(await refusals({ email: fresh(), password, ...digest })).toMatchObject({
        code: 'password_and_password_hash_provided',
      });
      expect(await refusals({ email: fresh(), ...digest, passwordHash: 'x' })).toMatchObject({
        code: 'invalid_password_hash',
      });
      expect(await refusals({ email: fresh(), metadata: { key: 'x'.repeat(601) } })).toMatchObject({
        code: 'invalid_metadata',
      });
      expect((await users().listUsers({ email })).data).toHaveLength(1);
    });
  });

  describe('getUser and getUserByExternalId', () => {
    test('read the same user', async () => {
      for (const externalId of [unique('plain'), `${unique('slash')}/and/another`, `${unique('odd')} %2F?#&`]) {
        const made = await users().createUser({ email: fresh(), externalId });
        expect(await users().getUserByExternalId(externalId)).toEqual(made);
        expect(await users().getUser(made.id)).toEqual(made);
      }
    });

    test('a raw slash is part of the external id', async () => {
      const externalId = `${unique('raw')}/slash`;
      const { id } = await users().createUser({ email: fresh(), externalId });
      const read = await send(at(), 'GET', `/user_management/users/external_id/${externalId}`);
      expect(read).toMatchObject({ status: 200, body: { id } });
    });

    test('nobody', async () => {
      expect(await refusalOf(() => users().getUser(nobody))).toEqual({
        ...missing,
        message: `User not found: '${nobody}'.`,
        entries: undefined,
      });
      expect(await refusalOf(() => users().getUserByExternalId('a/b'))).toMatchObject(missing);
      expect(await refusalOf(() => users().getUser(nobody.toLowerCase()))).toMatchObject(missing);
    });
  });

  describe('listUsers', () => {
    test('the email filter finds one, in any case', async () => {
      const email = fresh();
      const made = await users().createUser({ email });
      for (const each of [email, email.toUpperCase()]) {
        const found = await users().listUsers({ email: each });
        expect(found.data).toEqual([made]);
        expect(found.listMetadata).toEqual({ before: null, after: null });
      }
      expect((await users().listUsers({ email: fresh() })).data).toEqual([]);
    });

    test('autoPagination brings everybody once, the newest first', async () => {
      const made: string[] = [];
      for (let index = 0; index < 105; index++) made.unshift((await users().createUser({ email: fresh() })).id);
      const everybody = await (await users().listUsers()).autoPagination();
      const ids = everybody.map(({ id }) => id);
      expect(ids.slice(0, made.length)).toEqual(made);
      expect(new Set(ids).size).toBe(ids.length);
      expect((await users().listUsers()).data.map(({ id }) => id)).toEqual(made.slice(0, 10));
      expect((await users().listUsers({ limit: 100 })).data).toHaveLength(100);
    });

    test('pages go on and back by the ids of users, in both orders', async () => {
      for (let index = 0; index < 5; index++) await users().createUser({ email: fresh() });
      const all = (await users().listUsers({ limit: 5 })).data.map(({ id }) => id);
      const page = async (options: Parameters<Users['listUsers']>[0]) => {
        const { data, listMetadata } = await users().listUsers({ limit: 2, ...options });
        return [data.map(({ id }) => id), listMetadata];
      };
      expect(await page({})).toEqual([all.slice(0, 2), { before: null, after: all[1] }]);
      expect(await page({ after: all[1] ?? '' })).toEqual([all.slice(2, 4), { before: all[2], after: all[3] }]);
      expect(await page({ before: all[2] ?? '' })).toEqual([all.slice(0, 2), { before: null, after: all[1] }]);
      const [oldest] = await page({ order: 'asc' });
      expect(oldest).not.toEqual(all.slice(0, 2));
      expect(await page({ order: 'asc', after: all[3] ?? '' })).toMatchObject([[all[2], all[1]], { before: all[2] }]);
    });

    test('in the order `normal` the cursors are the other way round', async () => {
      for (let index = 0; index < 5; index++) await users().createUser({ email: fresh() });
      const all = (await users().listUsers({ limit: 5 })).data.map(({ id }) => id);
      const page = async (query: string) => {
        const { status, body } = await send(at(), 'GET', `/user_management/users?limit=2&order=normal${query}`);
        const { data, list_metadata } = Object(body);
        return [status, data.map(({ id }: { id: string }) => id), list_metadata];
      };
      expect(await page('')).toEqual([200, all.slice(0, 2), { before: all[1], after: null }]);
      expect(await page(`&before=${all[1]}`)).toEqual([200, all.slice(2, 4), { before: all[3], after: all[2] }]);
      expect(await page(`&after=${all[2]}`)).toEqual([200, all.slice(0, 2), { before: all[1], after: null }]);
    });

    test('a cursor whose user is gone still tells the place', async () => {
      const made: string[] = [];
      for (let index = 0; index < 3; index++) made.unshift((await users().createUser({ email: fresh() })).id);
      const [newest = '', middle = '', oldest = ''] = made;
      await users().deleteUser(middle);
      expect((await users().listUsers({ after: middle, limit: 1 })).data.map(({ id }) => id)).toEqual([oldest]);
      expect((await users().listUsers({ before: middle, limit: 1 })).data.map(({ id }) => id)).toEqual([newest]);
    });

    test.each(['limit=0', 'limit=101', 'limit=x', 'order=sideways'])('a query with %s is refused', async (query) => {
      const { status, body } = await send(at(), 'GET', `/user_management/users?${query}`);
      expect([status, typeof Reflect.get(Object(body), 'message')]).toEqual([422, 'string']);
    });
  });

  test('a user without an email address has an empty one, and can be given one', async () => {
    const made = await at().clerk.users.createUser({ username: unique(), skipPasswordRequirement: true });
    const { body } = await send(at(), 'GET', `/api/users/${made.id}`);
    const userId: string = Object(body).ids.workos;
    expect(await users().getUser(userId)).toMatchObject({ email: '', emailVerified: false });
    expect((await refusalOf(() => users().updateUser({ userId, emailVerified: true }))).status).toBe(422);
    const email = fresh();
    expect(await users().updateUser({ userId, email, emailVerified: true })).toMatchObject({
      email,
      emailVerified: true,
    });
    expect(await clerkIdOf(at(), email)).toBe(made.id);
  });

  test('deleteUser', async () => {
    const email = fresh();
    const { id } = await users().createUser({ email });
    expect(await users().deleteUser(id)).toBe(undefined);
    expect(await refusalOf(() => users().getUser(id))).toMatchObject(missing);
    expect(await refusalOf(() => users().deleteUser(id))).toMatchObject(missing);
    expect((await users().listUsers({ email })).data).toEqual([]);
    expect((await users().createUser({ email })).id).not.toBe(id);
  });

  test('getUserIdentities', async () => {
    const { clerk } = at();
    const plain = await users().createUser({ email: fresh() });
    expect(await users().getUserIdentities(plain.id)).toEqual([]);
    const [linked] = (await clerk.users.getUserList({ username: [linkedUsername] })).data;
    const address = { userId: linked?.id ?? '', emailAddress: 'linked@example.com', verified: true, primary: true };
    await clerk.emailAddresses.createEmailAddress(address);
    const [found] = (await users().listUsers({ email: 'linked@example.com' })).data;
    expect(await users().getUserIdentities(found?.id ?? '')).toEqual([
      { idpId: '1234567890', type: 'OAuth', provider: 'GoogleOAuth' },
    ]);
    expect(await refusalOf(() => users().getUserIdentities(nobody))).toMatchObject(missing);
  });

  describe('sessions', () => {
    let email = '';
    let id = '';
    const begin = async () => at().clerk.sessions.createSession({ userId: await clerkIdOf(at(), email) });

    beforeEach(async () => {
      email = fresh();
      id = (await users().createUser({ email })).id;
    });

    test('listSessions', async () => {
      expect((await users().listSessions(id)).data).toEqual([]);
      await begin();
      await begin();
      const { data, listMetadata } = await users().listSessions(id);
      expect(listMetadata).toEqual({ before: null, after: null });
      expect(data).toHaveLength(2);
      for (const session of data) {
        const { id: sessionId, userId, status, endedAt, organizationId, impersonator } = session;
        expect(sessionId).toMatch(/^session_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
        expect([userId, status, endedAt, organizationId, impersonator]).toEqual([
          ...[id, 'active', null, undefined, undefined],
        ]);
        expect(Date.parse(session.expiresAt)).toBeGreaterThan(Date.parse(session.createdAt));
      }
      expect(Date.parse(data[0]?.createdAt ?? '')).toBeGreaterThanOrEqual(Date.parse(data[1]?.createdAt ?? ''));
      const all = await (await users().listSessions(id)).autoPagination();
      expect(all.map((each) => each.id)).toEqual(data.map((each) => each.id));
      expect(await refusalOf(() => users().listSessions(nobody))).toMatchObject(missing);
    });

    test('revokeSession', async () => {
      const [first, second] = [await begin(), await begin()];
      const [newest, oldest] = (await users().listSessions(id)).data;
      expect(await users().revokeSession({ sessionId: oldest?.id ?? '' })).toBe(undefined);
      expect((await users().listSessions(id)).data.map((each) => each.id)).toEqual([newest?.id]);
      const { sessions } = at().clerk;
      const statuses = [(await sessions.getSession(first.id)).status, (await sessions.getSession(second.id)).status];
      expect(statuses).toEqual(['revoked', 'active']);
      const told = await refusalOf(() => users().revokeSession({ sessionId: 'session_01E4ZCR3C56J083X43JQXF3JK5' }));
      expect([400, 404]).toContain(told.status);
      expect(told.message.length).toBeGreaterThan(0);
    });
  });

  test('what is not there yet is told in the same form', async () => {
    const answer = await send(at(), 'GET', '/user_management/nothing');
    expect(answer).toMatchObject({ status: 404, body: { message: expect.any(String), code: expect.any(String) } });
    expect(await refusalOf(() => users().getMagicAuth('magic_auth_x'))).toMatchObject({ name: 'NotFoundException' });
  });

  test('the keys are anybody’s to read', async () => {
    const url = new URL(users().getJwksUrl(clientId));
    expect(url.pathname).toBe(`/sso/jwks/${clientId}`);
    const answer = await fetch(new URL(url.pathname, at().server.url));
    expect(answer.status).toBe(200);
    const { keys }: { keys: Record<string, unknown>[] } = Object(await answer.json());
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      expect(key).toMatchObject({ kty: 'RSA', use: 'sig', n: expect.any(String), e: expect.any(String) });
      expect(Object.keys(key)).not.toContain('d');
    }
    const { body } = await send(at(), 'GET', '/v1/jwks');
    const known = Object(body).keys.map(({ n }: { n: string }) => n);
    expect(known).toEqual(expect.arrayContaining(keys.map(({ n }) => n)));
  });
});
