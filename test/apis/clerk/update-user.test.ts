// Updating a user, parameter by parameter: what each does, what each refuses, and that a refusal changes nothing.
import { describe, expect, test } from 'vitest';
import { expectErrors, type Fault, fresh, usePlace } from './harness.ts';

const place = usePlace();

describe('sets', () => {
  const bcryptDigest = '$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm';
  const factor = { two_factor_enabled: true, mfa_enabled_at: expect.any(Number) };
  const cases: [name: string, body: Record<string, unknown>, user: Record<string, unknown>][] = [
    ['first_name', { first_name: 'Grace' }, { first_name: 'Grace' }],
    ['first_name null', { first_name: null }, { first_name: null }],
    ['first_name empty', { first_name: '' }, { first_name: null }],
    ['last_name', { last_name: 'Hopper' }, { last_name: 'Hopper' }],
    ['last_name null', { last_name: null }, { last_name: null }],
    ['external_id', { external_id: 'crm/1' }, { external_id: 'crm/1' }],
    ['external_id null', { external_id: null }, { external_id: null }],
    ['locale', { locale: 'de-AT' }, { locale: 'de-AT' }],
    ['locale null', { locale: null }, { locale: null }],
    ['timezone', { timezone: 'Europe/Vienna' }, {}],
    ['username', { username: 'Grace_H-1' }, { username: 'Grace_H-1' }],
    ['username null', { username: null }, { username: null }],
    ['username empty', { username: '' }, { username: null }],
    ['password', { password: 'a rather long one' }, { password_enabled: true }],
    ['password null', { password: null }, { password_enabled: true }],
    ['a weak password unchecked', { password: 'x', skip_password_checks: true }, { password_enabled: true }],
    ['a digest', { password_digest: bcryptDigest, password_hasher: 'bcrypt' }, { password_enabled: true }],
    ['skip_password_requirement', { skip_password_requirement: true }, {}],
    ['skip_password_checks false alone', { skip_password_checks: false }, {}],
    ['skip_legal_checks', { skip_legal_checks: true }, {}],
    ['totp_secret null', { totp_secret: null }, { totp_enabled: false }],
    ['totp_secret empty', { totp_secret: '' }, { totp_enabled: false, two_factor_enabled: false }],
    ['totp_secret', { totp_secret: 'JBSWY3DPEHPK3PXP' }, { totp_enabled: true, ...factor }],
    ['a TOTP secret as people copy it', { totp_secret: 'jbsw y3dp ehpk 3pxp==' }, { totp_enabled: true, ...factor }],
    ['backup_codes empty', { backup_codes: [] }, { backup_code_enabled: false }],
    ['backup_codes null', { backup_codes: null }, { backup_code_enabled: false }],
    ['backup_codes', { backup_codes: ['abcd1234', bcryptDigest] }, { backup_code_enabled: true, ...factor }],
    ['delete_self_enabled', { delete_self_enabled: false }, { delete_self_enabled: false }],
    ['delete_self_enabled null', { delete_self_enabled: null }, { delete_self_enabled: true }],
    ['create_organization_enabled', { create_organization_enabled: false }, { create_organization_enabled: false }],
    ['create_organizations_limit', { create_organizations_limit: 3 }, { create_organizations_limit: 3 }],
    ['create_organizations_limit 0', { create_organizations_limit: 0 }, { create_organizations_limit: 0 }],
    ['create_organizations_limit null', { create_organizations_limit: null }, { create_organizations_limit: null }],
    ['legal_accepted_at', { legal_accepted_at: '2020-02-29T10:00:00.5Z' }, { legal_accepted_at: 1_582_970_400_500 }],
    ['legal_accepted_at null', { legal_accepted_at: null }, { legal_accepted_at: null }],
    ['created_at', { created_at: '2012-10-20T09:15:20.902+02:00' }, { created_at: 1_350_717_320_902 }],
    ['bypass_client_trust', { bypass_client_trust: true }, { bypass_client_trust: true }],
    ['bypass_client_trust false', { bypass_client_trust: false }, { bypass_client_trust: false }],
    ['primary_email_address_id null', { primary_email_address_id: null }, { primary_email_address_id: null }],
    ['profile_image_id null', { profile_image_id: null }, { has_image: false }],
    ['nothing', {}, {}],
  ];
  test.each(cases)('%s', async (name, body, expected) => {
    const before = await place.user({ password: 'old password 123', username: fresh('name'), first_name: 'Ada' });
    const sent = name === 'username' ? { ...body, username: fresh('Grace_H-') } : body;
    const wanted = name === 'username' ? { ...expected, username: sent.username } : expected;
    const { status, body: after } = await place.call('PATCH', `/users/${before.id}`, sent);
    expect(after).toMatchObject(wanted);
    expect(status).toBe(200);
    const touched = new Set([...Object.keys(wanted), 'updated_at', 'password_last_updated_at']);
    for (const [key, value] of Object.entries(before))
      if (!touched.has(key)) expect([key, after[key]]).toEqual([key, value]);
    expect(await place.get(before.id)).toEqual(after);
  });

  test('several at once, and no parameter at all with an empty body', async () => {
    const user = await place.user();
    const { body } = await place.call('PATCH', `/users/${user.id}`, {
      first_name: 'A',
      last_name: 'B',
      external_id: fresh(),
    });
    expect(body).toMatchObject({ first_name: 'A', last_name: 'B' });
    expect(await place.history(user.id)).toHaveLength(2);
    await place.unchanged(user.id, () => place.call('PATCH', `/users/${user.id}`));
    await place.unchanged(user.id, () => place.call('PATCH', `/users/${user.id}`, ''));
    await place.unchanged(user.id, () => place.call('PATCH', `/users/${user.id}`, { first_name: 'A' }));
  });

  test('another primary address', async () => {
    const first = `${fresh()}@example.com`;
    const second = `${fresh()}@example.com`;
    const user = await place.user({ email_address: [first, second] });
    const other = user.email_addresses[1].id;
    const { body } = await place.call('PATCH', `/users/${user.id}`, {
      primary_email_address_id: other,
      notify_primary_email_address_changed: true,
    });
    expect(body.primary_email_address_id).toBe(other);
    expect(body.email_addresses).toEqual(user.email_addresses);
  });

  test('the password, which signs in from then on, and ends sessions when asked', async () => {
    const user = await place.user({ password: 'old password 123' });
    const { body: session } = await place.call('POST', '/sessions', { user_id: user.id });
    await place.call('PATCH', `/users/${user.id}`, { password: 'new password 456' });
    expect((await place.call('GET', `/sessions/${session.id}`)).body.status).toBe('active');
    await place.call('PATCH', `/users/${user.id}`, { password: 'new password 789', sign_out_of_other_sessions: true });
    expect((await place.call('GET', `/sessions/${session.id}`)).body.status).toBe('revoked');
    const verify = (password: string) => place.call('POST', `/users/${user.id}/verify_password`, { password });
    expect((await verify('new password 789')).body).toEqual({ verified: true });
    expectErrors(await verify('old password 123'), 422, ['incorrect_password']);
  });
});

describe('refuses', () => {
  const long = 'x'.repeat(257);
  const cases: [name: string, body: Record<string, unknown>, ...faults: Fault[]][] = [
    ['a strange key', { firstname: 'A' }, ['form_param_unknown', 'firstname']],
    [
      'several faults at once',
      { a: 1, first_name: 1 },
      ['form_param_unknown', 'a'],
      ['form_param_type_invalid', 'first_name'],
    ],
    ['a key of creation', { skip_user_requirement: true }, ['form_param_unknown', 'skip_user_requirement']],
    ['banned', { banned: true }, ['form_param_unknown', 'banned']],
    ['a number for a name', { last_name: 5 }, ['form_param_type_invalid', 'last_name']],
    ['a list for a name', { first_name: [] }, ['form_param_type_invalid', 'first_name']],
    ['a text for a flag', { delete_self_enabled: 'true' }, ['form_param_type_invalid', 'delete_self_enabled']],
    [
      'a number for a flag',
      { sign_out_of_other_sessions: 1 },
      ['form_param_type_invalid', 'sign_out_of_other_sessions'],
    ],
    [
      'a text for a flag beside a password',
      { skip_password_checks: 'x', password: 'a rather long one' },
      ['form_param_type_invalid', 'skip_password_checks'],
    ],
    ['a fraction', { create_organizations_limit: 1.5 }, ['form_param_type_invalid', 'create_organizations_limit']],
    [
      'a text for a number',
      { create_organizations_limit: '5' },
      ['form_param_type_invalid', 'create_organizations_limit'],
    ],
    [
      'a negative limit',
      { create_organizations_limit: -1 },
      ['form_param_value_invalid', 'create_organizations_limit'],
    ],
    ['a long name', { first_name: long }, ['form_param_max_length_exceeded', 'first_name']],
    ['a long external id', { external_id: long }, ['form_param_max_length_exceeded', 'external_id']],
    ['an empty external id', { external_id: '' }, ['form_param_value_invalid', 'external_id']],
    ['a locale that is none', { locale: 'not a locale' }, ['form_param_format_invalid', 'locale']],
    ['a time zone that is none', { timezone: 'Mars/Olympus' }, ['form_param_format_invalid', 'timezone']],
    ['a short username', { username: 'abc' }, ['form_username_invalid_length', 'username']],
    ['a long username', { username: 'a'.repeat(65) }, ['form_username_invalid_length', 'username']],
    ['characters in a username', { username: 'ada love' }, ['form_username_invalid_character', 'username']],
    ['a username of digits', { username: '123456' }, ['form_username_needs_non_number_char', 'username']],
    [
      'a telephone number as username',
      { username: '+14155550100' },
      ['form_username_cannot_be_phone_number', 'username'],
    ],
    ['a short password', { password: '8eN!q' }, ['form_password_length_too_short', 'password']],
    ['an empty password', { password: '' }, ['form_password_length_too_short', 'password']],
    ['a long password', { password: 'aB3$'.repeat(19) }, ['form_password_length_too_long', 'password']],
    ['a common password', { password: 'password123' }, ['form_password_pwned', 'password']],
    ['unchecked without a password', { skip_password_checks: true }, ['form_conditional_param_missing', 'password']],
    [
      'signing out without a password',
      { sign_out_of_other_sessions: true },
      ['form_conditional_param_missing', 'password'],
    ],
    ['a digest alone', { password_digest: 'x' }, ['form_conditional_param_missing', 'password_hasher']],
    ['a hasher alone', { password_hasher: 'bcrypt' }, ['form_conditional_param_missing', 'password_digest']],
    [
      'a digest beside a password',
      { password: 'a rather long one', password_digest: 'x', password_hasher: 'bcrypt' },
      ['form_conditional_param_disallowed', 'password_digest'],
    ],
    [
      'an unknown hasher',
      { password_digest: 'x', password_hasher: 'rot13' },
      ['form_param_value_invalid', 'password_hasher'],
    ],
    [
      'a malformed digest',
      { password_digest: 'x', password_hasher: 'bcrypt' },
      ['form_password_digest_invalid_code', 'password_digest'],
    ],
    ['a TOTP secret that is none', { totp_secret: 'not base32!' }, ['invalid_totp_secret_code', 'totp_secret']],
    ['a short TOTP secret', { totp_secret: 'JBSWY3DP' }, ['invalid_totp_secret_code', 'totp_secret']],
    ['a number for a TOTP secret', { totp_secret: 5 }, ['form_param_type_invalid', 'totp_secret']],
    ['a backup code of nothing', { backup_codes: ['good', ' - '] }, ['form_param_format_invalid', 'backup_codes']],
    ['half a bcrypt digest', { backup_codes: ['$2b$10$abc'] }, ['form_param_format_invalid', 'backup_codes']],
    [
      'a bcrypt digest of a backup code that costs too much',
      { backup_codes: [`$2b$13$${'a'.repeat(22)}${'b'.repeat(31)}`] },
      ['form_param_format_invalid', 'backup_codes'],
    ],
    [
      'half a bcrypt digest beside a good one of the password',
      {
        password_digest: '$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm',
        password_hasher: 'bcrypt',
        backup_codes: ['$2b$10$abc'],
      },
      ['form_param_format_invalid', 'backup_codes'],
    ],
    [
      'more backup codes than serve anybody',
      { backup_codes: Array.from({ length: 21 }, (_, index) => `code${index}`) },
      ['form_param_array_size_exceeded', 'backup_codes'],
    ],
    ['a long backup code', { backup_codes: ['x'.repeat(129)] }, ['form_param_max_length_exceeded', 'backup_codes']],
    ['backup codes that are no texts', { backup_codes: [1] }, ['form_param_type_invalid', 'backup_codes']],
    ['a date without a time', { created_at: '2020-01-01' }, ['form_param_invalid_time', 'created_at']],
    ['a date that is none', { created_at: '2023-02-29T00:00:00Z' }, ['form_param_invalid_time', 'created_at']],
    ['a number for a date', { legal_accepted_at: 1_600_000_000_000 }, ['form_param_invalid_time', 'legal_accepted_at']],
    ['the future', { created_at: '2999-01-01T00:00:00Z' }, ['form_disallow_future_date', 'created_at']],
    ['before 1970', { created_at: '1901-01-01T00:00:00Z' }, ['form_param_invalid_time', 'created_at']],
    [
      'a strange primary address',
      { primary_email_address_id: 'idn_x' },
      ['form_resource_not_found', 'primary_email_address_id'],
    ],
    [
      'a strange primary number',
      { primary_phone_number_id: 'idn_x' },
      ['form_resource_not_found', 'primary_phone_number_id'],
    ],
    [
      'a strange primary wallet',
      { primary_web3_wallet_id: 'idn_x' },
      ['form_resource_not_found', 'primary_web3_wallet_id'],
    ],
  ];
  test.each(cases)('%s', async (_name, body, ...faults) => {
    const user = await place.user({ password: 'old password 123' });
    const answer = await place.unchanged(user.id, () =>
      place.call('PATCH', `/users/${user.id}`, { last_name: 'Z', ...body }),
    );
    expectErrors(answer, 422, ...faults);
  });

  test.each([
    ['external_id', 'external id'],
    ['username', 'username'],
  ])('a %s that is taken', async (param, thing) => {
    const value = fresh('Taken');
    await place.user({ [param]: value });
    const user = await place.user();
    const sent = param === 'username' ? value.toUpperCase() : value;
    const answer = await place.unchanged(user.id, () => place.call('PATCH', `/users/${user.id}`, { [param]: sent }));
    expectErrors(answer, 422, ['form_identifier_exists', param]);
    expect(answer.body.errors[0].long_message).toBe(`That ${thing} is taken. Please try another.`);
  });

  test('an image that is not there', async () => {
    const user = await place.user();
    const id = 'img_2abcdefghijklmnopqrstuvwxyz';
    const answer = await place.unchanged(user.id, () =>
      place.call('PATCH', `/users/${user.id}`, { profile_image_id: id }),
    );
    expectErrors(answer, 404, ['image_not_found']);
  });

  test('an unproven primary address', async () => {
    const user = await place.user();
    const address = `${fresh()}@example.com`;
    const { body: email } = await place.call('POST', '/email_addresses', { user_id: user.id, email_address: address });
    const body = { primary_email_address_id: email.id };
    const answer = await place.unchanged(user.id, () => place.call('PATCH', `/users/${user.id}`, body));
    expectErrors(answer, 422, ['form_verification_needed', 'primary_email_address_id']);
  });

  test("somebody else's address", async () => {
    const other = await place.user();
    const user = await place.user();
    const body = { primary_email_address_id: other.primary_email_address_id };
    const answer = await place.unchanged(user.id, () => place.call('PATCH', `/users/${user.id}`, body));
    expectErrors(answer, 422, ['form_resource_not_found', 'primary_email_address_id']);
  });

  test('taking the last identifier away', async () => {
    const user = await place.user({ email_address: [], username: fresh('only') });
    const answer = await place.unchanged(user.id, () => place.call('PATCH', `/users/${user.id}`, { username: null }));
    expectErrors(answer, 400, ['last_required_identification_deletion_failed']);
  });

  test('somebody who is not there', async () => {
    for (const id of ['user_nobody', 'user_2abcdefghijklmnopqrstuvwxyz', 'x', '%00', 'x'.repeat(2000)]) {
      const answer = await place.call('PATCH', `/users/${id}`, { first_name: 'A' });
      expectErrors(answer, 404, ['resource_not_found']);
      expect(answer.body.errors[0].long_message).toBe(`No user was found with id ${decodeURIComponent(id)}`);
    }
  });
});

test('200 updates of one user at once all take effect', async () => {
  const user = await place.user();
  const keys = Array.from({ length: 200 }, (_, index) => `k${index}`);
  const answers = await Promise.all(
    keys.map((key) => place.call('PATCH', `/users/${user.id}/metadata`, { public_metadata: { [key]: 1 } })),
  );
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(Object.keys((await place.get(user.id)).public_metadata).sort()).toEqual(keys.sort());
});
