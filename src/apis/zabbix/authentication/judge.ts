// Judging how people are to be authenticated: what is switched on must have what it needs.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { authentication } from '../defaults/authentication.ts';
import { badInput, badParameter, noPermissions } from '../fault.ts';
import { type Values, valuesOf } from '../settings/values.ts';
import { extraOf, extrasOf, textOf } from '../wire/objects.ts';

/** The `idp_type` of a directory that is asked by LDAP. */
const ldap = '1';

function isOn(values: Values, ...names: readonly string[]): boolean {
  return names.every((name) => values[name] === '1');
}

function judgeDirectory(objects: RealmObjects, before: Values, after: Values): void {
  const { ldap_userdirectoryid: id = '0' } = after;
  if (id === '0') {
    if (isOn(after, 'ldap_auth_enabled')) badInput('Default LDAP server must be specified.');
    return;
  }
  const directory = extraOf(objects, 'userdirectory', id);
  const isThere = directory !== null && textOf(directory.values, 'idp_type', '') === ldap;
  if (id !== before.ldap_userdirectoryid && !isThere) badParameter('/ldap_userdirectoryid', 'object does not exist');
}

function judgeDeprovisioning({ groups }: RealmObjects, after: Values): void {
  const { disabled_usrgrpid: id = '0' } = after;
  if (id !== '0') {
    const group = groups.get(id) ?? noPermissions();
    if (group.active) badInput('Deprovisioned users group cannot be enabled.');
    return;
  }
  const isNeeded =
    isOn(after, 'ldap_auth_enabled', 'ldap_jit_status') || isOn(after, 'saml_auth_enabled', 'saml_jit_status');
  if (isNeeded) badInput('Deprovisioned users group cannot be empty.');
}

function judgeMfa(objects: RealmObjects, before: Values, after: Values): void {
  const { mfaid = '0' } = after;
  const enabled = isOn(after, 'mfa_status');
  if (enabled && extrasOf(objects, 'mfa').length === 0) badInput('At least one MFA method must exist.');
  const isAsked = mfaid === '0' ? enabled : mfaid !== before.mfaid;
  if (isAsked && extraOf(objects, 'mfa', mfaid) === null) badParameter('/mfaid', 'object does not exist');
}

/**
 * Refuses what cannot be with these objects (Zabbix 7.0, `CAuthentication::validateUpdate`; 2026-11). `wish`: what is to be different.
 * @fails -32602, -32500 (a group that there is not).
 */
export function judgeAuthentication(objects: RealmObjects, wish: Values): void {
  const before = valuesOf(objects, 'authentication', authentication);
  const after = { ...before, ...wish };
  if (isOn(after, 'authentication_type') && !isOn(after, 'ldap_auth_enabled')) {
    badParameter('/ldap_auth_enabled', 'value must be 1');
  }
  judgeDirectory(objects, before, after);
  judgeDeprovisioning(objects, after);
  judgeMfa(objects, before, after);
}
