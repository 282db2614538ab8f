// Users: how they are made, read, banned, locked and deleted.
import { describe, expect, test } from 'vitest';
import { expectErrors, type Fault, fresh, usePlace } from './harness.ts';

const place = usePlace();

describe('creating', () => {
  test('with everything', async () => {
    const [one, two] = [`${fresh()}@example.com`, `${fresh()}@example.com`];
    const username = fresh('ada');
    const user = await place.user({
      external_id: fresh('ext'),
      first_name: 'Ada',
      last_name: 'Lovelace',
      locale: 'en-GB',
      email_address: [one, two],
      email_address_identification_status: ['verified', 'reserved'],
      phone_number: ['+1 415 555 2671'],
      web3_wallet: ['0x1234567890abcdef1234567890abcdef12345678'],
      username,
      password: 'a rather long one',
      public_metadata: { plan: 'pro' },
      private_metadata: { note: null },
      unsafe_metadata: { theme: 'dark' },
      delete_self_enabled: false,
      create_organization_enabled: false,
      create_organizations_limit: 2,
      legal_accepted_at: '2020-01-01T00:00:00Z',
      created_at: '2019-01-01T00:00:00Z',
      bypass_client_trust: true,
      locked: true,
    });
    const verified = {
      object: 'verification_admin',
      status: 'verified',
      strategy: 'admin',
      attempts: null,
      expire_at: null,
    };
    expect(user).toMatchObject({
      object: 'user',
      id: expect.stringMatching(/^user_[0-9A-Za-z]{27}$/),
      first_name: 'Ada',
      locale: 'en-GB',
      username,
      email_addresses: [
        { email_address: one, verification: verified, reserved: false },
        { email_address: two, verification: null, reserved: true },
      ],
      phone_numbers: [{ phone_number: '+14155552671', verification: verified }],
      web3_wallets: [{ web3_wallet: '0x1234567890abcdef1234567890abcdef12345678', verification: verified }],
      primary_email_address_id: user.email_addresses[0].id,
      primary_phone_number_id: user.phone_numbers[0].id,
      primary_web3_wallet_id: user.web3_wallets[0].id,
      public_metadata: { plan: 'pro' },
      private_metadata: { note: null },
      unsafe_metadata: { theme: 'dark' },
      password_enabled: true,
      created_at: 1_546_300_800_000,
      legal_accepted_at: 1_577_836_800_000,
      bypass_client_trust: true,
      locked: true,
      lockout_expires_in_seconds: 3600,
      verification_attempts_remaining: 10,
      banned: false,
      has_image: false,
      image_url: expect.stringMatching(/^https:\/\/users\.example\.com\/images\/default\/[0-9a-f-]{36}$/),
    });
    expect(await place.get(user.id)).toEqual(user);
    expect(await place.history(user.id)).toEqual(['user.created']);
  });

  test('with a digest, banned, and without any identifier', async () => {
    const digest = '$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm';
    const user = await place.user({
      email_address: [],
      skip_user_requirement: true,
      password_digest: digest,
      password_hasher: 'bcrypt',
      banned: true,
    });
    expect(user).toMatchObject({ banned: true, email_addresses: [], primary_email_address_id: null });
    const { body } = await place.call('POST', `/users/${user.id}/verify_password`, { password: 'password' });
    expect(body).toEqual({ verified: true });
  });

  const cases: [name: string, body: unknown, status: number, ...faults: Fault[]][] = [
    ['a strange key', { email: 'a@example.com', username: 'abcd' }, 422, ['form_param_unknown', 'email']],
    [
      'an address that is no list',
      { email_address: 'a@example.com' },
      422,
      ['form_param_type_invalid', 'email_address'],
    ],
    ['an address that is none', { email_address: ['nope'] }, 422, ['form_param_format_invalid', 'email_address']],
    ['a number that is none', { phone_number: ['555'] }, 422, ['form_param_format_invalid', 'phone_number']],
    ['a wallet that is none', { web3_wallet: ['0x1'] }, 422, ['form_param_format_invalid', 'web3_wallet']],
    [
      'an address twice',
      { email_address: ['dup@example.com', 'DUP@example.com'] },
      422,
      ['form_param_duplicate', 'email_address'],
    ],
    [
      'fewer statuses than addresses',
      { email_address: ['a1@example.com', 'a2@example.com'], email_address_identification_status: ['verified'] },
      422,
      ['form_param_array_length_mismatch', 'email_address_identification_status'],
    ],
    [
      'a strange status',
      { phone_number: ['+14155552671'], phone_number_identification_status: ['unverified'] },
      422,
      ['form_param_value_invalid', 'phone_number_identification_status'],
    ],
    [
      'metadata that is no object',
      { username: 'abcdef', public_metadata: [] },
      422,
      ['form_param_value_invalid', 'public_metadata'],
    ],
    [
      'two faults',
      { username: 'x!', phone_number: ['1'] },
      422,
      ['form_username_invalid_character', 'username'],
      ['form_username_invalid_length', 'username'],
      ['form_param_format_invalid', 'phone_number'],
    ],
    ['a body that is no object', '[]', 400, ['request_body_invalid']],
  ];
  test.each(cases)('not with %s', async (_name, body, status, ...faults) => {
    const before = (await place.call('GET', '/users/count')).body.total_count;
    expectErrors(await place.call('POST', '/users', body), status, ...faults);
    expect((await place.call('GET', '/users/count')).body.total_count).toBe(before);
  });

  test('not with nothing', async () => {
    const { status, body } = await place.call('POST', '/users');
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([
      { code: 'form_data_missing', meta: { param_names: expect.arrayContaining(['email_address']) } },
    ]);
  });

  test('not with what is taken', async () => {
    const [address, username] = [`${fresh()}@example.com`, fresh('taken')];
    await place.user({ email_address: [address], username, phone_number: ['+14155552672'] });
    const create = (body: object) => place.call('POST', '/users', body);
    expectErrors(await create({ email_address: [address.toUpperCase()] }), 422, [
      'form_identifier_exists',
      'email_address',
    ]);
    expectErrors(await create({ username: username.toUpperCase() }), 422, ['form_identifier_exists', 'username']);
    expectErrors(await create({ phone_number: ['+14155552672'] }), 422, ['form_identifier_exists', 'phone_number']);
  });
});

describe('deleting', () => {
  test('answers what is gone, once', async () => {
    const user = await place.user({ external_id: fresh('ext') });
    const { status, body } = await place.call('DELETE', `/users/${user.id}`);
    expect([status, body]).toEqual([
      200,
      { object: 'user', id: user.id, deleted: true, external_id: user.external_id },
    ]);
    expectErrors(await place.call('DELETE', `/users/${user.id}`), 404, ['resource_not_found']);
    expectErrors(await place.call('GET', `/users/${user.id}`), 404, ['resource_not_found']);
    const other = await place.user({ email_address: [user.email_addresses[0].email_address] });
    expect(await place.call('DELETE', `/users/${other.id}`, '')).toMatchObject({ body: { id: other.id } });
  });

  test('an id that is none', async () => {
    expectErrors(await place.call('DELETE', '/users/count'), 404, ['resource_not_found']);
  });
});

describe('standing', () => {
  test('a ban ends sessions, and a lock does not', async () => {
    const user = await place.user();
    const { body: session } = await place.call('POST', '/sessions', { user_id: user.id });
    expect((await place.call('POST', `/users/${user.id}/lock`)).body).toMatchObject({
      locked: true,
      lockout_expires_in_seconds: 3600,
    });
    expect((await place.call('GET', `/sessions/${session.id}`)).body.status).toBe('active');
    expectErrors(await place.call('POST', '/sessions', { user_id: user.id }), 403, ['user_locked']);
    expect((await place.call('POST', `/users/${user.id}/unlock`)).body).toMatchObject({
      locked: false,
      lockout_expires_in_seconds: null,
    });
    expect((await place.call('POST', `/users/${user.id}/ban`)).body).toMatchObject({ banned: true });
    expect((await place.call('GET', `/sessions/${session.id}`)).body.status).toBe('revoked');
    expectErrors(await place.call('POST', '/sessions', { user_id: user.id }), 403, ['user_banned']);
    await place.unchanged(user.id, () => place.call('POST', `/users/${user.id}/ban`));
    expect((await place.call('POST', `/users/${user.id}/unban`)).body).toMatchObject({ banned: false });
  });

  test('many at once, all or none', async () => {
    const [one, two] = [await place.user(), await place.user()];
    const ban = (ids: unknown) => place.call('POST', '/users/ban', { user_ids: ids });
    const answer = await place.unchanged(one.id, () => ban([one.id, 'user_nobody']));
    expectErrors(answer, 404, ['resource_not_found']);
    const { body } = await ban([one.id, two.id, one.id]);
    expect(body).toMatchObject([
      { id: one.id, banned: true },
      { id: two.id, banned: true },
    ]);
    expect((await place.call('POST', '/users/unban', { user_ids: [two.id] })).body).toMatchObject([
      { id: two.id, banned: false },
    ]);
    expectErrors(await ban(Array.from({ length: 51 }, (_, index) => `user_${index}`)), 400, ['bulk_size_exceeded']);
    expectErrors(await ban([]), 422, ['form_param_value_invalid', 'user_ids']);
    expectErrors(await ban('x'), 422, ['form_param_type_invalid', 'user_ids']);
    expectErrors(await place.call('POST', '/users/ban'), 422, ['form_param_missing', 'user_ids']);
  });
});

describe('what nobody has', () => {
  test('organizations, tokens, passkeys, outside accounts', async () => {
    const { id } = await place.user();
    const empty = { data: [], total_count: 0 };
    const get = async (path: string) => (await place.call('GET', `/users/${id}/${path}`)).body;
    expect(await get('organization_memberships?limit=5')).toEqual(empty);
    expect(await get('organization_invitations?status=pending')).toEqual(empty);
    expect(await get('oauth_access_tokens/oauth_google?paginated=true')).toEqual(empty);
    expect(await get('oauth_access_tokens/oauth_google')).toEqual([]);
    const remove = (path: string) => place.unchanged(id, () => place.call('DELETE', `/users/${id}/${path}`));
    expectErrors(await remove('passkeys/idn_x'), 404, ['passkey_not_registered']);
    expectErrors(await remove('external_accounts/eac_x'), 404, ['external_account_not_found']);
    expectErrors(await remove('web3_wallets/idn_x'), 404, ['resource_not_found']);
    expectErrors(await place.call('GET', '/users/user_x/organization_memberships'), 404, ['resource_not_found']);
  });

  test('a wallet that is there can be taken away', async () => {
    const user = await place.user({ web3_wallet: ['0x1234567890abcdef1234567890abcdef12345679'] });
    const { id } = user.web3_wallets[0];
    const { body } = await place.call('DELETE', `/users/${user.id}/web3_wallets/${id}`);
    expect(body).toEqual({ object: 'web3_wallet', id, deleted: true });
    expect(await place.get(user.id)).toMatchObject({ web3_wallets: [], primary_web3_wallet_id: null });
  });
});
