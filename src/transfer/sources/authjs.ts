// Auth.js and better-auth: the rows of their user tables, with accounts joined in.

import { isJsonObject, type Json, type JsonObject } from '../../core/model/json.ts';
import { noPast } from '../../core/model/newcomer.ts';
import { change, keep, set, type UserPatch, untouched } from '../../core/model/patch.ts';
import type { Source } from '../source.ts';
import { Cells } from './cells.ts';
import { contactsOf } from './contacts.ts';
import { passwordOf } from './digests.ts';
import { type Account, identitiesOf } from './identities.ts';
import { providerOf } from './providers.ts';
import { foreignRole } from './roles.ts';

const accountNames = ['accounts', 'account', 'Account', 'Accounts'] as const;
const passwordNames = ['password', 'passwordHash', 'hashedPassword'] as const;
/** Columns that are taken over elsewhere. */
const carried: ReadonlySet<string> = new Set([
  ...accountNames,
  ...passwordNames,
  'banExpires',
  'banned',
  'createdAt',
  'email',
  'emailVerified',
  'id',
  'isAnonymous',
  'name',
  'phoneNumber',
  'phoneNumberVerified',
  'role',
  'twoFactorEnabled',
  'updatedAt',
  'username',
]);
/** What other systems' users have and these have not. */
const foreignNames = [
  ...['aud', 'createdTimestamp', 'credentials', 'first_name', 'last_name', 'localId'],
  ...['object', 'realmRoles', 'requiredActions', 'user_id'],
];
/** Sixteen bytes of salt and 64 of key in hexadecimal. */
const scrypt = /^([0-9a-f]{32}):([0-9a-f]{128})$/;

/** `email_verified` for `emailVerified`: adapters for SQL write the names so. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The name as this file writes it. */
function written(cells: Cells, name: string): string {
  return cells.has(name) ? name : snake(name);
}

/** A flag with better-auth, with Auth.js the date of the proof. */
function isVerified(cells: Cells, row: JsonObject): boolean {
  const name = written(cells, 'emailVerified');
  if (!cells.has(name)) return false;
  const isFlag = /^(?:true|false|t|f|yes|no|0|1)$/i.test(String(row[name]));
  return isFlag ? cells.flag(name) === true : cells.time(name, 'milliseconds') !== null;
}

/**
 * better-auth makes scrypt with N = 16384, r = 16, p = 1 over the password in NFKC, where the salt is the hexadecimal text
 * itself (packages/better-auth/src/crypto/password.ts, read 2026-11).
 */
function readCredential(account: Cells): UserPatch['password'] {
  const [, salt, key] = scrypt.exec(account.text('password') ?? '') ?? [];
  if (salt === undefined || key === undefined) return passwordOf(account, 'password');
  const parts = [Buffer.from(salt), Buffer.from(key, 'hex')].map((part) => part.toString('base64'));
  return { op: 'set-digest', scheme: 'scrypt-phc', digest: `$scrypt$v=1$n=16384,r=16,p=1,kl=64$${parts.join('$')}` };
}

function readAccount(account: Cells, provider: string): Account | null {
  const subjectName = ['providerAccountId', 'accountId']
    .map((name) => written(account, name))
    .find((name) => account.has(name));
  const subject = account.text(subjectName ?? 'providerAccountId') ?? account.fault('providerAccountId', 'is missing');
  const createdAt = account.time(written(account, 'createdAt'), 'milliseconds');
  const updatedAt = account.time(written(account, 'updatedAt'), 'milliseconds');
  if (subject === null) return null;
  return {
    provider: providerOf(provider),
    subject,
    scopes: account.list('scope', /[ ,]+/),
    ...(createdAt !== null && { createdAt }),
    ...(updatedAt !== null && { updatedAt }),
  };
}

type Accounts = { readonly password: UserPatch['password']; readonly accounts: readonly Account[] };

function readAccounts(cells: Cells): Accounts {
  const accounts: Account[] = [];
  const name = passwordNames.map((item) => written(cells, item)).find((item) => cells.has(item));
  let password = name === undefined ? keep : passwordOf(cells, name);
  for (const account of accountNames.flatMap((item) => cells.each(item))) {
    const key = account.has('provider') ? 'provider' : written(account, 'providerId');
    const provider = account.text(key) ?? account.fault('provider', 'is missing');
    if (provider === null) continue;
    const isPasskey = account.text('type') === 'webauthn';
    if (isPasskey) account.fault('type', 'is webauthn, which cannot be taken over');
    const outside = isPasskey || provider === 'credential' ? null : readAccount(account, provider);
    if (outside !== null) accounts.push(outside);
    if (provider === 'credential') password = readCredential(account);
  }
  return { password, accounts };
}

/** A ban that has not ended yet has no end here. */
function isBanned(cells: Cells): boolean {
  const until = cells.time(written(cells, 'banExpires'), 'milliseconds');
  return cells.flag('banned') === true && (until === null || until > Date.now());
}

/** Applications add columns of their own to this table; they come along under their names. A list of objects is no column. */
function ownColumns(cells: Cells, row: JsonObject): JsonObject {
  const isTable = (value: Json | undefined) => Array.isArray(value) && value.every(isJsonObject);
  const names = cells.names().filter((name) => !carried.has(camel(name)) && !isTable(row[name]));
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}

function readPatch(cells: Cells, row: JsonObject): UserPatch {
  const id = cells.text('id') ?? cells.fault('id', 'is missing');
  const email = cells.text('email');
  const phone = cells.text(written(cells, 'phoneNumber'));
  const phoneVerified = cells.flag(written(cells, 'phoneNumberVerified')) === true;
  const createdAt = cells.time(written(cells, 'createdAt'), 'milliseconds');
  const { password, accounts } = readAccounts(cells);
  const anonymous = written(cells, 'isAnonymous');
  const twoFactor = written(cells, 'twoFactorEnabled');
  const bag = ownColumns(cells, row);
  if (cells.flag(anonymous) === true) cells.fault(anonymous, 'says that nobody can sign in as this user');
  if (cells.flag(twoFactor) === true && password.op !== 'keep') {
    cells.fault(twoFactor, 'is on, but its secret is encrypted by the application');
  }
  return {
    ...untouched,
    username: change(cells.text('username')),
    name: change(cells.text('name')),
    emails: contactsOf(email === null ? [] : [{ value: email, verified: isVerified(cells, row) }], null),
    phones: contactsOf(phone === null ? [] : [{ value: phone, verified: phoneVerified }], null),
    identities: identitiesOf(accounts, createdAt ?? 0),
    banned: isBanned(cells) ? set(true) : keep,
    createdAt: change(createdAt),
    role: foreignRole(cells.text('role')),
    metadata: {
      ...untouched.metadata,
      private: Object.keys(bag).length === 0 ? keep : { op: 'replace', value: bag },
    },
    aliases: id === null ? keep : set({ authjs: id }),
    password,
  };
}

/**
 * Rows of the user tables of Auth.js (NextAuth) and better-auth as CSV or JSON, with names in camel or in snake case and the
 * accounts joined in under `accounts`, as Prisma does (models of the Prisma adapter, database schema of better-auth, read
 * 2026-11). A password is taken from better-auth's account `credential`, or from a column that applications of Auth.js add
 * (`password`, `passwordHash`, `hashedPassword`) when the digest says how it was made. Columns without a field here, `image`
 * and an application's own ones among them, become private metadata.
 *
 * Left behind: tokens, sessions and whatever other tables are joined in, the end of a ban. Refused: passkeys, anonymous users, better-auth's second factor beside
 * a password (its secret is encrypted by the application; without the column the user comes with the password alone).
 */
export const authjs: Source = {
  name: 'authjs',
  recognises: (row) => {
    const cells = new Cells(row);
    const has = (name: string) => cells.has(name);
    if (!has('id') || foreignNames.some(has)) return false;
    const isUser = has('email') && (has('emailVerified') || (has('email_verified') && has('name')));
    return isUser || has('image') || accountNames.some(has);
  },
  read: (row) => {
    const cells = new Cells(row);
    const patch = readPatch(cells, row);
    const past = { ...noPast, updatedAt: cells.time(written(cells, 'updatedAt'), 'milliseconds') };
    return { newcomer: { patch, past }, faults: cells.faults };
  },
};
