// The user as Zabbix sees one.

import type { User } from '../../../core/model/user.ts';
import { writeRoleId, writeUserId } from './ids.ts';
import { byDefault, langOf } from './languages.ts';
import { ownFieldsOf } from './own-fields.ts';

/** Every property of a user that is on the wire, in its order. */
export type UserRow = {
  readonly userid: string;
  readonly username: string;
  readonly name: string;
  readonly surname: string;
  readonly url: string;
  readonly autologin: string;
  readonly autologout: string;
  readonly lang: string;
  readonly refresh: string;
  readonly theme: string;
  readonly attempt_failed: string;
  readonly attempt_ip: string;
  readonly attempt_clock: string;
  readonly rows_per_page: string;
  readonly timezone: string;
  readonly roleid: string;
  readonly userdirectoryid: string;
  readonly ts_provisioned: string;
  readonly provisioned: string;
};

const ipAddressMax = 39;

/** The address that stands for a user everywhere: the primary one; null: there is none. */
export function primaryAddressOf({ emails, primaryEmailId }: Pick<User, 'emails' | 'primaryEmailId'>): string | null {
  return emails.find(({ id }) => id === primaryEmailId)?.address ?? null;
}

/** What a user goes by here: the username, or whatever else they are known by that is theirs alone. */
export function writeUsername(user: User): string {
  return user.username ?? primaryAddressOf(user) ?? user.emails[0]?.address ?? `user-${user.serial}`;
}

/** The user as `user.get` shows it to a super administrator. */
export function writeUser(user: User): UserRow {
  const own = ownFieldsOf(user);
  const { failedAttempts, failedAt, failedFrom } = user.activity;
  return {
    userid: writeUserId(user),
    username: writeUsername(user),
    name: user.firstName ?? '',
    surname: user.lastName ?? '',
    url: own.url,
    autologin: own.autologin,
    autologout: own.autologout,
    lang: langOf(user.locale),
    refresh: own.refresh,
    theme: own.theme,
    attempt_failed: String(failedAttempts),
    attempt_ip: (failedFrom ?? '').slice(0, ipAddressMax),
    attempt_clock: String(Math.floor((failedAt ?? 0) / 1000)),
    rows_per_page: own.rows_per_page,
    timezone: user.timezone ?? byDefault,
    roleid: writeRoleId(user.role),
    userdirectoryid: own.userdirectoryid,
    ts_provisioned: own.ts_provisioned,
    provisioned: own.userdirectoryid === '0' ? '0' : '1',
  };
}
