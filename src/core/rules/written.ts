// The written user: what a record must be that comes whole from a file instead of from a patch.

import type { Issue, IssueReason } from '../model/error.ts';
import { isUuid } from '../model/id.ts';
import type { WrittenUser } from '../model/newcomer.ts';
import type { Policy } from '../model/realm.ts';
import type { Contact, Credentials, Metadata, Secrets, User } from '../model/user.ts';
import { readEmail, readPhone, readWallet } from './addresses.ts';
import { foldEmail, foldKey } from './keys.ts';
import { faultOfBag } from './metadata.ts';
import { backupCodesMax } from './second-factors.ts';
import { faultOfText } from './text.ts';

/** No text of a record needs more. */
const lengthMax = 2048;

/** Further ones can be counted for ever after. */
const countMax = 2 ** 40;

/** The last moment that has a date (ECMA-262, time values). */
const dateMax = 8.64e15;

type Add = (path: string, reason: IssueReason) => void;

function judgeContacts<Item extends Contact>(
  path: string,
  items: readonly Item[],
  primary: string | null,
  sort: {
    readonly valueOf: (item: Item) => string;
    readonly isGood: (value: string) => boolean;
    fold(value: string): string;
  },
  add: Add,
): void {
  const values = items.map((item) => sort.valueOf(item));
  for (const [index, value] of values.entries()) if (!sort.isGood(value)) add(`${path}.${index}`, 'format');
  if (new Set(values.map((value) => sort.fold(value))).size < values.length) add(path, 'duplicate');
  const ids = items.map(({ id }) => id);
  if (new Set(ids).size < ids.length || !ids.every(isUuid)) add(path, 'value');
  if (primary !== null && !ids.includes(primary)) add(path, 'unknown');
}

function judgeNumbers(user: User, add: Add): void {
  const whole = (value: number | null, least: number, most = countMax) =>
    value === null || (Number.isSafeInteger(value) && value >= least && value <= most);
  if (!whole(user.rev, 1)) add('rev', 'value');
  if (!whole(user.serial, 1)) add('serial', 'value');
  const { activity, credentials } = user;
  const dates = [
    ...[user.createdAt, user.updatedAt, user.bannedAt, user.lockedAt, user.lockedUntil, user.legalAcceptedAt],
    ...[
      activity.lastSignInAt,
      activity.lastActiveAt,
      activity.failedUntil,
      credentials.passwordUpdatedAt,
      credentials.totp?.enabledAt ?? null,
    ],
    ...[credentials.backupCodes?.enabledAt ?? null, credentials.mfaEnabledAt, credentials.mfaDisabledAt],
    ...[...user.emails, ...user.phones, ...user.wallets].flatMap((item) => [
      ...[item.createdAt, item.updatedAt, item.verification?.at ?? null],
    ]),
    ...user.identities.flatMap((identity) => [identity.createdAt, identity.updatedAt]),
  ];
  if (!dates.every((date) => whole(date, 0, dateMax))) add('dates', 'time');
  if (!whole(activity.signInCount, 0) || !whole(activity.failedAttempts, 0)) add('activity', 'value');
  if (!whole(user.createOrganizationsLimit, 0)) add('createOrganizationsLimit', 'value');
}

function textsOf(user: User): readonly (string | null)[] {
  const { username, firstName, lastName, name, locale, timezone, externalId, profileImageId, role } = user;
  return [
    ...[username, firstName, lastName, name, locale, timezone, externalId, profileImageId, role],
    ...user.groups,
    ...Object.entries(user.aliases).flat(),
    ...[...user.emails, ...user.phones, ...user.wallets].flatMap((item) => [
      item.verification?.strategy ?? null,
      ...item.linkedTo.flatMap((link) => [link.type, link.id]),
    ]),
    ...user.identities.flatMap(({ id, provider, subject, email, username: name, firstName: first, ...more }) => [
      ...[id, provider, subject, email, name, first, more.lastName, more.imageUrl, more.label, ...more.scopes],
    ]),
  ];
}

/** What the record says of the secrets agrees with the secrets. */
function judgeSecrets(credentials: Credentials, secrets: Secrets, add: Add): void {
  if ((credentials.password !== null) !== secrets.passwords.length > 0) add('credentials.password', 'value');
  if ((credentials.totp !== null) !== (secrets.totp !== null)) add('credentials.totp', 'value');
  if ((credentials.backupCodes?.remaining ?? 0) !== secrets.backupCodes.length) add('credentials.backupCodes', 'value');
  if (secrets.backupCodes.length > backupCodesMax || secrets.passwords.length > 4) add('credentials', 'count-max');
}

const bags = ['public', 'private', 'unsafe', 'labels', 'extra'] as const satisfies readonly (keyof Metadata)[];

/**
 * Every fault of a written record: its texts, addresses, dates, counts, bags and ids are what this directory could hold, and
 * agree with each other and with its secrets. How it came to be so is not judged again: a record may be older than the law.
 */
export function faultsOfWritten({ user, secrets }: WrittenUser, policy: Policy): readonly Issue[] {
  const issues: Issue[] = [];
  const add: Add = (path, reason) => void issues.push({ path, reason, limit: null });
  if (!isUuid(user.id)) add('id', 'format');
  for (const text of textsOf(user)) {
    const fault = text === null ? null : faultOfText('text', text, lengthMax);
    if (fault !== null) issues.push(fault);
  }
  const email = { valueOf: (item: { address: string }) => item.address, isGood: is(readEmail), fold: foldEmail };
  const phone = {
    valueOf: (item: { number: string }) => item.number,
    isGood: is(readPhone),
    fold: (text: string) => text,
  };
  const wallet = { ...email, isGood: is(readWallet), fold: (text: string) => foldKey('wallet', text) };
  judgeContacts('emails', user.emails, user.primaryEmailId, email, add);
  judgeContacts('phones', user.phones, user.primaryPhoneId, phone, add);
  judgeContacts('wallets', user.wallets, user.primaryWalletId, wallet, add);
  judgeNumbers(user, add);
  for (const bag of bags) {
    const fault = faultOfBag(`metadata.${bag}`, user.metadata[bag], policy.metadata[bag]);
    if (fault !== null) issues.push(fault);
  }
  const nested = { ...policy.metadata.extra, values: 'nested', depthMax: policy.metadata.private.depthMax } as const;
  const fault = faultOfBag('extras', user.extras, nested);
  if (fault !== null) issues.push(fault);
  for (const { metadata } of user.identities) {
    const wrong = faultOfBag('identities', metadata, nested);
    if (wrong !== null) issues.push(wrong);
  }
  if (user.system && !(user.active && user.bannedAt === null && user.lockedAt === null)) add('system', 'value');
  if (secrets !== null) judgeSecrets(user.credentials, secrets, add);
  return issues;
}

/** Every fault of the images that came with the user, and of the user's choice among them. */
export function faultsOfImages(
  { profileImageId }: User,
  images: readonly { readonly id: string; readonly createdAt: number }[],
): readonly Issue[] {
  const ids = images.map(({ id }) => id);
  const dated = images.every(
    ({ createdAt }) => Number.isSafeInteger(createdAt) && createdAt >= 0 && createdAt <= dateMax,
  );
  const isSound = ids.every(isUuid) && new Set(ids).size === ids.length && dated;
  return [
    ...(isSound ? [] : [{ path: 'images', reason: 'value', limit: null } as const]),
    ...(profileImageId === null || ids.includes(profileImageId)
      ? []
      : [{ path: 'profileImageId', reason: 'unknown', limit: null } as const]),
  ];
}

/** True when the reader takes the text exactly as it is. */
function is(read: (text: string) => string | null): (text: string) => boolean {
  return (text) => read(text) === text;
}

/** The record without the secrets that were left out of the file. */
export function withoutSecrets(user: User): User {
  return { ...user, credentials: { ...user.credentials, password: null, totp: null, backupCodes: null } };
}
