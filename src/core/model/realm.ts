// The realm: an isolated directory, with its law and those who may ask.

import type { Rank } from './user-role.ts';

/** What a realm demands of passwords. Lengths in Unicode code points. */
export type PasswordPolicy = {
  readonly lengthMin: number;
  readonly lengthMax: number;
  readonly bytesMax: number;
  readonly requireUppercase: boolean;
  readonly requireLowercase: boolean;
  readonly requireNumber: boolean;
  readonly requireSpecial: boolean;
  /** Refuse the most common passwords and those known from breaches. */
  readonly refuseCommon: boolean;
  /** Refuse a password that equals one of the user's own identifiers. */
  readonly refuseIdentifiers: boolean;
  /** Refuse one that contains the user's first name, last name or username. */
  readonly refuseContained: boolean;
  /** Besides every password's digest, keep one of what clients send that apply this hash themselves: so one password opens all. */
  readonly clientHash: 'none' | 'md5';
};

/** `characters`: `word` is ASCII letters, digits, `_` and `-`; `printable` is anything visible plus single spaces inside. */
export type UsernamePolicy = {
  readonly lengthMin: number;
  readonly lengthMax: number;
  readonly characters: 'word' | 'printable';
  /** How long one may be of those who may name users as they please. */
  readonly freeLengthMax: number;
};

/** Limits of one metadata bag, on the result of the change. `values` says what the bag may nest. */
export type BagPolicy = {
  readonly bytesMax: number;
  readonly depthMax: number;
  readonly keysMax: number;
  readonly keyLengthMax: number;
  readonly values: 'nested' | 'strings' | 'scalars';
  readonly valueLengthMax: number;
};

/** Law as data: what this realm demands and grants, whichever API asks. */
export type Policy = {
  readonly password: PasswordPolicy;
  readonly username: UsernamePolicy;
  readonly names: { readonly lengthMax: number };
  readonly externalId: { readonly lengthMax: number };
  readonly contacts: { readonly countMax: number };
  readonly metadata: {
    readonly public: BagPolicy;
    readonly private: BagPolicy;
    readonly unsafe: BagPolicy;
    readonly labels: BagPolicy;
    readonly extra: BagPolicy;
  };
  /** `durationMs` null: locked until unlocked. */
  readonly lockout: {
    readonly enabled: boolean;
    readonly attemptsMax: number;
    readonly durationMs: number | null;
    /** Who signs in by username and has failed so often waits so long after every failed attempt. */
    readonly pauseAttemptsMax: number;
    readonly pauseMs: number;
  };
  /** How many failed sign-ins one address may cause within `windowMs`, and how long it waits then. */
  readonly guesses: { readonly perAddressMax: number; readonly windowMs: number };
  readonly sessions: {
    readonly lifetimeMs: number;
    readonly inactivityMs: number;
    readonly tokenLifetimeMs: number;
    /** Of tokens that come with a refresh token. */
    readonly accessTokenLifetimeMs: number;
    /** The floor for every password change: `keep` leaves the choice to the patch. */
    readonly onPasswordChange: 'keep' | 'end-all';
  };
  /** What it takes to get in where one may prove an address or a second factor on the way, and whether strangers may join. */
  readonly signIn: {
    readonly requireVerifiedEmail: boolean;
    readonly requireSecondFactor: boolean;
    readonly allowSignUp: boolean;
  };
  /** Whether a user must have an identifier, and a password, when created. */
  readonly required: { readonly identifier: boolean; readonly password: boolean };
};

/** An isolated directory. `instanceId` is its id as an issuer of tokens (a UUIDv7). */
export type Realm = {
  readonly id: string;
  readonly name: string;
  readonly instanceId: string;
  readonly policy: Policy;
  /** Counts the changes of the policy, from 1. */
  readonly rev: number;
  readonly createdAt: number;
};

/** The kinds of keys that are kept as a digest. None is made any more for an app, which signs with its key: see `app-keys.ts`. */
export type ApiKeyKind = 'secret' | 'app';

/** A key as stored: only the SHA-256 of the secret (hex), and its last four characters to recognise it by. */
export type ApiKey = {
  readonly id: string;
  readonly realm: string;
  readonly kind: ApiKeyKind;
  readonly digest: string;
  readonly hint: string;
  readonly createdAt: number;
};

/** Who asks: anybody at an address (null: unknown), a holder of a secret key (all of one realm), a signed-in user, an app key, the command line, or Muster itself. */
export type Actor =
  | { readonly kind: 'secret-key'; readonly keyId: string }
  | { readonly kind: 'app-key'; readonly keyId: string }
  | {
      readonly kind: 'user';
      readonly userId: string;
      /** null: by an API token. */
      readonly sessionId: string | null;
      readonly role: string | null;
      readonly rank: Rank;
      readonly address: string | null;
    }
  | { readonly kind: 'anybody'; readonly address: string | null }
  | { readonly kind: 'command-line' }
  | { readonly kind: 'system' };

const nestedBag: BagPolicy = {
  bytesMax: 8192,
  depthMax: 32,
  keysMax: 8192,
  keyLengthMax: 8192,
  values: 'nested',
  valueLengthMax: 8192,
};

/** The law of a new realm. Lengths and lockout as the user APIs we speak document them (2026-08). */
export const defaultPolicy: Policy = {
  password: {
    lengthMin: 8,
    lengthMax: 72,
    bytesMax: 4096,
    requireUppercase: false,
    requireLowercase: false,
    requireNumber: false,
    requireSpecial: false,
    refuseCommon: true,
    refuseIdentifiers: true,
    refuseContained: false,
    clientHash: 'none',
  },
  username: { lengthMin: 4, lengthMax: 64, characters: 'word', freeLengthMax: 100 },
  names: { lengthMax: 256 },
  externalId: { lengthMax: 256 },
  contacts: { countMax: 100 },
  metadata: {
    public: nestedBag,
    private: nestedBag,
    unsafe: nestedBag,
    labels: { bytesMax: 65_536, depthMax: 1, keysMax: 50, keyLengthMax: 40, values: 'strings', valueLengthMax: 600 },
    extra: { bytesMax: 65_536, depthMax: 1, keysMax: 256, keyLengthMax: 256, values: 'scalars', valueLengthMax: 8192 },
  },
  lockout: { enabled: true, attemptsMax: 10, durationMs: 3_600_000, pauseAttemptsMax: 5, pauseMs: 30_000 },
  guesses: { perAddressMax: 100, windowMs: 600_000 },
  sessions: {
    lifetimeMs: 7 * 86_400_000,
    inactivityMs: 7 * 86_400_000,
    tokenLifetimeMs: 60_000,
    accessTokenLifetimeMs: 300_000,
    onPasswordChange: 'keep',
  },
  signIn: { requireVerifiedEmail: true, requireSecondFactor: false, allowSignUp: true },
  required: { identifier: true, password: false },
};
