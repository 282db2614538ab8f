// Users through WorkOS' API: made, read, found, deleted, and who may ask.
import { describe, expect, test } from 'vitest';
import { ulidOfUuid } from '../../../src/core/model/id.ts';
import { set } from '../../../src/core/model/patch.ts';
import { expectError, expectMissing, fresh, usePlace } from './harness.ts';

const place = usePlace();
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const nobody = 'user_01E4ZCR3C56J083X43JQXF3JK5';

describe('creating', () => {
  test('makes a user of an address alone', async () => {
    const email = `${fresh()}@Example.com`;
    const answer = await place.call('POST', '/users', { email });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      object: 'user',
      id: expect.stringMatching(/^user_[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
      email,
      email_verified: false,
      first_name: null,
      last_name: null,
      name: null,
      profile_picture_url: null,
      last_sign_in_at: null,
      external_id: null,
      metadata: {},
      locale: null,
      created_at: expect.stringMatching(time),
      updated_at: expect.stringMatching(time),
    });
    expect(await place.get(answer.body.id)).toEqual(answer.body);
  });

  test('takes everything a user has', async () => {
    const given = {
      email: `${fresh()}@example.com`,
      email_verified: true,
      first_name: 'Marcelina',
      last_name: 'Davis',
      name: 'Marcelina K. Davis',
      external_id: fresh('ext'),
      metadata: { team: 'blue' },
    };
    const told = { ip_address: '203.0.113.42', user_agent: 'Mozilla/5.0', signals_id: '01JBS0GN92' };
    const user = await place.user({ ...given, ...told, password: 'a long enough phrase' });
    expect(user).toMatchObject(given);
    expect(JSON.stringify(user)).not.toContain('phrase');
    expect((await place.record(user.id)).credentials.password).not.toBe(null);
  });

  test('takes null for what it was not given', async () => {
    const nulls = Object.fromEntries(
      [
        ...['first_name', 'last_name', 'name', 'email_verified', 'metadata', 'external_id', 'password'],
        ...['password_hash', 'password_hash_type', 'ip_address', 'user_agent', 'signals_id'],
      ].map((key) => [key, null]),
    );
    expect(await place.user(nulls)).toMatchObject({ first_name: null, metadata: {}, email_verified: false });
  });

  test('tells what is taken or malformed within one error', async () => {
    const taken = await place.user({ external_id: fresh('ext') });
    const post = (body: object) => place.call('POST', '/users', body);
    const email = taken.email.toUpperCase();
    expectError(await post({ email }), 400, 'user_creation_error', ['email_not_available']);
    const external = { email: `${fresh()}@example.com`, external_id: taken.external_id };
    expectError(await post(external), 400, 'user_creation_error', ['external_id_already_used']);
    expectError(await post({ email: 'nobody' }), 400, 'user_creation_error', ['invalid_email']);
  });

  test.each([
    [{}, 'email_string_required'],
    [{ email: '' }, 'email_string_required'],
    [{ email: null }, 'email_string_required'],
    [{ email: 7 }, 'email_string_required'],
    [{ email: 'a@example.com', locale: 'en' }, 'locale_unknown'],
    [{ email: 'a@example.com', colour: 'red' }, 'colour_unknown'],
    [[], 'body_object_required'],
  ])('refuses %j', async (body, code) => {
    const answer = await place.call('POST', '/users', body);
    expect(answer.body.errors).toContainEqual({ code, message: expect.any(String) });
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid_request_parameters']);
  });

  test('refuses a weak password', async () => {
    const body = { email: `${fresh()}@example.com`, password: 'x9$kQ-' };
    expectError(await place.call('POST', '/users', body), 400, 'password_strength_error', ['password_too_short']);
  });
});

describe('finding', () => {
  test.each(['a/b', '/a//b/', 'a b', 'a%2Fb', 'a%252Fb', 'f1ffa2b2-c20b-4d39-be5c-212726e11222', 'identities', '?#&'])(
    'by external id %j',
    async (external_id) => {
      const user = await place.user({ external_id });
      const encoded = await place.call('GET', `/users/external_id/${encodeURIComponent(external_id)}`);
      expect([encoded.status, encoded.body]).toEqual([200, user]);
      if (/[%?# ]/.test(external_id)) return;
      expect((await place.call('GET', `/users/external_id/${external_id}`)).body).toEqual(user);
    },
  );

  test('nobody by an unknown external id, even one like an id of ours', async () => {
    const { id } = await place.record((await place.user()).id);
    for (const text of ['none/such', id]) {
      expectMissing(await place.call('GET', `/users/external_id/${encodeURIComponent(text)}`), 'User', text);
    }
  });

  test('by the id kept from WorkOS, which wins, and by the one of ours', async () => {
    for (const alias of [nobody, `user_${ulidOfUuid('01912345-6789-7abc-8def-0123456789ab')}`]) {
      const user = await place.made({ aliases: set({ workos: alias }) });
      for (const id of [alias, `user_${ulidOfUuid(user.id)}`]) expect((await place.get(id)).id).toBe(alias);
      expect((await place.call('PUT', `/users/${alias}`, { name: 'Kept' })).body.name).toBe('Kept');
      expect((await place.call('DELETE', `/users/${alias}`)).status).toBe(200);
      expectMissing(await place.call('GET', `/users/${alias}`), 'User', alias);
    }
  });

  test('a user who has no address', async () => {
    const user = await place.made({ username: set(fresh()) });
    expect(await place.get(`user_${ulidOfUuid(user.id)}`)).toMatchObject({ email: '', email_verified: false });
  });
});

test('deleting answers nothing, and the user is gone', async () => {
  const user = await place.user();
  const gone = await place.call('DELETE', `/users/${user.id}`);
  expect([gone.status, gone.body]).toEqual([200, null]);
  for (const method of ['GET', 'PUT', 'DELETE'] as const) {
    expectMissing(await place.call(method, `/users/${user.id}`, method === 'PUT' ? {} : undefined), 'User', user.id);
  }
  expect((await place.user({ email: user.email })).email).toBe(user.email);
});

test.each(['invalid', nobody, 'user_', 'user_01e4zcr3c56j083x43jqxf3jk5', '__proto__', '%00', '%'])(
  'nobody is %j',
  async (id) => {
    const spelled = id === '%00' ? '\0' : id;
    expectMissing(await place.call('GET', `/users/${id}`), 'User', spelled);
    expectMissing(await place.call('PUT', `/users/${id}`, { name: 'x' }), 'User', spelled);
    expectMissing(await place.call('GET', `/users/${id}/identities`), 'User', spelled);
    expectMissing(await place.call('GET', `/users/${id}/sessions`), 'User', spelled);
  },
);

describe('who may ask', () => {
  test.each([null, 'Bearer', 'Bearer sk_test_wrong', 'Basic c2s6', 'sk_test_scenarios0123456789'])(
    'not %j',
    async (authorization) => {
      const user = await place.user();
      for (const [method, path] of [
        ['GET', '/users'],
        ['POST', '/users'],
        ['PUT', `/users/${user.id}`],
        ['DELETE', `/users/${user.id}`],
      ] as const) {
        const answer = await place.ask(method, `/user_management${path}`, undefined, { authorization });
        expect([answer.status, answer.body]).toEqual([401, { message: 'Unauthorized' }]);
      }
      expect(await place.get(user.id)).toEqual(user);
    },
  );

  test('the keys are for everybody', async () => {
    const answer = await place.ask('GET', '/sso/jwks/client_123', undefined, { authorization: null });
    expect(answer.body).toEqual({ keys: [expect.objectContaining({ kty: 'RSA', alg: 'RS256', use: 'sig' })] });
    expect(JSON.stringify(answer.body)).not.toContain('"d"');
  });
});

test.each(['/user_management', '/user_management/nothing', '/user_management/users/a/nothing', '/sso/nothing'])(
  'there is nothing at %s',
  async (url) => expectError(await place.ask('GET', url), 404, 'not_found'),
);

test.each([
  ['{', 400, 'invalid_request_body'],
  ['', 422, 'invalid_request_parameters'],
  ['"text"', 422, 'invalid_request_parameters'],
  ['{"email":"\\u0000@example.com"}', 422, 'invalid_request_parameters'],
  ['{"email":"a@example.com","metadata":{"__proto__":"x"}}', 400, 'invalid_metadata'],
  [`{"email":"${'a'.repeat(1_100_000)}"}`, 413, 'request_body_too_large'],
])('a body like %.40s is answered', async (body, status, code) => {
  const answer = await place.call('POST', '/users', body);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});
