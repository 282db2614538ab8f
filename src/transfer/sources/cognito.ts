// Amazon Cognito: the users of its API, and CSV files in the form of its import template.

import { noPast } from '../../core/model/newcomer.ts';
import { change, keep, set, type UserPatch, untouched } from '../../core/model/patch.ts';
import type { Source } from '../source.ts';
import { Cells } from './cells.ts';
import { contactsOf } from './contacts.ts';
import { type Account, identitiesOf } from './identities.ts';
import { providerOf } from './providers.ts';

/** What is taken over elsewhere, or says nothing of the user. */
const carried: ReadonlySet<string> = new Set([
  'cognito:mfa_enabled',
  'cognito:user_status',
  'cognito:username',
  'email',
  'email_verified',
  'Enabled',
  'family_name',
  'given_name',
  'identities',
  'locale',
  'MFAOptions',
  'name',
  'phone_number',
  'phone_number_verified',
  'preferred_username',
  'PreferredMfaSetting',
  'ResponseMetadata',
  'sub',
  'updated_at',
  'UserCreateDate',
  'UserLastModifiedDate',
  'UserMFASettingList',
  'Username',
  'UserStatus',
  'zoneinfo',
]);
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** The attributes: a list of names and values in the API's objects, columns in CSV. */
function attributesOf(cells: Cells): Cells {
  const list = cells.has('UserAttributes') ? 'UserAttributes' : 'Attributes';
  if (!cells.has(list)) return cells;
  const entries = cells.each(list).flatMap((attribute) => {
    const name = attribute.text('Name') ?? attribute.fault('Name', 'is missing');
    return name === null ? [] : [[name, attribute.text('Value')] as const];
  });
  return new Cells(Object.fromEntries(entries), '', cells.faults);
}

function readAccount(identity: Cells): Account | null {
  const subject = identity.text('userId') ?? identity.fault('userId', 'is missing');
  const name = identity.text('providerName') ?? identity.fault('providerName', 'is missing');
  const createdAt = identity.time('dateCreated', 'milliseconds');
  if (subject === null || name === null) return null;
  return { provider: providerOf(name), subject, ...(createdAt !== null && { createdAt }) };
}

function readContacts(cells: Cells, attributes: Cells): Pick<UserPatch, 'emails' | 'phones'> {
  const email = attributes.text('email');
  const phone = attributes.text('phone_number');
  const emailVerified = attributes.flag('email_verified') === true;
  const phoneVerified = attributes.flag('phone_number_verified') === true;
  const isAsked =
    attributes.flag('cognito:mfa_enabled') === true ||
    cells.list('UserMFASettingList', ',').includes('SMS_MFA') ||
    cells.each('MFAOptions').some((option) => option.text('DeliveryMedium') === 'SMS');
  const secondFactor = phoneVerified && isAsked;
  return {
    emails: contactsOf(email === null ? [] : [{ value: email, verified: emailVerified }], null),
    phones: contactsOf(phone === null ? [] : [{ value: phone, verified: phoneVerified, secondFactor }], null),
  };
}

/** Usernames that nobody chose: made by Cognito, by a provider, or another identifier once more. */
function isChosen(username: string, status: string | null, attributes: Cells): boolean {
  const folded = username.toLowerCase();
  const same = [attributes.text('email'), attributes.text('phone_number')].some(
    (text) => text?.toLowerCase() === folded,
  );
  return !same && !uuid.test(username) && status !== 'EXTERNAL_PROVIDER';
}

function readPatch(cells: Cells, attributes: Cells): UserPatch {
  const username = cells.text('Username') ?? attributes.text('cognito:username');
  const status = cells.text('UserStatus') ?? attributes.text('cognito:user_status');
  const preferred = attributes.text('preferred_username');
  const chosen = username !== null && isChosen(username, status, attributes) ? username : null;
  const createdAt = cells.time('UserCreateDate', 'seconds');
  const sub = attributes.text('sub') ?? username;
  if (sub === null) cells.fault('Username', 'is missing');
  const others = attributes.names().filter((name) => !carried.has(name));
  const kept =
    chosen !== null && preferred !== null && preferred !== chosen ? ['preferred_username', ...others] : others;
  const bag = Object.fromEntries(kept.map((name) => [name, attributes.text(name)] as const));
  return {
    ...untouched,
    ...readContacts(cells, attributes),
    username: change(chosen ?? preferred),
    firstName: change(attributes.text('given_name')),
    lastName: change(attributes.text('family_name')),
    name: change(attributes.text('name')),
    locale: change(attributes.text('locale')?.replaceAll('_', '-')),
    timezone: change(attributes.text('zoneinfo')),
    identities: identitiesOf(
      attributes.each('identities').flatMap((identity) => readAccount(identity) ?? []),
      createdAt ?? 0,
    ),
    active: cells.flag('Enabled') === false ? set(false) : keep,
    confirmation: status === 'UNCONFIRMED' ? set('pending') : keep,
    createdAt: change(createdAt),
    metadata: { ...untouched.metadata, private: kept.length === 0 ? keep : { op: 'replace', value: bag } },
    aliases: sub === null ? keep : set({ cognito: sub }),
  };
}

/**
 * User objects of `list-users`, `admin-get-user` and `get-user`, and CSV files under the header of `get-csv-header` with any
 * further columns (API reference, GetCSVHeader, read 2026-11). Attributes without a field of their own, `custom:…`
 * ones among them, become private metadata under their full names. A username that Cognito or a provider made, or that is
 * the email address or telephone number, is none; then `preferred_username` is it. Without a `sub` the username is the alias.
 *
 * Cognito gives out no password and no authenticator app: everybody sets a new password. Left behind: the status of a
 * password (it is gone), `UserMFASettingList` but for text messages, groups (they are in no file).
 */
export const cognito: Source = {
  name: 'cognito',
  recognises: (row) => {
    const cells = new Cells(row);
    const isObject =
      cells.has('Username') && ['Attributes', 'UserAttributes', 'UserStatus'].some((name) => cells.has(name));
    return isObject || cells.names().some((name) => name.startsWith('cognito:'));
  },
  read: (row) => {
    const cells = new Cells(row);
    const attributes = attributesOf(cells);
    const patch = readPatch(cells, attributes);
    const modifiedAt = cells.time('UserLastModifiedDate', 'seconds');
    const past = { ...noPast, updatedAt: modifiedAt ?? attributes.time('updated_at', 'seconds') };
    return { newcomer: { patch, past }, faults: cells.faults };
  },
};
