// Keycloak: the users of a realm export, and of its Admin API.

import type { JsonObject } from '../../core/model/json.ts';
import { noPast } from '../../core/model/newcomer.ts';
import { change, keep, set, type UserPatch, untouched } from '../../core/model/patch.ts';
import type { Source } from '../source.ts';
import { Cells } from './cells.ts';
import { contactsOf } from './contacts.ts';
import { type Account, identitiesOf } from './identities.ts';
import { readCredentials } from './keycloak-credentials.ts';
import { providerOf } from './providers.ts';

/** The attributes that Keycloak's own claim mappers read for claims the model has a field for. */
const carried: ReadonlySet<string> = new Set(['locale', 'zoneinfo', 'phoneNumber', 'phoneNumberVerified']);

function readAccount(identity: Cells): Account | null {
  const provider = identity.text('identityProvider') ?? identity.fault('identityProvider', 'is missing');
  const subject = identity.text('userId') ?? identity.fault('userId', 'is missing');
  if (provider === null || subject === null) return null;
  return { provider: providerOf(provider), subject, username: identity.text('userName') };
}

/** Roles by where they come from. They are nothing to Muster, but code may ask for them. */
function readRoles(cells: Cells): JsonObject {
  const realm = cells.list('realmRoles', ',');
  const client = cells.object('clientRoles') ?? {};
  const isEmpty = realm.length === 0 && Object.keys(client).length === 0;
  return isEmpty ? {} : { keycloak_roles: { realm, client } };
}

/** Attributes have lists of values; the first is what the claim mappers take. */
function readAttributes(cells: Cells): Pick<UserPatch, 'locale' | 'timezone' | 'phones' | 'metadata'> {
  const given = cells.object('attributes') ?? {};
  const attributes = new Cells(given, 'attributes.', cells.faults);
  const first = (name: string) => attributes.list(name, '##')[0] ?? null;
  const phone = first('phoneNumber');
  const verified = first('phoneNumberVerified') === 'true';
  const others = Object.entries(given).filter(([name]) => !carried.has(name));
  const bag = { ...Object.fromEntries(others), ...readRoles(cells) };
  return {
    locale: change(first('locale')),
    timezone: change(first('zoneinfo')),
    phones: contactsOf(phone === null ? [] : [{ value: phone, verified }], null),
    metadata: {
      ...untouched.metadata,
      private: Object.keys(bag).length === 0 ? keep : { op: 'replace', value: bag },
    },
  };
}

function readPatch(cells: Cells, credentials: ReturnType<typeof readCredentials>): UserPatch {
  const id = cells.text('id');
  const email = cells.text('email');
  const username = cells.text('username');
  const isEmail = username !== null && username.toLowerCase() === email?.toLowerCase();
  const createdAt = cells.time('createdTimestamp', 'milliseconds');
  const accounts = cells.each('federatedIdentities').flatMap((identity) => readAccount(identity) ?? []);
  const groups = cells.list('groups', ',').map((path) => path.replace(/^\//, ''));
  const verified = cells.flag('emailVerified') === true;
  const mustChange = credentials.temporary || cells.list('requiredActions', ',').includes('UPDATE_PASSWORD');
  if (cells.has('serviceAccountClientId')) cells.fault('serviceAccountClientId', 'says that this is no person');
  return {
    ...untouched,
    ...readAttributes(cells),
    username: isEmail ? keep : change(username),
    firstName: change(cells.text('firstName')),
    lastName: change(cells.text('lastName')),
    emails: contactsOf(email === null ? [] : [{ value: email, verified }], null),
    identities: identitiesOf(accounts, createdAt ?? 0),
    active: cells.flag('enabled') === false ? set(false) : keep,
    createdAt: change(createdAt),
    groups: groups.length === 0 ? keep : set(groups),
    aliases: id === null ? keep : set({ keycloak: id }),
    password: credentials.password,
    passwordCompromised: mustChange && credentials.password.op !== 'keep' ? set(true) : keep,
    totp: credentials.totp,
  };
}

/**
 * Users of `kc export` (and of the older exports with `hashedSaltedValue`), and user objects of `GET …/users`, which have no
 * credentials: whoever comes that way sets a new password (OTPCredentialModel of
 * keycloak/keycloak and published realm exports, old and new, read 2026-11). Attributes become private metadata as they are, lists of texts; but
 * `locale`, `zoneinfo`, `phoneNumber` and `phoneNumberVerified` are what Keycloak's claim mappers take them for. Groups keep
 * their path without the first slash, roles stand in private metadata under `keycloak_roles`. A password that is temporary or
 * must be changed comes as a compromised one. A username that is the email address is none.
 *
 * Left behind: recovery codes (hashed in a way that Muster does not check; new ones can be made), the history of passwords,
 * other required actions, consents, `notBefore`, `federationLink` (a password that lives in LDAP is in no export). Refused:
 * service accounts, and whatever else somebody signs in with that cannot come: HOTP, a second TOTP, passkeys.
 */
export const keycloak: Source = {
  name: 'keycloak',
  recognises: (row) => {
    const cells = new Cells(row);
    const has = (name: string) => cells.has(name);
    return has('username') && ['createdTimestamp', 'realmRoles', 'requiredActions', 'credentials'].some(has);
  },
  read: (row) => {
    const cells = new Cells(row);
    const credentials = readCredentials(cells);
    const patch = readPatch(cells, credentials);
    const past = { ...noPast, passwordUpdatedAt: credentials.passwordUpdatedAt };
    return { newcomer: { patch, past }, faults: cells.faults };
  },
};
