// The check: what groups cannot refer to.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { badInput, badParameter } from '../fault.ts';
import { extraOf, textOf } from '../wire/objects.ts';
import type { GroupWish } from './wish.ts';

/** There are no hosts and templates here, so there is no group of them either. */
function checkRights(wishes: readonly GroupWish[]): void {
  const [template] = wishes.flatMap(({ templategroup_rights = [] }) => templategroup_rights);
  if (template !== undefined) badInput(`Template group with ID "${template.id}" is not available.`);
  // Before the host groups, although Zabbix judges them after: here it would never be said otherwise.
  for (const { tag = '', value = '' } of wishes.flatMap(({ tag_filters = [] }) => tag_filters)) {
    if (tag === '' && value !== '') badInput('Incorrect value for field "tag": cannot be empty.');
  }
  const [host] = wishes.flatMap(({ hostgroup_rights = [], tag_filters = [] }) => [
    ...hostgroup_rights.map((right) => right.id),
    ...tag_filters.map(({ groupid }) => groupid),
  ]);
  if (host !== undefined) badInput(`Host group with ID "${host}" is not available.`);
}

/** Refuses rights, then a directory that is no LDAP directory, then an MFA method, of which there is none. */
export function checkReferences(objects: Pick<RealmObjects, 'extras'>, wishes: readonly GroupWish[]): void {
  checkRights(wishes);
  for (const [index, { userdirectoryid = '0' }] of wishes.entries()) {
    const directory = extraOf(objects, 'userdirectory', userdirectoryid);
    const isLdap = directory !== null && textOf(directory.values, 'idp_type', '') === '1';
    if (userdirectoryid !== '0' && !isLdap) {
      badParameter(`/${index + 1}/userdirectoryid`, 'referred object does not exist');
    }
  }
  for (const [index, { mfaid = '0' }] of wishes.entries()) {
    if (mfaid !== '0' && extraOf(objects, 'mfa', mfaid) === null) {
      badParameter(`/${index + 1}/mfaid`, 'object does not exist');
    }
  }
}

/** Refuses that callers shut themselves out. */
export function refuseOneself(): never {
  return badInput('User cannot add oneself to a disabled group or a group with disabled GUI access.');
}
