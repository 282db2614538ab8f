// The user: one record that every API reads and writes.

import type { JsonObject } from './json.ts';

/** How far an address has been proven. `strategy` says by what (`admin`, `email_code`, …); `at` is when it became so. */
export type Verification = {
  readonly status: 'verified' | 'unverified';
  readonly strategy: string;
  readonly at: number;
};

/** A sign-in provider's identity or another object that rests on an address. */
export type Link = { readonly type: string; readonly id: string };

/**
 * One contact of a user. `verification` is null when nobody has tried to prove it. A `reserved` contact is unproven, yet
 * nobody else may claim it.
 */
export type Contact = {
  readonly id: string;
  readonly verification: Verification | null;
  readonly reserved: boolean;
  readonly linkedTo: readonly Link[];
  readonly createdAt: number;
  readonly updatedAt: number;
};

export type Email = Contact & { readonly address: string };

/** `number` is E.164. */
export type Phone = Contact & {
  readonly number: string;
  readonly secondFactor: boolean;
  readonly defaultSecondFactor: boolean;
};

export type Wallet = Contact & { readonly address: string };

/** A user as known to an outside provider; its tokens live among the secrets. `scopes` as granted. */
export type Identity = {
  readonly id: string;
  readonly provider: string;
  readonly subject: string;
  readonly email: string | null;
  readonly emailVerified: boolean | null;
  readonly username: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly imageUrl: string | null;
  readonly label: string | null;
  readonly scopes: readonly string[];
  readonly metadata: JsonObject;
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** The five bags: three nested ones, `labels` with flat strings, `extra` with flat scalars. */
export type Metadata = {
  readonly public: JsonObject;
  readonly private: JsonObject;
  readonly unsafe: JsonObject;
  readonly labels: JsonObject;
  readonly extra: JsonObject;
};

/** What can be told of the secrets without opening them. `passwordUpdatedAt` outlives the password. */
export type Credentials = {
  readonly password: { readonly compromised: boolean } | null;
  readonly passwordUpdatedAt: number | null;
  readonly totp: { readonly enabledAt: number } | null;
  readonly backupCodes: { readonly enabledAt: number; readonly remaining: number } | null;
  readonly mfaEnabledAt: number | null;
  readonly mfaDisabledAt: number | null;
};

/**
 * Traces of use. Changing them is no update: no `rev`, no `updatedAt`, no change. Failed attempts count until `failedUntil`;
 * null: until one succeeds.
 */
export type Activity = {
  readonly lastSignInAt: number | null;
  readonly lastActiveAt: number | null;
  readonly signInCount: number;
  readonly failedAttempts: number;
  readonly failedUntil: number | null;
  /** When and from where the last of all failed attempts came, also after one succeeded. */
  readonly failedAt: number | null;
  readonly failedFrom: string | null;
};

/** Of somebody who has never been here. */
export const noActivity: Activity = {
  lastSignInAt: null,
  lastActiveAt: null,
  signInCount: 0,
  failedAttempts: 0,
  failedUntil: null,
  failedAt: null,
  failedFrom: null,
};

/** What the database counts itself, beside the record: failed attempts, and the last time step whose code was taken. */
export type Counter = 'failed-attempts' | 'totp-step';

/**
 * One user of one realm. `id` is a UUIDv7, `serial` a dense integer per realm, `rev` counts committed updates from 1.
 * `system` marks a built-in account. `aliases` are ids kept from an old system, by API. `extras` holds fields that only
 * one API knows, by API, untouched by any rule.
 */
export type User = {
  readonly realm: string;
  readonly id: string;
  readonly serial: number;
  readonly rev: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly system: boolean;
  readonly aliases: Readonly<Record<string, string>>;

  readonly username: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly name: string | null;
  readonly locale: string | null;
  readonly timezone: string | null;
  readonly externalId: string | null;
  readonly profileImageId: string | null;

  readonly emails: readonly Email[];
  readonly primaryEmailId: string | null;
  readonly phones: readonly Phone[];
  readonly primaryPhoneId: string | null;
  readonly wallets: readonly Wallet[];
  readonly primaryWalletId: string | null;
  readonly identities: readonly Identity[];

  readonly active: boolean;
  readonly confirmation: 'none' | 'pending' | 'confirmed';
  readonly bannedAt: number | null;
  /** `lockedUntil` null while `lockedAt` is not: locked until somebody unlocks. */
  readonly lockedAt: number | null;
  readonly lockedUntil: number | null;
  readonly legalAcceptedAt: number | null;
  readonly deleteSelfEnabled: boolean;
  readonly createOrganizationEnabled: boolean;
  /** null: as the realm says; 0: no limit. */
  readonly createOrganizationsLimit: number | null;

  readonly role: string | null;
  readonly groups: readonly string[];
  readonly metadata: Metadata;
  readonly extras: Readonly<Record<string, JsonObject>>;
  readonly credentials: Credentials;
  readonly activity: Activity;
};

/**
 * A stored password digest. `scheme` names the format in the registry of `src/credentials`; `preHash` is what the client
 * applied before it sent the password.
 */
export type PasswordDigest = {
  readonly scheme: string;
  readonly digest: string;
  readonly preHash: 'none' | 'md5';
};

/** What an authenticator app was told of its secret besides, and when. */
export type TotpLabel = { readonly issuer: string; readonly account: string; readonly startedAt: number };

/** A secret for time-based codes (RFC 6238), in base32 without padding. `label` is absent of one that was not enrolled here. */
export type Totp = {
  readonly secret: string;
  readonly algorithm: 'SHA1' | 'SHA256' | 'SHA512';
  readonly digits: number;
  readonly periodSeconds: number;
  readonly label?: TotpLabel;
};

/**
 * What is kept apart from the record, encrypted at rest, never rendered and never logged. `enrolling` is a TOTP secret that
 * waits for its first code; until then it opens nothing. `backupCodes` are digests of those not yet used.
 */
export type Secrets = {
  readonly passwords: readonly PasswordDigest[];
  readonly totp: Totp | null;
  readonly enrolling: Totp | null;
  readonly backupCodes: readonly string[];
};

/** A user without secrets. */
export const noSecrets: Secrets = { passwords: [], totp: null, enrolling: null, backupCodes: [] };

/** How a caller names a user: by our id, by serial, by an alias of one API, or by one of its unique keys (unfolded). */
export type UserReference =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'serial'; readonly serial: number }
  | { readonly by: 'alias'; readonly api: string; readonly alias: string }
  | { readonly by: 'key'; readonly kind: KeyKind; readonly value: string };

/**
 * The matters in which two users of a realm may not agree. An `identity` key reads `provider:subject`, an `alias` key
 * `api:alias`; a `contact` key is the id of an email, phone or wallet, by which its user is found. `role` and `group` keys name a relation with its
 * user, so that all who have it can be listed.
 */
export type KeyKind =
  | 'username'
  | 'email'
  | 'phone'
  | 'wallet'
  | 'external-id'
  | 'identity'
  | 'alias'
  | 'contact'
  | 'role'
  | 'group';

/** A unique key, folded (see `rules/keys.ts`). */
export type UserKey = { readonly kind: KeyKind; readonly key: string };
