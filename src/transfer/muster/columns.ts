// The columns of the spreadsheets that are written, by how each is read off a user.

import { hasherOfScheme } from '../../apis/clerk/wire/hashers.ts';
import type { WrittenUser } from '../../core/model/newcomer.ts';
import type { Contact, User } from '../../core/model/user.ts';

/** A spreadsheet: its columns in order, and which users stand in it. */
export type Sheet = {
  readonly columns: readonly string[];
  readonly rowOf: (written: WrittenUser) => Readonly<Record<string, string | null>> | null;
};

type Column = (written: WrittenUser) => string | null;

/** What stands between several values of one cell. */
export const separator = ',';

const isProven = ({ verification }: Contact): boolean => verification?.status === 'verified';

function addresses(user: User, proven: boolean): string | null {
  const found = user.emails.filter((email) => isProven(email) === proven).map(({ address }) => address);
  return found.join(separator) || null;
}

function numbers(user: User, proven: boolean): string | null {
  const found = user.phones.filter((phone) => isProven(phone) === proven).map(({ number }) => number);
  return found.join(separator) || null;
}

function primaryAddress(user: User): string | null {
  return user.emails.find(({ id }) => id === user.primaryEmailId)?.address ?? null;
}

function primaryNumber(user: User): string | null {
  return user.phones.find(({ id }) => id === user.primaryPhoneId)?.number ?? null;
}

function time(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function json(value: object): string | null {
  return Object.keys(value).length === 0 ? null : JSON.stringify(value);
}

/** What cells can say of an authenticator: its secret, if it makes codes as every app does (SHA-1, six digits, 30 seconds). */
function cellOfTotp({ secrets }: WrittenUser): string | null {
  const totp = secrets?.totp ?? null;
  const isPlain = totp?.algorithm === 'SHA1' && totp.digits === 6 && totp.periodSeconds === 30;
  return isPlain ? totp.secret : null;
}

/**
 * The digest of the password itself, not of what some clients make of it. None beside a second factor that fits into no
 * cell: nobody shall get in with less elsewhere than here.
 */
function digestOf(written: WrittenUser) {
  const { secrets } = written;
  if (secrets === null || (secrets.totp !== null && cellOfTotp(written) === null)) return null;
  return secrets.passwords.find(({ preHash }) => preHash === 'none') ?? null;
}

const contactColumns = {
  primary_email_address: ({ user }) => primaryAddress(user),
  primary_phone_number: ({ user }) => primaryNumber(user),
  verified_email_addresses: ({ user }) => addresses(user, true),
  unverified_email_addresses: ({ user }) => addresses(user, false),
  verified_phone_numbers: ({ user }) => numbers(user, true),
  unverified_phone_numbers: ({ user }) => numbers(user, false),
} as const satisfies Readonly<Record<string, Column>>;

const ownColumns: Readonly<Record<string, Column>> = {
  muster_id: ({ user }) => user.id,
  external_id: ({ user }) => user.externalId,
  username: ({ user }) => user.username,
  first_name: ({ user }) => user.firstName,
  last_name: ({ user }) => user.lastName,
  name: ({ user }) => user.name,
  ...contactColumns,
  locale: ({ user }) => user.locale,
  timezone: ({ user }) => user.timezone,
  role: ({ user }) => user.role,
  groups: ({ user }) => (user.groups.length === 0 ? null : JSON.stringify(user.groups)),
  active: ({ user }) => String(user.active),
  banned: ({ user }) => String(user.bannedAt !== null),
  created_at: ({ user }) => time(user.createdAt),
  updated_at: ({ user }) => time(user.updatedAt),
  last_sign_in_at: ({ user }) => time(user.activity.lastSignInAt),
  public_metadata: ({ user }) => json(user.metadata.public),
  private_metadata: ({ user }) => json(user.metadata.private),
  unsafe_metadata: ({ user }) => json(user.metadata.unsafe),
  labels: ({ user }) => json(user.metadata.labels),
  extra: ({ user }) => json(user.metadata.extra),
  password_scheme: (written) => digestOf(written)?.scheme ?? null,
  password_digest: (written) => digestOf(written)?.digest ?? null,
  totp_secret: cellOfTotp,
};

function hasherOf(written: WrittenUser): string | null {
  return hasherOfScheme(digestOf(written)?.scheme ?? '');
}

const clerkColumns: Readonly<Record<string, Column>> = {
  first_name: ({ user }) => user.firstName,
  last_name: ({ user }) => user.lastName,
  username: ({ user }) => user.username,
  ...contactColumns,
  totp_secret: cellOfTotp,
  password_digest: (written) => (hasherOf(written) === null ? null : (digestOf(written)?.digest ?? null)),
  password_hasher: hasherOf,
};

/** Built-in accounts are no people. */
function sheet(columns: Readonly<Record<string, Column>>): Sheet {
  return {
    columns: Object.keys(columns),
    rowOf: (written) =>
      written.user.system
        ? null
        : Object.fromEntries(Object.entries(columns).map(([name, read]) => [name, read(written)])),
  };
}

/** Muster's own spreadsheet: what fits into cells. */
export const ownSheet = sheet(ownColumns);

/** The spreadsheet that Clerk's dashboard exports and its migration tool reads (2026-08); `idOf` writes ids as its API does. */
export function clerkSheet(idOf: (user: User) => string): Sheet {
  return sheet({ id: ({ user }) => idOf(user), ...clerkColumns });
}
