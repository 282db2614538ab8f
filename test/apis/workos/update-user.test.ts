// Updating a user through WorkOS' API: every parameter, every refusal, and that nothing else changes.
import { describe, expect, test } from 'vitest';
import { ulidOfUuid } from '../../../src/core/model/id.ts';
import { set } from '../../../src/core/model/patch.ts';
import { identitiesOf } from '../../../src/transfer/sources/identities.ts';
import { expectError, fresh, usePlace } from './harness.ts';

const place = usePlace();
const put = (id: string, body: unknown) => place.call('PUT', `/users/${id}`, body);

async function everything() {
  return await place.user({
    email_verified: true,
    first_name: 'Marcelina',
    last_name: 'Davis',
    name: 'Marcelina K. Davis',
    external_id: fresh('ext'),
    metadata: { team: 'blue', floor: '3' },
    password: 'a long enough phrase',
  });
}

/** Changes a user and demands that exactly `expected` has changed in the answer and in what is read afterwards. */
async function changes(user: { id: string }, body: object, expected: object) {
  const answer = await put(user.id, body);
  const updated_at = expect.any(String);
  expect([answer.status, answer.body]).toEqual([200, { ...user, ...expected, updated_at }]);
  expect(await place.get(user.id)).toEqual(answer.body);
  return answer.body;
}

describe('each parameter', () => {
  test.each([
    [{ first_name: 'Ada' }, { first_name: 'Ada' }],
    [{ last_name: 'Byron' }, { last_name: 'Byron' }],
    [{ name: 'Ada Byron' }, { name: 'Ada Byron' }],
    [{ first_name: '' }, { first_name: null }],
    [{ locale: 'en-US' }, { locale: 'en-US' }],
    [{ external_id: 'my/own id' }, { external_id: 'my/own id' }],
    [{ external_id: null }, { external_id: null }],
    [{ metadata: { team: 'red' } }, { metadata: { team: 'red', floor: '3' } }],
    [{ metadata: { team: null, desk: '7' } }, { metadata: { floor: '3', desk: '7' } }],
    [{ metadata: {} }, { metadata: {} }],
    [{ metadata: null }, { metadata: {} }],
    [{ email_verified: true }, {}],
    [{}, {}],
  ])('%j', async (body, expected) => {
    await changes(await everything(), body, expected);
  });

  test('locale can be taken away', async () => {
    const user = await everything();
    await put(user.id, { locale: 'fr' });
    await changes(user, { locale: null }, { locale: null });
  });

  test('all at once', async () => {
    const user = await everything();
    const email = `${fresh()}@example.com`;
    const body = { first_name: 'A', last_name: 'B', name: 'A B', external_id: fresh('e'), locale: 'de', email };
    const rest = { metadata: { team: 'red' }, password: 'another long phrase' };
    const metadata = { team: 'red', floor: '3' };
    await changes(user, { ...body, ...rest }, { ...body, metadata, email_verified: false });
  });

  test('null says nothing of what cannot be empty', async () => {
    const names = ['first_name', 'last_name', 'name', 'email', 'email_verified', 'password', 'password_hash'];
    const nulls = Object.fromEntries([...names, 'password_hash_type'].map((name) => [name, null]));
    const user = await everything();
    expect((await place.unchanged(user.id, () => put(user.id, nulls))).body).toEqual(user);
  });

  test('what is already so changes nothing', async () => {
    const user = await everything();
    const { email, first_name, name, external_id, metadata } = user;
    const same = { email: email.toUpperCase(), email_verified: true, first_name, name, external_id, metadata };
    expect((await place.unchanged(user.id, () => put(user.id, same))).body).toEqual(user);
  });
});

describe('the email', () => {
  test('is unverified when it is new, and the old one is free', async () => {
    const user = await everything();
    const email = `${fresh()}@example.com`;
    await changes(user, { email }, { email, email_verified: false });
    expect((await place.record(user.id)).emails.map(({ address }) => address)).toEqual([email]);
    expect((await place.user({ email: user.email })).email).toBe(user.email);
    expectError(await place.call('POST', '/users', { email }), 400, 'user_creation_error', ['email_not_available']);
  });

  test('is verified at once when told so, or later', async () => {
    const email = `${fresh()}@example.com`;
    await changes(await everything(), { email, email_verified: true }, { email, email_verified: true });
    const user = await place.user();
    const plain = await put(user.id, { email_verified: false });
    expect([plain.status, plain.body]).toEqual([200, user]);
    await changes(user, { email_verified: true }, { email_verified: true });
  });

  test('that is new may be declared unverified', async () => {
    const email = `${fresh()}@example.com`;
    await changes(await everything(), { email, email_verified: false }, { email, email_verified: false });
  });

  test('takes identities away that do not match it, and keeps those that do', async () => {
    const [old, email] = [`${fresh()}@example.com`, `${fresh()}@example.com`];
    const account = (provider: string, address: string | null) => ({ provider, subject: fresh(), email: address });
    const accounts = [account('google', old), account('github', email.toUpperCase()), account('slack', null)];
    const contact = { id: null, value: old, claim: 'verified', strategy: 'admin', secondFactor: false } as const;
    const made = await place.made({
      emails: { list: { op: 'replace', items: [contact] }, primary: { op: 'first' }, linked: 'refuse' },
      identities: identitiesOf(accounts, Date.now()),
    });
    const id = `user_${ulidOfUuid(made.id)}`;
    const list = async () => (await place.call('GET', `/users/${id}/identities`)).body;
    const names = async () => (await list()).map(({ provider }: { provider: string }) => provider);
    expect(await list()).toContainEqual({ idp_id: accounts[0]?.subject, type: 'OAuth', provider: 'GoogleOAuth' });
    await put(id, { first_name: 'Ada', email: old.toUpperCase() });
    expect(await names()).toEqual(['GoogleOAuth', 'GithubOAuth', 'SlackOAuth']);
    expect((await put(id, { email })).body).toMatchObject({ email, email_verified: false });
    expect(await names()).toEqual(['GithubOAuth']);
  });

  test('comes to a user who has none', async () => {
    const made = await place.made({ username: set(fresh()) });
    const id = `user_${ulidOfUuid(made.id)}`;
    expect((await put(id, { email_verified: true })).body.errors).toEqual([
      { code: 'email_string_required', message: expect.any(String) },
    ]);
    const email = `${fresh()}@example.com`;
    expect((await put(id, { email })).body).toMatchObject({ email, email_verified: false });
  });

  describe('of a user who has several', () => {
    const contact = (value: string, claim: 'verified' | 'unverified') =>
      ({ id: null, value, claim, strategy: 'admin', secondFactor: false }) as const;

    async function several(second: 'verified' | 'unverified') {
      const addresses = [`${fresh()}@example.com`, `${fresh()}@example.com`];
      const [main = '', other = ''] = addresses;
      const items = [contact(main, 'verified'), contact(other, second)];
      const emails = { list: { op: 'replace', items }, primary: { op: 'first' }, linked: 'refuse' } as const;
      const made = await place.made({ emails });
      return { id: `user_${ulidOfUuid(made.id)}`, main, other };
    }

    test('may become another of them, with its proof', async () => {
      for (const [second, email_verified] of [
        ['verified', true],
        ['unverified', false],
      ] as const) {
        const { id, other } = await several(second);
        const answer = await put(id, { email: other.toUpperCase() });
        expect(answer.body).toMatchObject({ email: other, email_verified });
        expect((await place.record(id)).emails).toHaveLength(1);
      }
    });

    test('does not give way to an unproven one while another is proven', async () => {
      const { id, main } = await several('verified');
      const email = `${fresh()}@example.com`;
      expectError(await place.unchanged(id, () => put(id, { email })), 400, 'email_change_not_allowed');
      expect((await put(id, { email, email_verified: true })).body).toMatchObject({ email, email_verified: true });
      expect((await place.record(id)).emails.map(({ address }) => address)).not.toContain(main);
    });
  });
});

describe('refuses, and changes nothing:', () => {
  test.each([
    [{ email: 'nobody' }, 'invalid_email'],
    [{ email: 'a@b@example.com' }, 'invalid_email'],
    [{ email_verified: false }, 'email_already_verified'],
    [{ locale: 'not a tag' }, 'invalid_locale'],
    [{ metadata: { ['k'.repeat(41)]: 'x' } }, 'invalid_metadata'],
    [{ metadata: { key: 'v'.repeat(601) } }, 'invalid_metadata'],
    [{ metadata: Object.fromEntries(Array.from({ length: 49 }, (_, i) => [`k${i}`, 'x'])) }, 'invalid_metadata'],
    [{ metadata: { key: 7 } }, 'invalid_metadata'],
    [{ metadata: { key: { inner: 'x' } } }, 'invalid_metadata'],
  ])('%.60j', async (body, code) => {
    const user = await everything();
    expectError(await place.unchanged(user.id, () => put(user.id, { last_name: 'X', ...body })), 400, code);
  });

  test('what somebody else has', async () => {
    const [user, other] = [await everything(), await everything()];
    const refused = (body: object) => place.unchanged(user.id, () => put(user.id, { last_name: 'X', ...body }));
    expectError(await refused({ email: other.email.toUpperCase() }), 400, 'email_not_available');
    expectError(await refused({ external_id: other.external_id }), 400, 'external_id_already_used');
    const unproven = await place.user();
    expectError(await refused({ email: unproven.email }), 400, 'email_not_available');
  });

  test.each([
    [{ email: '' }, ['email_string_required']],
    [{ email: 7 }, ['email_string_required']],
    [{ email_verified: 'true' }, ['email_verified_boolean_required']],
    [{ first_name: 7 }, ['first_name_string_required']],
    [{ last_name: {} }, ['last_name_string_required']],
    [{ name: [] }, ['name_string_required']],
    [{ name: 'x'.repeat(257) }, ['name_too_long']],
    [{ locale: '' }, ['locale_string_required']],
    [{ external_id: '' }, ['external_id_string_required']],
    [{ external_id: 'x'.repeat(129) }, ['external_id_too_long']],
    [{ external_id: 'é' }, ['external_id_invalid']],
    [{ metadata: [] }, ['metadata_object_required']],
    [{ metadata: 'x' }, ['metadata_object_required']],
    [{ password: 7 }, ['password_string_required']],
    [{ password_hash: 'x' }, ['password_hash_type_string_required']],
    [{ password_hash_type: 'bcrypt' }, ['password_hash_string_required']],
    [{ password_hash: 'x', password_hash_type: 'md5' }, ['password_hash_type_invalid']],
    [
      { password_hash: 'x', password_hash_type: 'ssha256', password_salt_position: 'middle' },
      ['password_salt_position_invalid'],
    ],
    [{ id: 'user_1', created_at: 'now' }, ['id_unknown', 'created_at_unknown']],
    [{ first_name: 7, email: '' }, ['email_string_required', 'first_name_string_required']],
  ])('%.60j', async (body, errors) => {
    const user = await everything();
    const answer = await place.unchanged(user.id, () => put(user.id, body));
    expectError(answer, 422, 'invalid_request_parameters', errors);
  });
});

test('an update leaves alone what this API does not show', async () => {
  const contact = (value: string) =>
    ({ id: null, value, claim: 'verified', strategy: 'admin', secondFactor: false }) as const;
  const made = await place.made({
    username: set(fresh()),
    phones: {
      list: { op: 'replace', items: [contact('+14155552671')] },
      primary: { op: 'first' },
      linked: 'refuse',
    },
    timezone: set('Europe/Vienna'),
    metadata: {
      public: { op: 'replace', value: { a: 1 } },
      private: { op: 'replace', value: { b: 2 } },
      unsafe: { op: 'replace', value: { c: 3 } },
      labels: { op: 'replace', value: {} },
      extra: { op: 'replace', value: { d: true } },
    },
  });
  const id = `user_${ulidOfUuid(made.id)}`;
  await put(id, { email: `${fresh()}@example.com`, first_name: 'Ada', metadata: { e: 'f' } });
  const after = await place.record(id);
  const { emails, primaryEmailId, updatedAt } = after;
  expect(after).toEqual({
    ...made,
    ...{ rev: 2, firstName: 'Ada', emails, primaryEmailId, updatedAt },
    metadata: { ...made.metadata, labels: { e: 'f' } },
  });
});
