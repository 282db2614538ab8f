// What Coronium Core's users module is asked and told about the user, in the signed requests of our own client.
import { createHash, createHmac } from 'node:crypto';
import { updateNames } from '../../src/apis/coronium/users/update.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/core/model/json.ts';
import type { User } from '../../src/core/model/user.ts';
import { differing, free } from './fields.ts';
import { type Answer, type Ask, keys, type Request } from './place.ts';
import { now, password, sample } from './sample.ts';
import { consents, emailTraits, identityTraits, otherContacts } from './silent-fields.ts';
import { changesBy, memberOf, noHeaders, type Speaker, type Trial } from './speaker.ts';

const project = 'api.users';
const scope = 'a game';

function call(action: string, body: Json): Request {
  const time = String(Math.floor(now / 1000));
  const signed = ['muster-1', project, action, scope, time, '', '', JSON.stringify(body)].join('\n');
  const proof = createHmac('sha256', keys.coronium).update(signed).digest('base64');
  return {
    ...{ method: 'POST', url: '/', body },
    headers: {
      ...{ 'x-project-id': project, 'x-action': action, 'x-scope': scope },
      ...{ 'x-request-time': time, 'x-request-auth': `muster-1 ${proof}` },
    },
  };
}

const hashOf = (text: string): string => createHash('md5').update(text).digest('hex');

const update =
  (fields: Json) =>
  (user: User): Request =>
    call('update', { user_id: user.id, update: fields });

const change = changesBy(update);

const login = (text: string) => () => call('login', { username: 'ada_lovelace', password: hashOf(text), scope });

/** The record, with the account at a provider; a refusal is nobody's record. */
async function read(ask: Ask, id: string): Promise<Answer> {
  const { status, body } = await ask(call('get', { user_id: id }));
  const result = memberOf(body, 'result');
  if (!isJsonObject(result) || Object.hasOwn(result, 'error')) return { status: 404, body: result };
  const account = (await ask(call('getAuthProvider', { user_id: id, provider: 'google' }))).body;
  return { status, body: { ...result, oauth: memberOf(account, 'result') } };
}

/** Whoever has a proven address besides would have to keep it as the primary one. */
const email = change('email', 'a@example.org', { from: { ...sample, emails: sample.emails.slice(0, 1) } });

const renamed =
  (client_id: string) =>
  ({ id }: User) =>
    call('updateAuthProvider', { user_id: id, provider: 'google', update: { client_id } });

const added =
  (provider: string) =>
  ({ id }: User) =>
    call('addAuthProvider', { user_id: id, provider, auth: { client_id: 'a-subject' } });

const created = (more: JsonObject) => () =>
  call('create', { username: 'player', password: hashOf(password), email: 'a@example.org', scope, ...more });

const idOfMade = (body: Json): string => String(memberOf(memberOf(body, 'result'), 'user_id') ?? '');

const providers: readonly Trial[] = [
  { name: 'updateAuthProvider', send: renamed('one'), instead: renamed('another') },
  { name: 'addAuthProvider', send: added('facebook'), instead: added('openudid') },
  {
    name: 'removeAuthProvider',
    send: ({ id }) => call('removeAuthProvider', { user_id: id, provider: 'google' }),
  },
];

/** Opens the scope: from then on the realm keeps what games can check of a password. */
async function begin(ask: Ask) {
  await ask(call('get', { user_id: sample.id }));
  return await noHeaders();
}

export const coronium: Speaker = {
  api: 'coronium',
  title: 'Coronium',
  begin,
  read,
  parameters: updateNames,
  modifiers: [],
  trials: [
    change('username', 'grace_hopper'),
    change('password', hashOf('Mizzen-and-Jib-31'), { from: differing('credentials.password') }),
    change('password', hashOf('Mizzen-and-Jib-31'), { from: differing('credentials.password.compromised') }),
    { ...email, instead: update({ email: 'b@example.org' }) },
    email,
    change('group', 'knights'),
    change('extra', { more: 'text' }),
    change('active', false),
    {
      name: 'create: confirmation',
      send: created({ confirmation: { from_email: 'game@example.org', subject: 'Welcome' } }),
      instead: created({}),
      made: idOfMade,
    },
    ...providers,
    { name: 'login', from: free, send: login(password) },
    { name: 'login', from: free, refused: true, send: login('a wrong one') },
  ],
  silences: [
    { fields: ['realm'], why: 'The scope that a game names leads to it.' },
    { fields: ['serial', 'rev'], why: 'Coronium Core has neither numbers nor revisions.' },
    {
      fields: ['firstName', 'lastName', 'name', 'locale', 'timezone', 'externalId', 'profileImageId'],
      why: 'A player goes by a username; whatever else a game wants to know of them is in `extra`.',
    },
    {
      fields: otherContacts,
      why: 'Players have no telephones and no wallets.',
    },
    {
      fields: ['bannedAt', 'lockedAt', 'lockedUntil'],
      why: 'The only switch is `active`; who is shut out otherwise is refused at `login`.',
    },
    {
      fields: consents,
      why: 'Coronium Core knows no terms and no organizations.',
    },
    {
      fields: emailTraits,
      why: 'An email is an address and nothing more.',
    },
    {
      fields: ['metadata.public', 'metadata.private', 'metadata.unsafe', 'metadata.labels'],
      why: 'The one bag it has is `extra`.',
    },
    {
      fields: identityTraits,
      why: 'Of an account elsewhere Coronium Core knows the provider, the id there and the access token.',
    },
    {
      fields: ['credentials.totp', 'credentials.backupCodes', 'credentials.mfaEnabledAt', 'credentials.mfaDisabledAt'],
      why: 'Coronium Core has no second factors.',
    },
  ],
};
