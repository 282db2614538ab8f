// Auth0: user exports, the users of its Management API, bulk import files, and the password file of its support.

import { isJsonObject, type Json, type JsonObject } from '../../core/model/json.ts';
import { noPast } from '../../core/model/newcomer.ts';
import { type BagEdit, change, keep, set, type UserPatch, untouched } from '../../core/model/patch.ts';
import type { Source } from '../source.ts';
import { Cells } from './cells.ts';
import { type Address, contactsOf } from './contacts.ts';
import { type Account, identitiesOf } from './identities.ts';
import { secretOf, totpOf } from './totp.ts';

/** What the columns of the import and export extension are called unless somebody renames them. */
const titles: ReadonlyMap<string, string> = new Map([
  ['Id', 'user_id'],
  ['Username', 'username'],
  ['Given Name', 'given_name'],
  ['Family Name', 'family_name'],
  ['Nickname', 'nickname'],
  ['Name', 'name'],
  ['Email', 'email'],
  ['Email Verified', 'email_verified'],
  ['Created At', 'created_at'],
  ['Updated At', 'updated_at'],
  ['Last Login', 'last_login'],
  ['Logins Count', 'logins_count'],
]);

/** Providers whose name in the model is another one. */
const providers: ReadonlyMap<string, string> = new Map([
  ['google-oauth2', 'google'],
  ['windowslive', 'microsoft'],
]);

/** The providers that are no outside: a database of Auth0's own, and codes sent to an address. */
const inside: ReadonlySet<string> = new Set(['auth0', 'sms', 'email']);

const bags = ['user_metadata', 'app_metadata'] as const;

/**
 * The row under the API's names. In CSV exports a `'` stands before every text (auth0.com/docs, Bulk User Exports, read
 * 2026-11), which no id begins with.
 */
function cellsOf(row: JsonObject): Cells {
  const key = row.user_id ?? row.Id ?? row.email ?? row.Email;
  const isQuoted = typeof key === 'string' && key.startsWith("'");
  const unquote = (value: Json) => (isQuoted && typeof value === 'string' ? value.replace(/^'/, '') : value);
  const hasTitles = Object.hasOwn(row, 'Id');
  const nameOf = (name: string) => (hasTitles ? (titles.get(name) ?? name) : name);
  return new Cells(Object.fromEntries(Object.entries(row).map(([name, value]) => [nameOf(name), unquote(value)])));
}

/** `auth0|5f7c…`; the prefix is missing in bulk import files and in those of Auth0's support. */
function readId(cells: Cells): string | null {
  const id = cells.text('user_id') ?? cells.inner('_id')?.text('$oid') ?? null;
  return id === null || id.includes('|') ? id : `auth0|${id}`;
}

type Identity = { readonly provider: string; readonly subject: string; readonly profile: Cells };

function identityOf(cells: Cells, prefix: string, profile: Cells): readonly Identity[] {
  const provider = cells.text(`${prefix}provider`);
  const subject = cells.text(`${prefix}user_id`);
  return provider === null || subject === null ? [] : [{ provider, subject, profile }];
}

/**
 * The identities as objects, else as columns (`identities[0].provider`), else the one that the id names. The first one has
 * no profile of its own: its profile is the user's.
 */
function readIdentities(cells: Cells, id: string | null): readonly Identity[] {
  const listed = cells.each('identities').flatMap((item) => {
    for (const name of ['provider', 'user_id']) if (!item.has(name)) item.fault(name, 'is missing');
    return identityOf(item, '', item.inner('profileData') ?? cells);
  });
  if (listed.length > 0) return listed;
  const indices = new Set(cells.names().flatMap((name) => /^identities\[\d{1,3}\]\./.exec(name) ?? []));
  const columns = [...indices].flatMap((prefix) => identityOf(cells, prefix, cells));
  if (columns.length > 0) return columns;
  const [, provider, subject] = /^([^|]+)\|(.+)$/s.exec(id ?? '') ?? [];
  return provider === undefined || subject === undefined ? [] : [{ provider, subject, profile: cells }];
}

function accountOf({ provider, subject, profile }: Identity): Account {
  return {
    provider: providers.get(provider) ?? provider,
    subject,
    email: profile.text('email'),
    emailVerified: profile.flag('email_verified'),
    username: profile.text('username'),
    firstName: profile.text('given_name'),
    lastName: profile.text('family_name'),
    imageUrl: profile.text('picture'),
  };
}

function addressOf(cells: Cells, name: string, proof: string): readonly Address[] {
  const value = cells.text(name);
  return value === null ? [] : [{ value, verified: cells.flag(proof) === true }];
}

/** The user's own address first, then those of linked accounts that are no outside, then what else signs them in. */
function readAddresses(cells: Cells, own: readonly Identity[], kind: 'email' | 'phone'): readonly Address[] {
  const [name, proof] = kind === 'email' ? ['email', 'email_verified'] : ['phone_number', 'phone_verified'];
  const identifiers = cells.each('identifiers').filter((item) => item.text('type') === name);
  return [
    ...addressOf(cells, name, proof),
    ...own.flatMap(({ profile }) => addressOf(profile, name, proof)),
    ...identifiers.flatMap((item) => addressOf(item, 'value', 'verified')),
  ];
}

function readPassword(cells: Cells): UserPatch['password'] {
  const digest = cells.text('password_hash') ?? cells.text('passwordHash');
  if (digest !== null) return { op: 'set-digest', scheme: 'bcrypt', digest };
  const custom = cells.object('custom_password_hash');
  return custom === null ? keep : { op: 'set-digest', scheme: 'auth0-json', digest: JSON.stringify(custom) };
}

/** Puts a value at the end of a path of names. */
function nest(bag: JsonObject, [name = '', ...rest]: readonly string[], value: Json): JsonObject {
  const old = Object.hasOwn(bag, name) ? bag[name] : undefined;
  const inner = rest.length === 0 ? value : nest(isJsonObject(old) ? old : {}, rest, value);
  return Object.fromEntries([...Object.entries(bag), [name, inner]]);
}

/** A metadata object; CSV files have a column for each of its values (`user_metadata.address.city`). */
function readBag(cells: Cells, root: (typeof bags)[number]): BagEdit {
  const whole = cells.object(root);
  if (whole !== null) return { op: 'replace', value: whole };
  const columns = cells.names().filter((name) => name.startsWith(`${root}.`));
  const value = columns.reduce((bag, name) => nest(bag, name.split('.').slice(1, 32), cells.text(name)), {});
  return columns.length === 0 ? keep : { op: 'replace', value };
}

/** Auth0 fills in the address of whoever has told no name. */
function readName(cells: Cells): string | null {
  const name = cells.text('name');
  return ['email', 'phone_number', 'username'].some((other) => cells.text(other) === name) ? null : name;
}

type Factors = { readonly secret: string | null; readonly phones: readonly Address[] };

/** A password whose only second factor cannot come would stand alone: it is refused. */
function readFactors(cells: Cells): Factors {
  const factors = cells.each('mfa_factors');
  const inner = (kind: string) => factors.flatMap((factor) => factor.inner(kind) ?? []);
  const secret = secretOf(inner('totp'), 'secret');
  const values = inner('phone').flatMap((phone) => phone.text('value') ?? []);
  const isLost = factors.length > 0 && secret === null && values.length === 0;
  if (isLost && readPassword(cells).op !== 'keep') cells.fault('mfa_factors', 'has none that can be taken over');
  return { secret, phones: values.map((value) => ({ value, verified: true, secondFactor: true })) };
}

function readPatch(cells: Cells): UserPatch {
  const id = readId(cells);
  const createdAt = cells.time('created_at', 'milliseconds');
  const identities = readIdentities(cells, id);
  const isInside = ({ provider }: Identity) => inside.has(provider);
  const own = identities.filter(isInside);
  const outside = identities.filter((identity) => !isInside(identity)).map(accountOf);
  const { secret, phones } = readFactors(cells);
  return {
    ...untouched,
    username: change(cells.text('username')),
    firstName: change(cells.text('given_name')),
    lastName: change(cells.text('family_name')),
    name: change(readName(cells)),
    emails: contactsOf(readAddresses(cells, own, 'email'), cells.text('email')),
    phones: contactsOf([...readAddresses(cells, own, 'phone'), ...phones], cells.text('phone_number')),
    identities: identitiesOf(outside, createdAt ?? 0),
    banned: cells.flag('blocked') === true ? set(true) : keep,
    createdAt: change(createdAt),
    metadata: {
      ...untouched.metadata,
      unsafe: readBag(cells, 'user_metadata'),
      private: readBag(cells, 'app_metadata'),
    },
    aliases: id === null ? keep : set({ auth0: id }),
    password: readPassword(cells),
    totp: totpOf(secret),
  };
}

function recognises(row: JsonObject): boolean {
  if (/^'?[\w-]+\|/.test(String(row.Id))) return true;
  const cells = cellsOf(row);
  const has = (name: string) => cells.has(name);
  if (isJsonObject(row._id) && (has('tenant') || has('connection'))) return true;
  if (has('custom_password_hash') || has('mfa_factors')) return true;
  if (['id', 'first_name', 'last_name', 'role_slugs', 'org_id', 'aud'].some(has)) return false;
  return has('user_id') || cells.names().some((name) => bags.some((bag) => name === bag || name.startsWith(`${bag}.`)));
}

/**
 * User exports as JSON lines or CSV, user objects of `GET /api/v2/users`, bulk import files with `password_hash`,
 * `custom_password_hash` and `mfa_factors`, and the password file that support hands out (auth0.com/docs, Bulk User Exports,
 * Bulk User Import Database Schema, Import User MFA; clerk/migration-tool samples; read 2026-11). What users may edit
 * (`user_metadata`) goes to `unsafe`, the rest (`app_metadata`) to `private`.
 *
 * Left behind: pictures, nicknames, the tokens of identities, addresses of last use, `multifactor`, which names enrolments
 * without their secrets, email as a second factor beside others (alone, beside a password, it is refused), organizations and roles, whatever else a provider's profile put beside these fields.
 */
export const auth0: Source = {
  name: 'auth0',
  recognises,
  read: (row) => {
    const cells = cellsOf(row);
    const patch = readPatch(cells);
    const setAt = cells.inner('password_set_date')?.time('$date', 'milliseconds') ?? null;
    const past = {
      ...noPast,
      updatedAt: cells.time('updated_at', 'milliseconds'),
      passwordUpdatedAt: cells.time('last_password_reset', 'milliseconds') ?? setAt,
      lastSignInAt: cells.time('last_login', 'milliseconds'),
      signInCount: cells.number('logins_count'),
    };
    return { newcomer: { patch, past }, faults: cells.faults };
  },
};
