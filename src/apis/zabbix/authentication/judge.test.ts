// What must be there for a way of authentication to be switched on.
import { describe, expect, test } from 'vitest';
import type { Extra } from '../../../core/model/extra.ts';
import type { JsonObject } from '../../../core/model/json.ts';
import { judgeAuthentication } from './judge.ts';

function extra(type: string, number: string, values: JsonObject): Extra {
  const base = { realm: 'r', rev: 1, createdAt: 0, updatedAt: 0, forgetAt: null, userId: null, organizationId: null };
  const own = { kind: 'extra', api: 'zabbix', type, number, name: null, values } as const;
  return { ...base, id: `zabbix/${type}/${number}`, subject: null, sealed: null, ...own };
}

const [ldap, saml, mfa] = [
  extra('userdirectory', '5', { idp_type: '1' }),
  extra('userdirectory', '6', { idp_type: '2' }),
  extra('mfa', '2', {}),
];
const judge = (extras: readonly Extra[], wish: Readonly<Record<string, string>>, kept: JsonObject = {}) =>
  judgeAuthentication(
    { groups: new Map(), roles: new Map(), extras: [...extras, extra('authentication', '1', kept)] },
    wish,
  );
const byLdap = { ldap_auth_enabled: '1', ldap_userdirectoryid: '5' };
const byMfa = { mfa_status: '1', mfaid: '2' };

describe('LDAP', () => {
  test('wants a directory that is one', () => {
    expect(() => judge([ldap], byLdap)).not.toThrow();
    expect(() => judge([], byLdap)).toThrow('Invalid parameter "/ldap_userdirectoryid": object does not exist.');
    expect(() => judge([ldap, saml], { ...byLdap, ldap_userdirectoryid: '6' })).toThrow('object does not exist.');
    expect(() => judge([ldap], { ldap_auth_enabled: '1' })).toThrow('Default LDAP server must be specified.');
    expect(() => judge([ldap], { ldap_userdirectoryid: '0' }, byLdap)).toThrow('Default LDAP server');
  });

  test('is the way of everybody only while it is on', () => {
    expect(() => judge([ldap], { ...byLdap, authentication_type: '1' })).not.toThrow();
    expect(() => judge([ldap], { authentication_type: '1' }, byLdap)).not.toThrow();
    expect(() => judge([ldap], { authentication_type: '1' })).toThrow('"/ldap_auth_enabled": value must be 1.');
    const kept = { ...byLdap, authentication_type: '1' };
    expect(() => judge([ldap], { ldap_auth_enabled: '0' }, kept)).toThrow('"/ldap_auth_enabled": value must be 1.');
  });

  test('brings nobody in without a group for those who go', () => {
    const words = 'Deprovisioned users group cannot be empty.';
    expect(() => judge([ldap], { ...byLdap, ldap_jit_status: '1' })).toThrow(words);
    expect(() => judge([ldap], { ldap_jit_status: '1' })).not.toThrow();
    expect(() => judge([ldap], byLdap, { ldap_jit_status: '1' })).toThrow(words);
  });
});

describe('MFA', () => {
  test('wants a method, and one that is there', () => {
    expect(() => judge([mfa], byMfa)).not.toThrow();
    expect(() => judge([], byMfa)).toThrow('At least one MFA method must exist.');
    for (const mfaid of ['0', '3']) {
      expect(() => judge([mfa], { mfa_status: '1', mfaid })).toThrow(
        'Invalid parameter "/mfaid": object does not exist.',
      );
    }
  });

  test('may be chosen before it is on, and let go when it is off', () => {
    expect(() => judge([mfa], { mfaid: '2' })).not.toThrow();
    expect(() => judge([mfa], { mfaid: '3' })).toThrow('object does not exist.');
    expect(() => judge([mfa], { mfa_status: '0', mfaid: '0' }, byMfa)).not.toThrow();
    expect(() => judge([mfa], { mfaid: '0' }, byMfa)).toThrow('object does not exist.');
  });
});
