// The patch: what a caller wants of a user, every field keep, set or clear, said explicitly.

import type { JsonObject } from './json.ts';
import type { Identity, PasswordDigest } from './user.ts';

export type Keep = { readonly op: 'keep' };
export type Set<Value> = { readonly op: 'set'; readonly value: Value };
export type Clear = { readonly op: 'clear' };

/** A field that may be emptied. */
export type Edit<Value> = Keep | Set<Value> | Clear;

/** A field that always has a value. */
export type Change<Value> = Keep | Set<Value>;

export const keep: Keep = { op: 'keep' };
export const clear: Clear = { op: 'clear' };

/** Sets a field. */
export function set<Value>(value: Value): Set<Value> {
  return { op: 'set', value };
}

/** Reads the common wire habit: undefined keeps, null clears, anything else sets. */
export function edit<Value>(value: Value | null | undefined): Edit<Value> {
  if (value === undefined) return keep;
  return value === null ? clear : set(value);
}

/** Reads the wire habit of a field that cannot be emptied: undefined and null keep. */
export function change<Value>(value: Value | null | undefined): Change<Value> {
  return value === undefined || value === null ? keep : set(value);
}

/**
 * A username; `free` asks to name the user as one pleases, whatever characters the realm wants, `visible` the same as far as people can see
 * what it is.
 */
export type UsernameEdit = Keep | Clear | (Set<string> & { readonly form?: 'free' | 'visible' });

/** How one bag changes: wholly, or merged with null removing a key (at any depth, or only at the top). */
export type BagEdit =
  | Keep
  | { readonly op: 'replace'; readonly value: JsonObject }
  | { readonly op: 'merge-deep'; readonly value: JsonObject }
  | { readonly op: 'merge-shallow'; readonly value: JsonObject };

/** What is claimed of an address: proven by the caller's word, held without proof, or nothing. */
export type Claim = 'verified' | 'reserved' | 'unverified';

/**
 * A contact to add. `value` as typed. `strategy` says who or what proved a `verified` one. With `id` null one is made;
 * a given id must be a fresh UUIDv7.
 */
export type NewContact = {
  readonly id: string | null;
  readonly value: string;
  readonly claim: Claim;
  readonly strategy: string;
  readonly secondFactor: boolean;
  /** In a replacement, of one that stays: a weaker claim holds too, and no use as second factor. */
  readonly firm?: boolean;
};

/** A contact to change, by id. */
export type ContactEdit = {
  readonly id: string;
  readonly claim: Change<Claim>;
  readonly strategy: string;
  readonly secondFactor: Change<boolean>;
  readonly defaultSecondFactor: Change<boolean>;
};

/**
 * How a user's emails, phones or wallets change. `replace` drops all that are not named by value (one that stays keeps its
 * id and its proof unless the claim says more). `primary` points at an entry of the result: by id, or by value for one that
 * this same patch adds; `first` makes the first entry primary when the user has none.
 */
export type ContactsEdit = {
  readonly list:
    | Keep
    | { readonly op: 'replace'; readonly items: readonly NewContact[] }
    | {
        readonly op: 'change';
        readonly add: readonly NewContact[];
        readonly edit: readonly ContactEdit[];
        readonly remove: readonly string[];
      };
  readonly primary:
    | Keep
    | Clear
    | { readonly op: 'id'; readonly id: string }
    | { readonly op: 'value'; readonly value: string }
    | { readonly op: 'first' };
  /** What becomes of identities that rest on an address that goes: they go too, or it stays and the patch is refused. */
  readonly linked: 'unlink' | 'refuse';
};

/** How the outside identities change. Adding is an import's doing. */
export type IdentitiesEdit =
  | Keep
  | { readonly op: 'change'; readonly add: readonly Identity[]; readonly remove: readonly string[] };

/** A new password: in clear, as a digest made elsewhere, or none. `checks: skip` asks to pass the realm's policy by. */
export type PasswordEdit =
  | Keep
  | Clear
  | {
      readonly op: 'set';
      readonly plain: string;
      readonly checks: 'enforce' | 'skip';
      readonly preHash: PasswordDigest['preHash'];
      /** Ask for more than the realm does: refuse what contains a name of the user. */
      readonly refuseContained?: true;
    }
  | { readonly op: 'set-digest'; readonly scheme: string; readonly digest: string };

/** A secret for time-based codes as somebody brings it: `secret` in base32 (RFC 4648), the rest as RFC 6238 names it. */
export type TotpWish = {
  readonly secret: string;
  readonly algorithm: 'SHA1' | 'SHA256' | 'SHA512';
  readonly digits: number;
  readonly periodSeconds: number;
};

/** Which sessions the caller wants ended with this change. */
export type SessionsEdit = 'keep' | { readonly op: 'end-others'; readonly except: string } | 'end-all';

/** Every field of a user that somebody may change, each with an explicit intent. Start from `untouched`. */
export type UserPatch = {
  readonly username: UsernameEdit;
  readonly firstName: Edit<string>;
  readonly lastName: Edit<string>;
  readonly name: Edit<string>;
  readonly locale: Edit<string>;
  readonly timezone: Edit<string>;
  readonly externalId: Edit<string>;
  readonly profileImageId: Edit<string>;
  readonly emails: ContactsEdit;
  readonly phones: ContactsEdit;
  readonly wallets: ContactsEdit;
  readonly identities: IdentitiesEdit;
  readonly active: Change<boolean>;
  readonly confirmation: Change<'none' | 'pending' | 'confirmed'>;
  readonly banned: Change<boolean>;
  readonly locked: Change<boolean>;
  readonly legalAcceptedAt: Edit<number>;
  readonly deleteSelfEnabled: Change<boolean>;
  readonly createOrganizationEnabled: Change<boolean>;
  readonly createOrganizationsLimit: Edit<number>;
  readonly createdAt: Change<number>;
  readonly role: Edit<string>;
  readonly groups: Change<readonly string[]>;
  readonly metadata: {
    readonly public: BagEdit;
    readonly private: BagEdit;
    readonly unsafe: BagEdit;
    readonly labels: BagEdit;
    readonly extra: BagEdit;
  };
  /** Fields only one API knows, merged shallowly into `extras[api]`; null removes one. */
  readonly extras: Keep | { readonly op: 'merge'; readonly api: string; readonly value: JsonObject };
  readonly aliases: Change<Readonly<Record<string, string>>>;
  readonly password: PasswordEdit;
  readonly passwordCompromised: Change<boolean>;
  /** Replaces the secret for time-based codes. */
  readonly totp: Keep | Set<TotpWish>;
  /** Replaces all backup codes, each in clear or as a bcrypt digest; none when empty. */
  readonly backupCodes: Keep | Set<readonly string[]>;
  /** Drops second factors; `all`: TOTP, backup codes, phones used as one. */
  readonly secondFactors: Keep | { readonly op: 'remove'; readonly what: 'all' | 'totp' | 'backup-codes' };
  readonly sessions: SessionsEdit;
  /** Tell the address that was primary before by mail when another one takes its place. */
  readonly notifyPrimaryEmailChanged: boolean;
};

/** No change to a list of contacts. */
export const sameContacts: ContactsEdit = { list: keep, primary: keep, linked: 'refuse' };

/** The patch that changes nothing. */
export const untouched: UserPatch = {
  username: keep,
  firstName: keep,
  lastName: keep,
  name: keep,
  locale: keep,
  timezone: keep,
  externalId: keep,
  profileImageId: keep,
  emails: sameContacts,
  phones: sameContacts,
  wallets: sameContacts,
  identities: keep,
  active: keep,
  confirmation: keep,
  banned: keep,
  locked: keep,
  legalAcceptedAt: keep,
  deleteSelfEnabled: keep,
  createOrganizationEnabled: keep,
  createOrganizationsLimit: keep,
  createdAt: keep,
  role: keep,
  groups: keep,
  metadata: { public: keep, private: keep, unsafe: keep, labels: keep, extra: keep },
  extras: keep,
  aliases: keep,
  password: keep,
  passwordCompromised: keep,
  totp: keep,
  backupCodes: keep,
  secondFactors: keep,
  sessions: 'keep',
  notifyPrimaryEmailChanged: false,
};
