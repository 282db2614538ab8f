// Every parameter of WorkOS' `updateUser()`, one by one: what it changes, what it leaves, and how it is refused.
import { beforeEach, describe, expect, test } from 'vitest';
import { send, stand, unique } from './clerk.ts';
import { engines } from './engines.ts';
import { addIdentity, linkedUsername } from './identities.ts';
import { cases, changes, clerkIdOf, knowsPassword, refusalOf, refused, type Told, type Users } from './workos.ts';
import { workosDigests } from './workos-digests.ts';

type Params = Omit<Parameters<Users['updateUser']>[0], 'userId'>;
const password = 'correct horse battery 7!';
const bcrypt = '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a';
const malformed = { name: 'UnprocessableEntityException', status: 422, code: 'invalid_request_parameters' };
const denied = (code: string) => ({ name: 'GenericServerException', status: 400, code });

describe.each(cases)('updateUser of the SDK $version on $name', ({ engine, create, sdk }) => {
  const at = stand(engine);
  const users = () => create(at().server.url).userManagement;
  let id = '';
  let email = '';
  const update = (params: Params, expected: Parameters<typeof changes>[3], silent = false) =>
    changes(users(), id, () => users().updateUser({ userId: id, ...params }), expected, silent);
  const refuse = (params: Params, expected: Partial<Told>) =>
    refused(users(), id, () => users().updateUser({ userId: id, ...params }), expected);
  const put = (body: unknown) => send(at(), 'PUT', `/user_management/users/${id}`, body);
  const verifies = async (plain: string) => knowsPassword(at(), await clerkIdOf(at(), email), plain);

  beforeEach(async () => {
    email = `${unique()}@example.com`;
    id = (await users().createUser({ email, password, firstName: 'Ada', metadata: { team: 'red' } })).id;
  });

  test('firstName, lastName and name change alone', async () => {
    await update({ firstName: 'John' }, { firstName: 'John' });
    await update({ lastName: 'Wick' }, { lastName: 'Wick' });
    await update({ name: 'Baba Yaga' }, { name: 'Baba Yaga' });
    await update({ firstName: 'John', lastName: 'Wick', name: 'Baba Yaga' }, {});
    await update({ firstName: 'Jane', name: 'J. Wick' }, { firstName: 'Jane', name: 'J. Wick' });
    await update({}, {});
  });

  test('a name that is no text is refused; null says nothing, and an empty one clears', async () => {
    for (const field of ['first_name', 'last_name', 'name']) {
      for (const value of [5, true, ['x']]) {
        const { status, body } = await put({ [field]: value });
        expect([status, body], `${field}: ${JSON.stringify(value)}`).toMatchObject([
          422,
          { code: 'invalid_request_parameters', errors: [{ code: `${field}_string_required` }] },
        ]);
      }
      expect(await put({ [field]: null })).toMatchObject({ status: 200, body: { first_name: 'Ada' } });
    }
    await update({ firstName: '' }, { firstName: null });
  });

  test('email replaces the address, which is unproven then', async () => {
    await update({ emailVerified: true }, { emailVerified: true });
    const [old, next] = [email, `${unique()}@example.org`];
    await update({ email: next }, { email: next, emailVerified: false });
    const clerkId = await clerkIdOf(at(), next);
    const seen = await at().clerk.users.getUser(clerkId);
    expect(seen.emailAddresses.map((each) => each.emailAddress)).toEqual([next]);
    expect(seen.primaryEmailAddressId).toBe(seen.emailAddresses[0]?.id);
    await expect(clerkIdOf(at(), old)).rejects.toThrow('0 users');
    expect((await users().listUsers({ email: old })).data).toEqual([]);
    expect((await users().createUser({ email: old })).email).toBe(old);
  });

  test('the same email again, in any case, changes nothing', async () => {
    await update({ emailVerified: true }, { emailVerified: true });
    await update({ email }, {});
    await update({ email: email.toUpperCase() }, {});
  });

  test('email and emailVerified together prove the new address', async () => {
    const next = `${unique()}@example.org`;
    await update({ email: next, emailVerified: true }, { email: next, emailVerified: true });
  });

  test('another address that the user has already takes the place of the first', async () => {
    const { emailAddresses } = at().clerk;
    const [userId, second] = [await clerkIdOf(at(), email), `${unique()}@example.net`];
    await emailAddresses.createEmailAddress({ userId, emailAddress: second, verified: true, primary: false });
    await update({ email: second }, { email: second, emailVerified: true });
    const { emailAddresses: left } = await at().clerk.users.getUser(userId);
    expect(left.map((each) => each.emailAddress)).toEqual([second]);
  });

  test('emailVerified proves the address, and cannot be taken back', async () => {
    await update({ emailVerified: false }, {});
    await update({ emailVerified: true }, { emailVerified: true });
    await update({ emailVerified: true }, {});
    await refuse({ emailVerified: false }, denied('email_already_verified'));
  });

  test('an email that is taken, malformed or empty', async () => {
    const other = await users().createUser({ email: `${unique()}@example.com` });
    await refuse({ email: other.email }, denied('email_not_available'));
    await refuse({ email: other.email.toUpperCase() }, denied('email_not_available'));
    await refuse({ email: 'no address' }, denied('invalid_email'));
    await refuse({ email: '' }, { ...malformed, message: expect.stringContaining('email_string_required') });
  });

  test('password', async () => {
    await update({ password: 'another Long pass 9' }, {}, true);
    expect([await verifies('another Long pass 9'), await verifies(password)]).toEqual([true, false]);
    const weak = await refusalOf(() => users().updateUser({ userId: id, password: 'short' }));
    expect(weak).toMatchObject({ name: 'BadRequestException', status: 400, code: 'password_strength_error' });
    expect(weak.entries).toContain('password_too_short');
    expect(await verifies('another Long pass 9')).toBe(true);
  });

  test('passwordHash', async () => {
    await update({ passwordHash: bcrypt, passwordHashType: 'bcrypt' }, {}, true);
    expect([await verifies('U*U*U'), await verifies(password)]).toEqual([true, false]);
    await refuse({ passwordHash: 'x', passwordHashType: 'bcrypt' }, denied('invalid_password_hash'));
    await refuse({ passwordHash: bcrypt, passwordHashType: 'argon2' }, denied('invalid_password_hash'));
    await refuse({ passwordHash: bcrypt }, malformed);
    expect(await verifies('U*U*U')).toBe(true);
  });

  test('a password and a hash together', async () => {
    const [passwordHash, passwordHashType] = [bcrypt, 'bcrypt'] as const;
    await refuse({ password, passwordHash, passwordHashType }, denied('password_and_password_hash_provided'));
    await refuse({ password, passwordHashType }, denied('password_and_password_hash_type_provided'));
    expect(await put({ password_salt_position: 'prefix' })).toMatchObject({
      status: 400,
      body: { code: 'password_salt_position_requires_password_hash' },
    });
    expect(await put({ password_hash: bcrypt, password_hash_type: 'rot13' })).toMatchObject({
      status: 422,
      body: { code: malformed.code },
    });
    expect(await verifies(password)).toBe(true);
  });

  test('externalId is set once in the environment, and cleared by null', async () => {
    const externalId = unique('ext/');
    await update({ externalId }, { externalId });
    await update({ externalId }, {});
    const other = await users().createUser({ email: `${unique()}@example.com` });
    const claim = () => users().updateUser({ userId: other.id, externalId });
    await refused(users(), other.id, claim, denied('external_id_already_used'));
    await refuse({ externalId: 'x'.repeat(129) }, malformed);
    await refuse({ externalId: 'größe' }, malformed);
    await update({ externalId: 'x'.repeat(128 - externalId.length) + externalId }, { externalId: expect.any(String) });
    expect(await put({ external_id: null })).toMatchObject({ status: 200, body: { external_id: null } });
    expect((await users().updateUser({ userId: other.id, externalId })).externalId).toBe(externalId);
  });

  test('locale', async () => {
    await update({ locale: 'en-US' }, { locale: 'en-US' });
    await update({ locale: 'de-CH' }, { locale: 'de-CH' });
    await refuse({ locale: '!' }, denied('invalid_locale'));
    expect(await put({ locale: null })).toMatchObject({ status: 200, body: { locale: null } });
  });

  test('metadata is merged: null removes one, an empty object and null remove all', async () => {
    await update({ metadata: { plan: 'pro' } }, { metadata: { team: 'red', plan: 'pro' } });
    await update({ metadata: { team: null, plan: 'free' } }, { metadata: { plan: 'free' } });
    await update({ metadata: { nothing: null } }, {});
    await update({ metadata: {} }, { metadata: {} });
    await update({ metadata: { a: '1' } }, { metadata: { a: '1' } });
    expect(await put({ metadata: null })).toMatchObject({ status: 200, body: { metadata: {} } });
  });

  test('metadata that is too much', async () => {
    const many = (count: number, start = 0) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${start + index}`, 'x']));
    await refuse({ metadata: { ['k'.repeat(41)]: 'x' } }, denied('invalid_metadata'));
    await refuse({ metadata: { key: 'x'.repeat(601) } }, denied('invalid_metadata'));
    await refuse({ metadata: many(51) }, denied('invalid_metadata'));
    const full = { team: 'red', ...many(49) };
    await update({ metadata: many(49) }, { metadata: full });
    await refuse({ metadata: { onemore: 'x' } }, denied('invalid_metadata'));
    await update({ metadata: { team: null, onemore: 'x'.repeat(600) } }, { metadata: expect.any(Object) });
    for (const wrong of [{ a: 1 }, { a: { b: 'c' } }, 'text', ['a']]) {
      const { status, body } = await put({ metadata: wrong });
      expect([400, 422], JSON.stringify(wrong)).toContain(status);
      expect(body).toMatchObject({ code: expect.stringMatching(/^invalid_(metadata|request_parameters)$/) });
    }
  });

  test('everything at once, or nothing at all', async () => {
    const all = { firstName: 'John', lastName: 'Wick', name: 'Baba', externalId: unique('ext'), locale: 'en-US' };
    await refuse({ ...all, metadata: { plan: 'pro' }, password: 'short' }, { code: 'password_strength_error' });
    await update({ ...all, metadata: { plan: 'pro' } }, { ...all, metadata: { team: 'red', plan: 'pro' } });
  });

  test('a user that is not there', async () => {
    for (const userId of ['user_01E4ZCR3C56J083X43JQXF3JK5', 'nobody']) {
      expect(await refusalOf(() => users().updateUser({ userId, firstName: 'x' }))).toMatchObject({
        name: 'NotFoundException',
        status: 404,
        code: 'entity_not_found',
        message: `User not found: '${userId}'.`,
      });
    }
  });

  test('a refusal is one of the exceptions that the SDK exports, with the id of the request', async () => {
    const exceptions = [
      [sdk.NotFoundException, { userId: 'nobody' }],
      [sdk.UnprocessableEntityException, { userId: id, email: '' }],
      [sdk.BadRequestException, { userId: id, password: 'short' }],
      [sdk.GenericServerException, { userId: id, email: 'no address' }],
    ] as const;
    for (const [exception, params] of exceptions) {
      const error: unknown = await users()
        .updateUser(params)
        .catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(exception);
      expect(error).toHaveProperty('requestID', expect.stringMatching(/./));
    }
  });

  test('a wrong key', async () => {
    const stranger = create(at().server.url, 'sk_test_wrong').userManagement;
    const call = () => stranger.updateUser({ userId: id, firstName: 'x' });
    await refused(users(), id, call, { name: 'UnauthorizedException', status: 401 });
  });
});

describe.each(engines)('updateUser without the SDK on $name', (engine) => {
  const at = stand(engine, addIdentity);
  const put = (id: string, body: unknown) => send(at(), 'PUT', `/user_management/users/${id}`, body);
  const idOf = async (email: string): Promise<string> => {
    const { body } = await send(at(), 'POST', '/user_management/users', { email });
    return String(Reflect.get(Object(body), 'id'));
  };

  test.each(workosDigests)('a digest of type $type ($position): $digest', async ({ type, digest, position, plain }) => {
    const email = `${unique()}@example.com`;
    const where = position === null ? {} : { password_salt_position: position };
    const body = { password_hash: digest, password_hash_type: type, ...where };
    const answer = await put(await idOf(email), body);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200, body: { object: 'user', email } });
    expect(JSON.stringify(answer.body)).not.toContain('password');
    const clerkId = await clerkIdOf(at(), email);
    expect(await knowsPassword(at(), clerkId, plain)).toBe(true);
    expect(await knowsPassword(at(), clerkId, `${plain}x`)).toBe(false);
  });

  test('a salt on the other side is another digest', async () => {
    const email = `${unique()}@example.com`;
    const found = workosDigests.find(({ type, position }) => type === 'ssha256' && position === 'prefix');
    const body = { password_hash: found?.digest, password_hash_type: 'ssha256', password_salt_position: 'suffix' };
    expect(await put(await idOf(email), body)).toMatchObject({ status: 200 });
    expect(await knowsPassword(at(), await clerkIdOf(at(), email), found?.plain ?? '')).toBe(false);
  });

  test('an identity goes with the address that it carries', async () => {
    const { clerk } = at();
    const [linked] = (await clerk.users.getUserList({ username: [linkedUsername] })).data;
    if (linked === undefined) throw new Error('nobody is linked');
    const emailAddress = 'linked@example.com';
    await clerk.emailAddresses.createEmailAddress({ userId: linked.id, emailAddress, verified: true, primary: true });
    const listed = await send(at(), 'GET', `/user_management/users?email=${emailAddress}`);
    const id = String(Reflect.get(Object(Reflect.get(Object(listed.body), 'data')?.[0]), 'id'));
    const identities = () => send(at(), 'GET', `/user_management/users/${id}/identities`);
    const google = { idp_id: '1234567890', type: 'OAuth', provider: 'GoogleOAuth' };
    expect(await identities()).toMatchObject({ status: 200, body: [google] });
    expect(await put(id, { email: emailAddress, first_name: 'Still' })).toMatchObject({ status: 200 });
    expect((await identities()).body).toEqual([google]);
    expect(await put(id, { email: 'elsewhere@example.com' })).toMatchObject({
      status: 200,
      body: { email: 'elsewhere@example.com', email_verified: false },
    });
    expect((await identities()).body).toEqual([]);
    expect((await clerk.users.getUser(linked.id)).externalAccounts).toEqual([]);
  });

  test('a body that is no object, is not JSON or is too strange', async () => {
    const id = await idOf(`${unique()}@example.com`);
    for (const body of ['{"first_name":', '[]', '"text"', '{"__proto__":{"polluted":"true"}}', '{"shoe_size":43}']) {
      const { status } = await put(id, body);
      expect([400, 422], body).toContain(status);
    }
    expect(Reflect.get({}, 'polluted')).toBe(undefined);
  });

  test('a missing key', async () => {
    const { url } = at().server;
    const answer = await fetch(`${url}/user_management/users/user_x`, { method: 'PUT', body: '{}' });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ message: 'Unauthorized' });
  });
});
