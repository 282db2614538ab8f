// What WorkOS' User Management is asked and told about the user.

import { Secret, TOTP } from 'otpauth';
import { commonNames } from '../../src/apis/workos/user-parameters.ts';
import { writeId, writeUserId } from '../../src/apis/workos/wire/ids.ts';
import { isJsonObject, type Json } from '../../src/core/model/json.ts';
import type { User } from '../../src/core/model/user.ts';
import { differing, free } from './fields.ts';
import { type Answer, type Ask, keys, type Request } from './place.ts';
import { now, password } from './sample.ts';
import { consents, identityTraits, otherContacts } from './silent-fields.ts';
import { changesBy, idOfAnswer, memberOf, noHeaders, type Speaker, type Trial } from './speaker.ts';

const url = (user: User) => `/user_management/users/${writeUserId(user)}`;

const put =
  (body: Json) =>
  (user: User): Request => ({ method: 'PUT', url: url(user), body });

const change = changesBy(put);

const address = (name: string): Json => ({ email: `${name}@example.org`, email_verified: true });

const make = (body: Json) => (): Request => ({ method: 'POST', url: '/user_management/users', body });

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXQ';

const enrol = (user: User): Request => ({
  ...{ method: 'POST', url: `${url(user)}/auth_factors` },
  body: { type: 'totp', totp_secret: secret },
});

/** Answers the challenge that an enrolment ends with. */
function verify(answer: Json): Request {
  const id = idOfAnswer(memberOf(answer, 'authentication_challenge'));
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now });
  return { method: 'POST', url: `/auth/challenges/${id}/verify`, body: { code } };
}

const removal: Trial = {
  name: 'DELETE /auth/factors/…',
  send: ({ id }) => ({ method: 'DELETE', url: `/auth/factors/${writeId('factor', id)}` }),
};

const signIn = (text: string) => (): Request => ({
  ...{ method: 'POST', url: '/user_management/authenticate' },
  body: {
    ...{ client_id: keys.client, client_secret: keys.secret, grant_type: 'password' },
    ...{ email: 'ada@example.com', password: text },
  },
});

/** The user with what is told of them elsewhere. */
async function read(ask: Ask, id: string): Promise<Answer> {
  const url = `/user_management/users/${id}`;
  const { status, body } = await ask({ method: 'GET', url });
  const identities = (await ask({ method: 'GET', url: `${url}/identities` })).body;
  const factors = (await ask({ method: 'GET', url: `${url}/auth_factors` })).body;
  const user = isJsonObject(body) ? body : {};
  return { status, body: { ...user, identities, auth_factors: factors } };
}

export const workos: Speaker = {
  api: 'workos',
  title: 'WorkOS',
  begin: noHeaders,
  read,
  parameters: commonNames,
  modifiers: ['password_hash', 'password_hash_type', 'password_salt_position'],
  trials: [
    { name: 'email', send: put(address('a')), instead: put(address('b')) },
    { name: 'email', send: put(address('a')) },
    change('email_verified', true, { from: differing('emails[].verification') }),
    change('first_name', 'Grace'),
    change('last_name', 'Hopper'),
    change('name', 'Rear Admiral Hopper'),
    change('external_id', 'another-id'),
    change('metadata', { more: 'text' }),
    change('password', 'Mizzen-and-Jib-31', { from: differing('credentials.password') }),
    change('password', 'Mizzen-and-Jib-31', { from: differing('credentials.password.compromised') }),
    change('locale', 'fr-FR'),
    { name: 'POST …/auth_factors', from: free, send: enrol, next: verify },
    removal,
    { ...removal, from: differing('credentials.backupCodes') },
    {
      name: 'POST /users: email_verified',
      send: make({ email: 'a@example.org', email_verified: true }),
      instead: make({ email: 'a@example.org', email_verified: false }),
      made: idOfAnswer,
    },
    { name: 'POST /authenticate', from: free, send: signIn(password) },
    { name: 'POST /authenticate', from: free, refused: true, send: signIn('a wrong one') },
  ],
  silences: [
    { fields: ['realm'], why: 'An API key is good in one environment.' },
    { fields: ['serial', 'rev'], why: 'WorkOS has neither numbers nor revisions.' },
    { fields: ['username', 'timezone'], why: 'WorkOS’ user has no such members: people sign in by their address.' },
    {
      fields: otherContacts,
      why: 'WorkOS’ user has one email address and no other contact.',
    },
    { fields: ['emails[].linkedTo', 'emails[].createdAt'], why: 'The address is a text beside a flag, not an object.' },
    {
      fields: ['active', 'confirmation', 'bannedAt', 'lockedAt', 'lockedUntil'],
      why: 'WorkOS’ user has no standing; who is shut out finds `authenticate` refused.',
    },
    {
      fields: consents,
      why: 'WorkOS keeps neither consent nor what users may do for themselves.',
    },
    { fields: ['role', 'groups'], why: 'WorkOS’ roles belong to memberships of organizations, not to users.' },
    { fields: ['extras'], why: 'There is nothing that this API alone keeps of a user.' },
    {
      fields: identityTraits,
      why: 'WorkOS tells of an identity only who vouches for it and under which id.',
    },
    {
      fields: ['metadata.public', 'metadata.private', 'metadata.unsafe', 'metadata.extra'],
      why: 'WorkOS’ `metadata` is the flat bag of texts; the nested ones and the scalars do not fit in.',
    },
    {
      fields: ['credentials.backupCodes'],
      why: 'WorkOS has authentication factors and no backup codes.',
    },
  ],
};
