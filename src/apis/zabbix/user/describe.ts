// The user as the get methods know one: which fields there are, and which of them a caller sees.

import type { User } from '../../../core/model/user.ts';
import { pick } from '../get/answer.ts';
import type { LooseDescription, Row } from '../get/description.ts';
import { type Call, isSuper } from '../method.ts';
import { writeUser } from '../wire/user-row.ts';

/** The fields in their order (Zabbix 7.0 manual, "User object"; 2026-11). */
export const userDescription: LooseDescription = {
  id: 'userid',
  fields: {
    userid: 'id',
    username: 'text',
    name: 'text',
    surname: 'text',
    url: 'text',
    autologin: 'integer',
    autologout: 'duration',
    lang: 'text',
    refresh: 'duration',
    theme: 'text',
    attempt_failed: 'integer',
    attempt_ip: 'text',
    attempt_clock: 'integer',
    rows_per_page: 'integer',
    timezone: 'text',
    roleid: 'id',
    userdirectoryid: 'id',
    ts_provisioned: 'integer',
    provisioned: 'integer',
  },
  sortable: ['userid', 'username'],
  secrets: { passwd: 'user password' },
};

const allFields = Object.keys(userDescription.fields);
const ownFields = allFields.filter((field) => field !== 'userdirectoryid' && field !== 'ts_provisioned');
const colleagueFields = ['userid', 'username', 'name', 'surname'];

/** True when the user is the one who calls. */
export function isCaller({ caller }: Pick<Call, 'caller'>, user: User): boolean {
  return user.id === caller.user.id;
}

/** The fields of users that may be asked for: those that are seen of oneself. */
export function userFields(call: Call): readonly string[] {
  return isSuper(call) ? allFields : ownFields;
}

/** The user with the fields that the caller sees: of others than oneself only names, unless by a super administrator. */
export function writeSeenUser(call: Call, user: User): Row {
  const row: Row = writeUser(user);
  const isKnown = user.role === null || call.objects.roles.has(user.role);
  const whole = isKnown ? row : { ...row, roleid: '0' };
  if (isSuper(call)) return whole;
  return pick(whole, isCaller(call, user) ? ownFields : colleagueFields);
}
