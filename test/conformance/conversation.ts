// A long talk with the Clerk API: every operation that users need, with success and with every kind of refusal.
import { codeAt, totpOf } from '../time-codes.ts';
import { type Memory, pixel, textAt, upload } from './app.ts';

const password = 'correct horse battery 7!';
const nobody = 'user_000000000000000000000000000';

interface Cast {
  user: string;
  email: string;
  phone: string;
  wallet: string;
}

async function makeUsers({ ask }: Memory): Promise<Cast> {
  const full = {
    external_id: 'ext-1',
    first_name: 'Ada',
    last_name: 'Lovelace',
    email_address: ['ada@example.com', 'ada@example.org'],
    email_address_identification_status: ['verified', 'reserved'],
    phone_number: ['+14155552671'],
    web3_wallet: ['0x52908400098527886e0f7030069857d2e4169ee7'],
    username: 'ada_l',
    password,
    public_metadata: { a: { b: [1, null] } },
    private_metadata: { p: 1 },
    unsafe_metadata: {},
    delete_self_enabled: false,
    legal_accepted_at: '2024-01-02T03:04:05.678Z',
    skip_legal_checks: true,
    create_organization_enabled: false,
    create_organizations_limit: 3,
    created_at: '2012-10-20T07:15:20.902Z',
    bypass_client_trust: true,
    locale: 'en-GB',
  };
  const made = await ask('POST', '/v1/users', { body: full });
  await ask('POST', '/v1/users', {
    body: { username: 'grace_h', banned: true, locked: true, skip_password_requirement: true },
  });
  const wrong: unknown[] = [
    full,
    {},
    { username: 'x' },
    { email_address: 'ada@example.com' },
    { email_address: ['no address'] },
    { email_address: ['a@example.com'], email_address_identification_status: [] },
    { phone_number: ['12'] },
    { username: 'someone', password: 'short' },
    { username: 'someone', password_digest: 'x' },
    { username: 'someone', password_digest: 'x', password_hasher: 'bcrypt' },
    { username: 'someone', password_digest: 'x', password_hasher: 'rot13' },
    { username: 'someone', shoe_size: 43, public_metadata: [] },
    { username: 'someone', created_at: 'yesterday' },
    [],
  ];
  for (const body of wrong) await ask('POST', '/v1/users', { body });
  const user = textAt(made.body, 'id');
  return {
    user,
    email: textAt(made.body, 'email_addresses', 0, 'id'),
    phone: textAt(made.body, 'phone_numbers', 0, 'id'),
    wallet: textAt(made.body, 'web3_wallets', 0, 'id'),
  };
}

async function listUsers({ ask }: Memory, { user }: Cast): Promise<void> {
  const queries = [
    '',
    'limit=1&offset=1',
    'email_address=ada@example.com&email_address=b@example.com',
    'query=ada&order_by=-first_name',
    'user_id=%2Buser_x&external_id=-ext-1',
    'banned=true',
    'created_at_after=1&created_at_before=9999999999999',
    `starting_after=${user}`,
    'organization_id=org_x',
    'limit=501',
    'limit=x',
    'offset=-1',
    'order_by=shoe_size',
    'banned=perhaps',
    'created_at_after=yesterday',
    'starting_after=user_x&order_by=username',
    'provider=google',
  ];
  for (const query of queries) {
    await ask('GET', `/v1/users?${query}`);
    if (!/limit|offset|order_by|starting_after/.test(query)) await ask('GET', `/v1/users/count?${query}`);
  }
}

async function updateUsers({ ask }: Memory, { user, email }: Cast): Promise<void> {
  const bodies: unknown[] = [
    undefined,
    {},
    { first_name: 'John', last_name: 'Wick' },
    { first_name: null, external_id: null, locale: null, legal_accepted_at: null, create_organizations_limit: null },
    { username: '' },
    { username: 'ada_2', primary_email_address_id: email, notify_primary_email_address_changed: false },
    { password: 'another Long pass 9', sign_out_of_other_sessions: true },
    { password: 'short' },
    { password: 5 },
    { skip_password_checks: true },
    { primary_email_address_id: 'idn_nothing' },
    { primary_phone_number_id: email },
    { profile_image_id: 'img_nothing' },
    { username: '+14155552672' },
    { username: 'grace_h' },
    { first_name: 'x'.repeat(10_000) },
    { first_name: 5, last_name: [], shoe_size: 43 },
    { totp_secret: 'not base32!' },
    { backup_codes: ['$2b$10$abc'] },
    { backup_codes: Array.from({ length: 21 }, (_, index) => `code${index}`) },
    { backup_codes: 'abc' },
    { created_at: '2999-01-01T00:00:00Z' },
    { locale: '!' },
    { create_organizations_limit: 1.5 },
    { public_metadata: { a: 1 } },
    [],
    null,
    '{"first_name":',
    '{"first_name":"\\u0000"}',
    '{"__proto__":{"polluted":true}}',
  ];
  const version = { 'clerk-api-version': '2026-05-12' };
  for (const body of bodies) await ask('PATCH', `/v1/users/${user}`, { body, headers: version });
  await ask('PATCH', `/v1/users/${user}`, {
    body: { public_metadata: { a: 1 } },
    headers: { 'clerk-api-version': '2025-11-10' },
  });
  await ask('PATCH', `/v1/users/${nobody}`, { body: {} });
  await ask('PATCH', `/v1/users/${user}`, { body: {}, headers: { 'clerk-api-version': '1999-01-01' } });
  await ask('PATCH', `/v1/users/${user}`, { body: {}, headers: { authorization: 'Bearer sk_test_wrong' } });
  const bags: unknown[] = [
    { public_metadata: { a: { b: null, c: 1 } } },
    { public_metadata: {}, private_metadata: {}, unsafe_metadata: { u: 1 } },
    { private_metadata: null },
    { public_metadata: 'x' },
    { public_metadata: { big: 'x'.repeat(9000) } },
    { shoe_size: 43 },
    [],
  ];
  for (const method of ['PATCH', 'PUT'] as const) {
    for (const body of bags) await ask(method, `/v1/users/${user}/metadata`, { body });
    await ask(method, `/v1/users/${nobody}/metadata`, { body: {} });
  }
}

/** Second factors: brought along, verified, used up, taken away; and guesses until the user is locked. */
async function proveFactors({ ask }: Memory, id: string): Promise<void> {
  const totp = totpOf(1);
  const path = `/v1/users/${id}`;
  const verify = (code: string) => ask('POST', `${path}/verify_totp`, { body: { code } });
  await ask('PATCH', path, { body: { totp_secret: totp.secret } });
  await verify('12345');
  await verify(codeAt(totp, Date.now()));
  await ask('PATCH', path, { body: { backup_codes: ['abcd1234', 'efgh5678'] } });
  for (const code of ['abcd1234', 'abcd1234', 'wrong']) await verify(code);
  await ask('DELETE', `${path}/totp`);
  await ask('DELETE', `${path}/backup_code`);
  await ask('PATCH', path, { body: { totp_secret: totp.secret, backup_codes: ['abcd1234'] } });
  for (let index = 0; index < 11; index++) await verify('wrong');
  await ask('POST', `${path}/verify_password`, { body: { password } });
  await ask('GET', path);
  await ask('POST', `${path}/unlock`);
  await ask('DELETE', `${path}/mfa`);
}

async function actOnUsers(memory: Memory, { user, wallet }: Cast): Promise<void> {
  const { ask } = memory;
  for (const id of [user, nobody]) {
    await ask('GET', `/v1/users/${id}`);
    for (const verb of ['lock', 'unlock', 'ban', 'unban']) await ask('POST', `/v1/users/${id}/${verb}`);
    await ask('POST', `/v1/users/${id}/profile_image`, upload(pixel));
    await ask('POST', `/v1/users/${id}/profile_image`, upload(Buffer.from('no image')));
    await ask('POST', `/v1/users/${id}/profile_image`, upload(pixel, 'picture'));
    await ask('POST', `/v1/users/${id}/profile_image`, { body: {} });
    await ask('DELETE', `/v1/users/${id}/profile_image`);
    await ask('POST', `/v1/users/${id}/verify_password`, { body: { password: 'another Long pass 9' } });
    await ask('POST', `/v1/users/${id}/verify_password`, { body: { password: 'wrong' } });
    await ask('POST', `/v1/users/${id}/verify_password`, { body: {} });
    await ask('POST', `/v1/users/${id}/password/set_compromised`, { body: { revoke_all_sessions: true } });
    await ask('POST', `/v1/users/${id}/password/set_compromised`, { body: { revoke_all_sessions: 'yes' } });
    await ask('POST', `/v1/users/${id}/password/unset_compromised`);
    await ask('POST', `/v1/users/${id}/remove_password`);
    await ask('POST', `/v1/users/${id}/remove_password`, { body: { sign_out_of_other_sessions: true } });
    await ask('POST', `/v1/users/${id}/verify_password`, { body: { password } });
    await ask('POST', `/v1/users/${id}/password/set_compromised`);
    await proveFactors(memory, id);
    await ask('POST', `/v1/users/${id}/verify_totp`, { body: { code: '123456' } });
    await ask('POST', `/v1/users/${id}/verify_totp`, { body: { code: 123456 } });
    for (const factor of ['mfa', 'totp', 'backup_code']) await ask('DELETE', `/v1/users/${id}/${factor}`);
    await ask('DELETE', `/v1/users/${id}/web3_wallets/${wallet}`);
    for (const thing of ['passkeys', 'web3_wallets', 'external_accounts'])
      await ask('DELETE', `/v1/users/${id}/${thing}/idn_x`);
    for (const list of ['organization_memberships', 'organization_invitations?status=pending'])
      await ask('GET', `/v1/users/${id}/${list}`);
    await ask('GET', `/v1/users/${id}/oauth_access_tokens/oauth_google?paginated=true`);
    await ask('GET', `/v1/users/${id}/oauth_access_tokens/oauth_google`);
  }
  for (const user_ids of [[user], [], [nobody], 'all']) {
    for (const verb of ['ban', 'unban']) await ask('POST', `/v1/users/${verb}`, { body: { user_ids } });
  }
}

async function talkOfContacts({ ask }: Memory, { user, email, phone }: Cast): Promise<void> {
  const kinds = [
    { path: 'email_addresses', field: 'email_address', fresh: ['new@example.com', 'last@example.com'], id: email },
    { path: 'phone_numbers', field: 'phone_number', fresh: ['+14155552673', '+14155552674'], id: phone },
  ];
  for (const { path, field, fresh, id } of kinds) {
    const made = await ask('POST', `/v1/${path}`, { body: { user_id: user, [field]: fresh[0] } });
    const added = textAt(made.body, 'id');
    await ask('POST', `/v1/${path}`, { body: { user_id: user, [field]: fresh[0] } });
    await ask('POST', `/v1/${path}`, { body: { user_id: nobody, [field]: fresh[1] } });
    await ask('POST', `/v1/${path}`, { body: { user_id: user, [field]: 'wrong' } });
    await ask('POST', `/v1/${path}`, { body: { user_id: user } });
    await ask('POST', `/v1/${path}`, { body: {} });
    for (const each of [id, added, 'idn_nothing']) {
      await ask('GET', `/v1/${path}/${each}`);
      await ask('PATCH', `/v1/${path}/${each}`, { body: {} });
      await ask('PATCH', `/v1/${path}/${each}`, { body: { verified: false } });
      await ask('PATCH', `/v1/${path}/${each}`, { body: { verified: true, primary: true } });
      await ask('PATCH', `/v1/${path}/${each}`, { body: { verified: 'yes' } });
    }
    await ask('PATCH', `/v1/phone_numbers/${phone}`, { body: { reserved_for_second_factor: true } });
    await ask('DELETE', `/v1/${path}/${added}`);
    await ask('DELETE', `/v1/${path}/${added}`);
    await ask('PUT', `/v1/users/${user}/${field}`, { body: { [field]: fresh[1] } });
    await ask('PUT', `/v1/users/${user}/${field}`, { body: { [field]: 'wrong' } });
    await ask('PUT', `/v1/users/${nobody}/${field}`, { body: { [field]: fresh[0] } });
  }
}

async function talkOfSessions({ ask }: Memory, { user }: Cast): Promise<void> {
  const made = await ask('POST', '/v1/sessions', { body: { user_id: user } });
  const id = textAt(made.body, 'id');
  for (const body of [{}, { user_id: nobody }, { user_id: 5 }, []]) await ask('POST', '/v1/sessions', { body });
  for (const query of [
    `user_id=${user}`,
    `user_id=${user}&status=active`,
    'status=asleep',
    `user_id=${user}&limit=0`,
  ]) {
    await ask('GET', `/v1/sessions?${query}`);
  }
  for (const each of [id, 'sess_nothing']) {
    await ask('GET', `/v1/sessions/${each}`);
    await ask('POST', `/v1/sessions/${each}/tokens`);
    await ask('POST', `/v1/sessions/${each}/tokens`, { body: { expires_in_seconds: 60 } });
    await ask('POST', `/v1/sessions/${each}/tokens/template`);
    await ask('POST', `/v1/sessions/${each}/revoke`);
  }
  await ask('POST', `/v1/sessions/${id}/tokens`);
  await ask('GET', '/v1/jwks');
}

/** Holds the whole conversation; the exchanges are in `memory` afterwards. */
export async function converse(memory: Memory): Promise<void> {
  const cast = await makeUsers(memory);
  await listUsers(memory, cast);
  await updateUsers(memory, cast);
  await talkOfContacts(memory, cast);
  await talkOfSessions(memory, cast);
  await actOnUsers(memory, cast);
  await memory.ask('DELETE', `/v1/users/${cast.user}`);
  await memory.ask('DELETE', `/v1/users/${cast.user}`);
}
