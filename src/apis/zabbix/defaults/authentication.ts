// How people are authenticated: every property of `authentication.get`, in its order.

import { type Bound, byName, flag, type Property, type PropertyRow } from './bounds.ts';

const hourS = 3600;
const yearS = 365 * 24 * hourS;
const id: Bound = { kind: 'id' };

const rows: readonly PropertyRow[] = [
  ['authentication_type', '0', flag],
  ['http_auth_enabled', '0', flag],
  ['http_login_form', '0', flag],
  ['http_strip_domains', '', { kind: 'text', options: { lengthMax: 2048, empty: true } }],
  ['http_case_sensitive', '1', flag],
  ['ldap_auth_enabled', '0', flag],
  ['ldap_case_sensitive', '1', flag],
  ['ldap_userdirectoryid', '0', id],
  ['saml_auth_enabled', '0', flag],
  ['saml_case_sensitive', '0', flag],
  ['passwd_min_length', '8', { kind: 'integer', options: { oneOf: [[1, 70]] } }],
  ['passwd_check_rules', '8', { kind: 'integer', options: { oneOf: [[0, 15]] } }],
  ['jit_provision_interval', '1h', { kind: 'duration', options: { oneOf: [[hourS, 25 * yearS]] }, also: 'years' }],
  ['saml_jit_status', '0', flag],
  ['ldap_jit_status', '0', flag],
  ['disabled_usrgrpid', '0', id],
  ['mfa_status', '0', flag],
  ['mfaid', '0', id],
];

/** Zabbix 7.0 as installed (manual, "Authentication object"; 2026-08). */
export const authentication: ReadonlyMap<string, Property> = byName(rows);
