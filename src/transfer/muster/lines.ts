// The lines of Muster's own format: users written out whole, and read back.

import type { Exported } from '../../core/commands/export-users.ts';
import type { Json, JsonObject } from '../../core/model/json.ts';
import type { WrittenUser } from '../../core/model/newcomer.ts';
import type { Contact, Secrets, Totp, User } from '../../core/model/user.ts';
import type { StoredImage } from '../../core/ports.ts';
import { type Header, headers, type ImageLine, imageLines, type UserLine, userLines } from './schema.ts';

/** The version of the format that is written. */
const version = 1;

/** So much of an image stands on one line, as no line may be longer than 4 MiB; the rest is on lines of the same id behind it. */
const imagePartBytes = 2 * 1024 * 1024;

/** The realm of a written user is that of whoever takes it in. */
const noRealm = '';

/** The first line of a file. */
export function headerLine(secrets: boolean): Header {
  return { type: 'muster', version, secrets };
}

function contactPart({ id, verification, reserved, linkedTo, createdAt, updatedAt }: Contact) {
  return {
    id,
    verification: verification && {
      status: verification.status,
      strategy: verification.strategy,
      at: verification.at,
    },
    reserved,
    linkedTo: linkedTo.map(({ type, id }) => ({ type, id })),
    createdAt,
    updatedAt,
  };
}

function contactsPart({ emails, primaryEmailId, phones, primaryPhoneId, wallets, primaryWalletId }: User) {
  return {
    emails: emails.map((email) => ({ ...contactPart(email), address: email.address })),
    primaryEmailId,
    phones: phones.map((phone) => ({
      ...contactPart(phone),
      number: phone.number,
      secondFactor: phone.secondFactor,
      defaultSecondFactor: phone.defaultSecondFactor,
    })),
    primaryPhoneId,
    wallets: wallets.map((wallet) => ({ ...contactPart(wallet), address: wallet.address })),
    primaryWalletId,
  };
}

function identitiesPart({ identities }: User): UserLine['user']['identities'] {
  return identities.map((identity) => ({
    id: identity.id,
    provider: identity.provider,
    subject: identity.subject,
    email: identity.email,
    emailVerified: identity.emailVerified,
    username: identity.username,
    firstName: identity.firstName,
    lastName: identity.lastName,
    imageUrl: identity.imageUrl,
    label: identity.label,
    scopes: [...identity.scopes],
    metadata: identity.metadata,
    createdAt: identity.createdAt,
    updatedAt: identity.updatedAt,
  }));
}

function credentialsPart({ credentials: { password, totp, backupCodes, ...dates } }: User) {
  return {
    password: password && { compromised: password.compromised },
    passwordUpdatedAt: dates.passwordUpdatedAt,
    totp: totp && { enabledAt: totp.enabledAt },
    backupCodes: backupCodes && { enabledAt: backupCodes.enabledAt, remaining: backupCodes.remaining },
    mfaEnabledAt: dates.mfaEnabledAt,
    mfaDisabledAt: dates.mfaDisabledAt,
  };
}

function totpPart(totp: Totp | null) {
  if (totp === null) return null;
  const { secret, algorithm, digits, periodSeconds } = totp;
  return { secret, algorithm, digits, periodSeconds };
}

function secretsPart({ passwords, totp, enrolling, backupCodes }: Secrets): NonNullable<UserLine['secrets']> {
  return {
    passwords: passwords.map(({ scheme, digest, preHash }) => ({ scheme, digest, preHash })),
    totp: totpPart(totp),
    enrolling: totpPart(enrolling),
    backupCodes: [...backupCodes],
  };
}

/** A user as a line. The order of its members is fixed, so that the same user is always the same text. */
export function userLine({ user, secrets }: WrittenUser): UserLine {
  const { metadata, activity } = user;
  return {
    type: 'user',
    user: {
      id: user.id,
      serial: user.serial,
      rev: user.rev,
      createdAt: user.createdAt,
      updatedAt: user.updatedAt,
      system: user.system,
      aliases: { ...user.aliases },
      username: user.username,
      firstName: user.firstName,
      lastName: user.lastName,
      name: user.name,
      locale: user.locale,
      timezone: user.timezone,
      externalId: user.externalId,
      profileImageId: user.profileImageId,
      ...contactsPart(user),
      identities: identitiesPart(user),
      active: user.active,
      confirmation: user.confirmation,
      bannedAt: user.bannedAt,
      lockedAt: user.lockedAt,
      lockedUntil: user.lockedUntil,
      legalAcceptedAt: user.legalAcceptedAt,
      deleteSelfEnabled: user.deleteSelfEnabled,
      createOrganizationEnabled: user.createOrganizationEnabled,
      createOrganizationsLimit: user.createOrganizationsLimit,
      role: user.role,
      groups: [...user.groups],
      metadata: {
        public: metadata.public,
        private: metadata.private,
        unsafe: metadata.unsafe,
        labels: metadata.labels,
        extra: metadata.extra,
      },
      extras: { ...user.extras },
      credentials: credentialsPart(user),
      activity: {
        lastSignInAt: activity.lastSignInAt,
        lastActiveAt: activity.lastActiveAt,
        signInCount: activity.signInCount,
        failedAttempts: activity.failedAttempts,
        failedUntil: activity.failedUntil,
      },
    },
    ...(secrets !== null && { secrets: secretsPart(secrets) }),
  };
}

function* imageLinesOf({ id, userId, contentType, createdAt, bytes }: StoredImage): Generator<JsonObject> {
  const whole = Buffer.from(bytes);
  for (let from = 0; from === 0 || from < whole.length; from += imagePartBytes) {
    const part = whole.subarray(from, from + imagePartBytes);
    yield { type: 'image', id, userId, contentType, createdAt, bytes: part.toString('base64') };
  }
}

/** Everybody as lines, each user followed by the images. */
export async function* linesOf(pages: AsyncIterable<readonly Exported[]>, secrets: boolean): AsyncGenerator<Json> {
  yield headerLine(secrets);
  for await (const page of pages) {
    for (const { written, images } of page) {
      yield userLine(written);
      for (const image of images) yield* imageLinesOf(image);
    }
  }
}

/** True when a file that begins with this row is in Muster's own format. */
export function isHeader(row: JsonObject): boolean {
  return row.type === 'muster';
}

/** What speaks against reading a file with this first row; null: nothing. */
export function faultOfHeader(row: JsonObject): string | null {
  if (!headers.check(row)) return `the header is not as it must be: ${headers.faultOf(row)}`;
  if (row.version === version) return null;
  return `this file is written in version ${row.version} of the format, and this Muster reads version ${version}`;
}

/** What a line says. */
export type Line =
  | { readonly is: 'user'; readonly written: WrittenUser }
  | { readonly is: 'image'; readonly image: StoredImage }
  | { readonly is: 'fault'; readonly why: string };

function readImage({ id, userId, contentType, createdAt, bytes }: ImageLine): Line {
  return { is: 'image', image: { id, userId, contentType, createdAt, bytes: Buffer.from(bytes, 'base64') } };
}

/** Reads a line after the header. */
export function readLine(row: JsonObject): Line {
  if (row.type === 'image') {
    return imageLines.check(row) ? readImage(row) : { is: 'fault', why: imageLines.faultOf(row) };
  }
  if (!userLines.check(row)) return { is: 'fault', why: userLines.faultOf(row) };
  const activity = { ...row.user.activity, failedAt: null, failedFrom: null };
  return { is: 'user', written: { user: { realm: noRealm, ...row.user, activity }, secrets: row.secrets ?? null } };
}
