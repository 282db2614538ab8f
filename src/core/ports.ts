// The ports: what the core needs from outside, as types.

import type { Change, ChangeType } from './model/change.ts';
import type { Authentication, DirectoryServer, Entry } from './model/directory-server.ts';
import type { DocumentKey, DocumentKind, DocumentOf, DocumentQuery } from './model/document.ts';
import type { TotpWish } from './model/patch.ts';
import type { UserFilter, UserQuery } from './model/query.ts';
import type { ApiKey, PasswordPolicy, Realm } from './model/realm.ts';
import type { Session, SessionQuery } from './model/session.ts';
import type { Guesses, Throttle } from './model/throttle.ts';
import type { PasswordDigest, Secrets, Totp, User, UserKey } from './model/user.ts';
import type { Image, MailOrder, Outcome, Page, Sealed, StoredReference, StoredUser, Write } from './model/write.ts';

export type { SearchText } from './model/query.ts';
export type * from './model/write.ts';

/** Milliseconds since 1970, UTC. */
export type Clock = () => number;

export type Random = {
  /** A UUIDv7 that carries `atMs`; later calls with the same time sort after earlier ones. */
  uuid(atMs: number): string;
  /** `count` random bytes as base64url. */
  token(count: number): string;
  /** `count` random decimal digits. */
  digits(count: number): string;
};

/** Encrypts what must not be readable at rest. `context` (realm and user id) is bound in: a sealed text moved elsewhere does not open. */
export type Vault = {
  seal(secrets: Secrets, context: string): Sealed;
  open(sealed: Sealed | null, context: string): Secrets;
  /** The same for a text of any other sort. */
  sealText(text: string, context: string): Sealed;
  openText(sealed: Sealed, context: string): string;
};

/** How a password check went. `upgrade` holds the digests to store instead, when better ones than the stored can now be made. */
export type PasswordVerdict = { readonly matches: boolean; readonly upgrade: readonly PasswordDigest[] | null };

/** Makes and checks password digests. Slow by design, in a bounded pool: refuses `too-many-attempts` when its queue is full. */
export type Hasher = {
  /** `also`: of a password in clear, keep a digest of this hash of it besides. */
  hash(
    plain: string,
    preHash: PasswordDigest['preHash'],
    also: PasswordPolicy['clientHash'],
  ): Promise<readonly PasswordDigest[]>;
  verify(
    plain: string,
    digests: readonly PasswordDigest[],
    also: PasswordPolicy['clientHash'],
  ): Promise<PasswordVerdict>;
  /** The same by what a client has made of the password, which says nothing anywhere else: it matches digests of such hashes alone. */
  verifyClientHash(hash: string, digests: readonly PasswordDigest[]): Promise<PasswordVerdict>;
  /** Costs what `verify` costs and says nothing: for users who do not exist or have no password. */
  decoy(plain: string): Promise<void>;
  /** Reads a digest made elsewhere, strictly and without running it. Refuses `digest-unsupported`. */
  accept(scheme: string, digest: string): PasswordDigest;
  /**
   * The digest to keep of a backup code: of one in clear (spaces, dashes and case do not count), or a bcrypt digest as it
   * is. Refuses `invalid` (path `backupCodes`).
   */
  digestCode(text: string): string;
  /** Which of the digests is that of the code: its index, or null. Costs the same whichever it is. */
  findCode(code: string, digests: readonly string[]): Promise<number | null>;
  /** True when all that is in it could be used: for secrets that come from another directory as they were stored there. */
  isSound(secrets: Secrets): boolean;
};

/** Time-based one-time codes (RFC 6238). */
export type TimeCodes = {
  /** A fresh secret: 160 bits, SHA-1, six digits, 30 seconds, as every authenticator app takes it. */
  create(): Totp;
  /** Reads a secret made elsewhere, strictly. Refuses `invalid` (path `totp`). */
  accept(wish: TotpWish): Totp;
  /** The time step that this is the code of: the present one or one beside it (RFC 6238 §5.2); null: of none. */
  stepOf(totp: Totp, code: string, now: number): number | null;
  /** The `otpauth://` address that an authenticator app reads from a QR code. */
  addressOf(totp: Totp, issuer: string, account: string): string;
};

/** Knows which passwords everybody tries first, and which have become public. `plain` as typed. `unchecked`: cannot tell. */
export type KnownPasswords = { find(plain: string): Promise<'common' | 'breached' | 'unchecked' | null> };

/** Turns an upload into an image by its content, or refuses `invalid` (path `file`: `format`, or `bytes-max`). */
export type Images = { read(upload: Uint8Array): Promise<Image> };

/** Which changes to read. `from` and `to`: of this time at the earliest, and before that; null: open. */
export type ChangeQuery = {
  readonly direction: 'ascending' | 'descending';
  readonly beyond: number | null;
  readonly types: readonly ChangeType[] | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly limit: number;
};

/**
 * Days in a row to count, each of 24 hours, the first beginning at `from`; only of the user and through the API, where not null. A sign-in
 * is a session that begins or, through one of the APIs `withoutSession`, whose sign-ins begin none, a `sign-in.succeeded`.
 */
export type DayQuery = {
  readonly from: number;
  readonly days: number;
  readonly userId: string | null;
  readonly api: string | null;
  readonly withoutSession: readonly string[];
};

/** What happened on one of the days, the first of which is 0. `users`: how many different ones signed in. */
export type DayCount = {
  readonly day: number;
  readonly joined: number;
  readonly signedIn: number;
  readonly failed: number;
  readonly users: number;
};

/** What a first boot writes, all or nothing; does nothing where the realm exists. */
export type Founding = {
  readonly realm: Realm;
  readonly keys: readonly ApiKey[];
  readonly signingKey: { readonly id: string; readonly sealed: string; readonly createdAt: number };
  readonly users: Omit<Write, 'images'>;
};

/**
 * Where everything is kept. Every answer to a write comes after its commit is on disk. Methods throw only when the store is
 * broken or closed; contention and duplicates are answers. Both engines pass `test/store-contract.ts`.
 */
export type Store = {
  /** The realm, or null. */
  loadRealm(id: string): Promise<Realm | null>;
  /** The ids of all realms, the oldest first. */
  listRealms(): Promise<readonly string[]>;
  /** Writes a new realm with its keys and first users. False when the realm was there already. */
  foundRealm(founding: Founding): Promise<boolean>;
  /** The key with this SHA-256 (hex), or null. */
  loadApiKey(digest: string): Promise<ApiKey | null>;
  listApiKeys(realm: string): Promise<readonly ApiKey[]>;
  /** Adds a key unless its digest is known. */
  insertApiKey(key: ApiKey): Promise<void>;
  /** The newest signing key of the realm, sealed by the vault's owner. */
  loadSigningKeys(realm: string): Promise<readonly { id: string; sealed: string; createdAt: number }[]>;

  loadUser(realm: string, reference: StoredReference): Promise<StoredUser | null>;
  /** Who holds these keys; keys that nobody holds are left out. */
  holdersOf(realm: string, keys: readonly UserKey[]): Promise<readonly (UserKey & { readonly userId: string })[]>;
  findUsers(realm: string, query: UserQuery): Promise<readonly User[]>;
  /** Everybody, page by page, as of the moment of the first page, whatever is written meanwhile. */
  readEverybody(realm: string): AsyncIterable<Page>;
  countUsers(realm: string, filter: UserFilter): Promise<number>;
  /** Commits, possibly together with other writes that are ready at the same moment; each succeeds or fails alone. */
  commit(write: Write): Promise<Outcome>;
  /** Notes use without making it an update: sets `lastSignInAt`/`lastActiveAt` where later than stored, counts sign-ins. */
  recordActivity(realm: string, userId: string, use: { at: number; signIn: boolean }): Promise<void>;
  /** Replaces secrets without making it an update, only while the user and the secrets are as loaded: for digests made stronger. */
  replaceSecrets(realm: string, loaded: StoredUser, secrets: Sealed): Promise<boolean>;
  /**
   * Counts a failed attempt that came `from` an address: for the user (null: for nobody), whose count is kept `until` then (null: for ever), and in each
   * throttle, whose count starts anew when its time is over, and whose time when `countMax` is reached. All in one
   * transaction that costs the same with and without a user.
   * Answers the user's attempts, 0 when there is no such user.
   */
  countFailure(
    realm: string,
    userId: string | null,
    throttles: readonly Throttle[],
    facts: { readonly now: number; readonly until: number | null; readonly from: string | null },
  ): Promise<number>;
  /** Takes back what was counted for the user (null: nobody) and under these names. */
  forgetFailures(realm: string, userId: string | null, names: readonly string[]): Promise<void>;
  readGuesses(realm: string, names: readonly string[]): Promise<readonly Guesses[]>;
  /** Takes a time step for the user, once and for all: false when it or a later one was taken before. */
  takeTotpStep(realm: string, userId: string, step: number): Promise<boolean>;
  /** A user's changes, newest first, before `beforeSeq` (null: from the newest). Also those of a deleted user. */
  readHistory(realm: string, userId: string, beforeSeq: number | null, limit: number): Promise<readonly Change[]>;

  loadDocument<Kind extends DocumentKind>(realm: string, kind: Kind, id: string): Promise<DocumentOf<Kind> | null>;
  /** The document of that kind that holds the key. */
  loadDocumentByKey<Kind extends DocumentKind>(
    realm: string,
    kind: Kind,
    key: DocumentKey,
  ): Promise<DocumentOf<Kind> | null>;
  findDocuments<Kind extends DocumentKind>(
    realm: string,
    query: DocumentQuery<Kind>,
  ): Promise<readonly DocumentOf<Kind>[]>;
  /** Removes documents whose `forgetAt` has passed, up to a limit; true when there may be more. */
  sweepDocuments(now: number): Promise<boolean>;
  /**
   * Changes in the order in which they became visible, beyond `seq` (null: from the end of that direction), up to `limit`. One that is
   * committed later never stands before one that was read: ascending, reading stops before what is not settled yet. `types`
   * null: any.
   */
  readChanges(realm: string, query: ChangeQuery): Promise<readonly Change[]>;

  /**
   * Counts, on each of the days on which there is anything to count, who joined (0 where a user is asked for), signed in and failed to; and
   * in `users` how many different ones signed in on all of them.
   */
  countDays(realm: string, query: DayQuery): Promise<{ readonly days: readonly DayCount[]; readonly users: number }>;

  loadSession(realm: string, id: string): Promise<Session | null>;
  /** A session with its user, in one look. */
  loadSignedIn(realm: string, sessionId: string): Promise<{ readonly session: Session; readonly user: User } | null>;
  findSessions(realm: string, query: SessionQuery): Promise<readonly Session[]>;
  countSessions(realm: string, query: SessionQuery): Promise<number>;

  /**
   * Adds an image to a user, whose older ones make room: at most the newest 10 are kept, and the user's `profileImageId`.
   * False when there is no such user.
   */
  insertImage(realm: string, userId: string, id: string, image: Image, createdAt: number): Promise<boolean>;
  loadImage(realm: string, id: string): Promise<Image | null>;
  /** Whether the user has this image. */
  hasImage(realm: string, userId: string, id: string): Promise<boolean>;

  /** Takes up to `limit` mails whose time has come, and holds them from other takers until `holdUntil`; `attempts` counts this one. */
  takeMails(now: number, holdUntil: number, limit: number): Promise<readonly (MailOrder & { attempts: number })[]>;
  /** A mail was sent: forgets it. */
  finishMail(id: string): Promise<void>;
  /** A mail failed: tries again at `retryAt`, or never (null) and keeps it as dead. */
  postponeMail(id: string, retryAt: number | null): Promise<void>;

  /** Resolves when the store can answer. */
  ping(): Promise<void>;
  /** Finishes what was accepted, then closes. */
  close(): Promise<void>;
};

/** Everything the commands need, wired once at the top. */
export type Ports = {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly hasher: Hasher;
  readonly timeCodes: TimeCodes;
  readonly knownPasswords: KnownPasswords;
  readonly images: Images;
};

/** Makes and publishes session tokens with the realm's key. */
export type Signer = {
  /** Signs the claims as a JWT (RS256, `kid` set); `header` adds to or overrides the protected header, but for `alg`. */
  sign(
    realm: string,
    claims: Readonly<Record<string, unknown>>,
    header: Readonly<Record<string, unknown>>,
  ): Promise<string>;
  /** The public keys of the realm as a JSON Web Key Set (RFC 7517), newest first. */
  jwks(realm: string): Promise<{ readonly keys: readonly Readonly<Record<string, unknown>>[] }>;
};

/** Asks directory servers; each question has a connection of its own. */
export type Directories = {
  /** The one user of that name; null: none, or more than one. Throws DirectoryError. */
  find(server: DirectoryServer, username: string): Promise<Entry | null>;
  /** Whether the directory takes the password for the one user of that name. An empty one is always wrong. Never throws. */
  authenticate(server: DirectoryServer, username: string, password: string): Promise<Authentication>;
};
