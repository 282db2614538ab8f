// Firebase: what `firebase auth:export` writes, and the users of the Identity Toolkit API.

import { noPast } from '../../core/model/newcomer.ts';
import { type BagEdit, change, keep, set, type UserPatch, untouched } from '../../core/model/patch.ts';
import type { Source } from '../source.ts';
import { Cells } from './cells.ts';
import { contactsOf } from './contacts.ts';
import { type Account, identitiesOf } from './identities.ts';
import { secretOf, totpOf } from './totp.ts';

/** How a project digests its passwords: keys in base64, scrypt's r, and the logarithm of scrypt's n. */
export type FirebaseHash = {
  readonly signerKey: string;
  readonly saltSeparator: string;
  readonly rounds: number;
  readonly memCost: number;
};

/** The columns of the CSV file, whose lines have no header above them (accountExporter.ts of firebase-tools, read 2026-11). */
export const firebaseColumns: readonly string[] = [
  ...['localId', 'email', 'emailVerified', 'passwordHash', 'salt', 'displayName', 'photoUrl'],
  ...['google', 'facebook', 'twitter', 'github'].flatMap((provider) =>
    ['Id', 'Email', 'DisplayName', 'PhotoUrl'].map((field) => provider + field),
  ),
  ...['createdAt', 'lastSignedInAt', 'phoneNumber', 'disabled', 'customAttributes'],
];

/** The API gives this instead of a digest, in base64 `REDACTED`, to whoever may not read digests. */
const redacted = 'UkVEQUNURUQ';

/** Providers whose name in the model is another one; `password` and `phone` are no outside. */
const providers: ReadonlyMap<string, string | null> = new Map([
  ['apple.com', 'apple'],
  ['facebook.com', 'facebook'],
  ['github.com', 'github'],
  ['google.com', 'google'],
  ['linkedin.com', 'linkedin'],
  ['microsoft.com', 'microsoft'],
  ['password', null],
  ['phone', null],
  ['twitter.com', 'twitter'],
  ['yahoo.com', 'yahoo'],
]);

/**
 * Reads a project's hash parameters (`base64_signer_key`, `base64_salt_separator`, `rounds`, `mem_cost`), as the console
 * shows them (Authentication, Users, Password hash parameters) or as JSON with these names. Null when one is missing.
 */
export function readFirebaseHash(text: string): FirebaseHash | null {
  const find = (names: string) => new RegExp(`\\b(?:${names})"?\\s*[:=]\\s*"?([\\w+/=-]+)`).exec(text)?.[1] ?? null;
  const signerKey = find('base64_signer_key|signerKey');
  const saltSeparator = find('base64_salt_separator|saltSeparator');
  const rounds = Number(find('rounds'));
  const memCost = Number(find('mem_cost|memCost'));
  if (signerKey === null || saltSeparator === null || !(rounds > 0) || !(memCost > 0)) return null;
  return { signerKey, saltSeparator, rounds, memCost };
}

function readPassword(cells: Cells, options: FirebaseHash | null): UserPatch['password'] {
  const hash = cells.text('passwordHash');
  const salt = cells.text('salt') ?? cells.text('passwordSalt');
  const config = cells.object('hash_config');
  const project = config === null ? options : readFirebaseHash(JSON.stringify(config));
  if (hash === null) return keep;
  if (hash.startsWith(redacted)) {
    cells.fault('passwordHash', 'is redacted: export again as somebody who may read password hashes');
  } else if (salt === null) {
    cells.fault('salt', 'is missing beside a password hash');
  } else if (project === null) {
    cells.fault('passwordHash', "needs the project's hash parameters: give them with --firebase-hash <file>");
  } else {
    const { signerKey, saltSeparator, rounds, memCost } = project;
    const digest = [hash, salt, signerKey, saltSeparator, rounds, memCost].join('$');
    return { op: 'set-digest', scheme: 'scrypt-firebase', digest };
  }
  return keep;
}

function readAccount(cells: Cells): Account | null {
  const providerId = cells.text('providerId') ?? cells.fault('providerId', 'is missing');
  const provider = providers.get(providerId ?? '') ?? providerId;
  if (provider === null || providers.get(provider) === null) return null;
  const subject = cells.text('rawId') ?? cells.text('federatedId') ?? cells.fault('rawId', 'is missing');
  if (subject === null) return null;
  return { provider, subject, email: cells.text('email'), imageUrl: cells.text('photoUrl') };
}

function readColumns(cells: Cells, provider: string): readonly Account[] {
  const subject = cells.text(`${provider}Id`);
  if (subject === null) return [];
  return [{ provider, subject, email: cells.text(`${provider}Email`), imageUrl: cells.text(`${provider}PhotoUrl`) }];
}

function readAccounts(cells: Cells): readonly Account[] {
  return [
    ...cells.each('providerUserInfo').flatMap((item) => readAccount(item) ?? []),
    ...['google', 'facebook', 'twitter', 'github'].flatMap((provider) => readColumns(cells, provider)),
  ];
}

function readClaims(cells: Cells): BagEdit {
  const value = cells.object('customAttributes');
  return value === null ? keep : { op: 'replace', value };
}

function readPatch(cells: Cells, options: FirebaseHash | null): UserPatch {
  const id = cells.text('localId');
  const email = cells.text('email');
  const phone = cells.text('phoneNumber');
  const factors = cells.each('mfaInfo');
  const apps = factors.flatMap((factor) => factor.inner('totpInfo') ?? []);
  const secret = secretOf(apps, 'sharedSecretKey');
  const numbers = factors.flatMap((factor) => factor.text('phoneInfo') ?? []);
  const isLost = factors.length > 0 && secret === null && numbers.length === 0;
  if (isLost && cells.has('passwordHash')) cells.fault('mfaInfo', 'has no second factor that can be taken over');
  const createdAt = cells.time('createdAt', 'milliseconds');
  const phones = [
    ...(phone === null ? [] : [{ value: phone, verified: true }]),
    ...numbers.map((value) => ({ value, verified: true, secondFactor: true })),
  ];
  return {
    ...untouched,
    name: change(cells.text('displayName')),
    emails: contactsOf(email === null ? [] : [{ value: email, verified: cells.flag('emailVerified') === true }], null),
    phones: contactsOf(phones, phone),
    identities: identitiesOf(readAccounts(cells), createdAt ?? 0),
    active: cells.flag('disabled') === true ? set(false) : keep,
    createdAt: change(createdAt),
    metadata: { ...untouched.metadata, public: readClaims(cells) },
    aliases: id === null ? keep : set({ firebase: id }),
    password: readPassword(cells, options),
    totp: totpOf(secret),
  };
}

/**
 * The JSON file and the CSV file of `firebase auth:export` (the latter read under `firebaseColumns`), and user objects of the Identity
 * Toolkit API (accountExporter.ts of firebase-tools, read 2026-11). `options` are the project's hash parameters, unless a row
 * brings a `hash_config` of its own; without either, a row with a password is refused. Custom claims go to `public`: their
 * users can read them, and only administrators write them.
 *
 * Left behind: pictures, tenants, the revocation of tokens, an authenticator app without its secret beside another factor
 * (alone, beside a password, it is refused: the password would stand alone).
 */
export function firebase(options: FirebaseHash | null): Source {
  return {
    name: 'firebase',
    recognises: (row) => new Cells(row).has('localId'),
    read: (row) => {
      const cells = new Cells(row);
      const patch = readPatch(cells, options);
      const past = {
        ...noPast,
        passwordUpdatedAt: cells.time('passwordUpdatedAt', 'milliseconds'),
        lastSignInAt: cells.time('lastSignedInAt', 'milliseconds') ?? cells.time('lastLoginAt', 'milliseconds'),
        lastActiveAt: cells.time('lastRefreshAt', 'milliseconds'),
      };
      return { newcomer: { patch, past }, faults: cells.faults };
    },
  };
}
