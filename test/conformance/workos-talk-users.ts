// The part of the talk with the WorkOS API that is about users and their sessions.
import { workosDigests } from '../clients/workos-digests.ts';
import { textAt } from './app.ts';
import { absent, nobody, password, type Talk, users } from './workos-talk.ts';

async function createUsers({ post }: Talk): Promise<string> {
  const full = {
    ...{ email: 'ada@example.com', email_verified: true, password, external_id: 'ext/1', metadata: { team: 'red' } },
    ...{ first_name: 'Ada', last_name: 'Lovelace', name: 'Ada L.' },
    ...{ ip_address: '203.0.113.42', user_agent: 'Mozilla/5.0', signals_id: 'x' },
  };
  const made = await post(users, full);
  const bodies: unknown[] = [
    { email: 'grace@example.com', first_name: null, last_name: null, name: null, external_id: null, metadata: null },
    full,
    { email: 'another@example.com', external_id: 'ext/1' },
    {},
    { email: '' },
    { email: 'no address' },
    { email: 'someone@example.com', password: 'short' },
    { email: 'someone@example.com', password, password_hash: 'x', password_hash_type: 'bcrypt' },
    { email: 'someone@example.com', password, password_hash_type: 'bcrypt' },
    { email: 'someone@example.com', password_salt_position: 'prefix' },
    { email: 'someone@example.com', password_hash: 'x', password_hash_type: 'bcrypt' },
    { email: 'someone@example.com', metadata: { key: 'x'.repeat(601) } },
    { email: 'someone@example.com', shoe_size: 43 },
    [],
  ];
  for (const body of bodies) await post(users, body);
  return textAt(made.body, 'id');
}

async function updateUser({ memory, post, put, remove }: Talk, id: string): Promise<void> {
  const bodies: unknown[] = [
    {},
    { first_name: 'John', last_name: 'Wick', name: 'Baba Yaga', locale: 'en-US', external_id: 'ext/2' },
    { metadata: { plan: 'pro', team: null } },
    { metadata: {} },
    { metadata: null, external_id: null, locale: null },
    { email: 'ada@example.org' },
    { email: 'ada@example.net', email_verified: true },
    { password: 'another Long pass 9' },
    ...workosDigests.map(({ type, digest, position }) => {
      return {
        ...{ password_hash: digest, password_hash_type: type },
        ...(position === null ? {} : { password_salt_position: position }),
      };
    }),
    { email: 'grace@example.com' },
    { email: 'no address' },
    { email: '' },
    { email_verified: false },
    { password: 'short' },
    { password: 5 },
    { password, password_hash: 'x', password_hash_type: 'bcrypt' },
    { password, password_hash_type: 'bcrypt' },
    { password_salt_position: 'prefix' },
    { password_hash: 'x', password_hash_type: 'bcrypt' },
    { password_hash: 'x' },
    { password_hash: 'x', password_hash_type: 'rot13' },
    { external_id: 'x'.repeat(129) },
    { metadata: { ['k'.repeat(41)]: 'x' } },
    { metadata: { a: 5 } },
    { metadata: 'x' },
    { locale: '!' },
    { first_name: null },
    { first_name: 'x'.repeat(10_000) },
    { shoe_size: 43 },
    [],
    null,
    '{"first_name":',
    '{"first_name":"\\u0000"}',
    '{"__proto__":{"polluted":true}}',
  ];
  for (const body of bodies) await put(`${users}/${id}`, body);
  const other = await post(users, { email: 'last@example.com', external_id: 'taken' });
  await put(`${users}/${id}`, { external_id: 'taken' });
  await put(`${users}/${nobody}`);
  await memory.ask('PUT', `${users}/${id}`, { body: {}, headers: { authorization: 'Bearer sk_test_wrong' } });
  await remove(`${users}/${textAt(other.body, 'id')}`);
}

/** An address cannot take the place of a verified one unproven; only Clerk's API gives somebody two. */
async function keepAddress({ memory, get, put, person }: Talk): Promise<void> {
  const { id, email } = await person();
  const listed = await memory.ask('GET', `/v1/users?email_address=${email}`);
  const user = textAt(listed.body, 0, 'id');
  await memory.ask('POST', '/v1/email_addresses', {
    body: { user_id: user, email_address: `second.${email}`, verified: true },
  });
  await put(`${users}/${id}`, { email: `third.${email}` });
  await get(`${users}/${id}`);
}

async function readUsers({ memory, get, post, put, remove }: Talk, id: string): Promise<void> {
  await put(`${users}/${id}`, { external_id: 'a/b' });
  for (const each of ['a%2Fb', 'nothing']) await get(`${users}/external_id/${each}`);
  const queries = [
    ...['', 'limit=1', 'order=asc', 'order=normal', 'email=GRACE@example.com', `after=${id}`, `before=${id}`],
    ...['limit=0', 'limit=101', 'limit=x', 'order=sideways', 'after=nothing', `before=${nobody}`, 'email='],
    ...['organization_id=org_x', `organization_id=${absent('org')}`, `organization=${absent('org')}`],
  ];
  for (const query of queries) await get(`${users}?${query}`);
  const listed = await memory.ask('GET', `/v1/users?email_address=ada@example.net`);
  const body = { user_id: textAt(listed.body, 0, 'id') };
  for (let index = 0; index < 2; index++) await memory.ask('POST', '/v1/sessions', { body });
  for (const each of [id, nobody, 'nobody']) {
    await get(`${users}/${each}`);
    await get(`${users}/${each}/identities`);
    for (const query of ['', 'limit=1', 'order=asc', 'limit=0', 'after=x']) {
      await get(`${users}/${each}/sessions?${query}`);
    }
  }
  const sessions = await get(`${users}/${id}/sessions`);
  for (const session of [textAt(sessions.body, 'data', 0, 'id'), absent('session'), 'session_x']) {
    await post('/user_management/sessions/revoke', { session_id: session });
  }
  for (const body of [{}, '{"session_id":']) await post('/user_management/sessions/revoke', body);
  await get('/sso/jwks/client_01HXYZ123456789ABCDEFGHIJ');
  for (const each of [id, id, nobody]) await remove(`${users}/${each}`);
}

/** Talks about users. */
export async function talkAboutUsers(talk: Talk): Promise<void> {
  const id = await createUsers(talk);
  await updateUser(talk, id);
  await keepAddress(talk);
  await readUsers(talk, id);
}
