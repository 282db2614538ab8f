// The fields of a user directory: of which sort they are for LDAP and for SAML, and what they are at first.

import { badParameter } from '../fault.ts';
import { integer, textIfInteger } from '../validate/integer.ts';
import { type Fields, optional, required, unexpected } from '../validate/object.ts';
import { text } from '../validate/text.ts';
import type { Validator } from '../validate/validator.ts';

/** The `idp_type` of a directory. */
export const ldap = '1';
export const saml = '2';

/** One field: how it is read into the text that is kept, what it is unless told, and whether a new directory must say it. */
type Sort = { readonly validator: Validator<string>; readonly otherwise: string; readonly needed: boolean };

const word = (lengthMax: number): Sort => ({
  validator: text({ lengthMax, empty: true }),
  otherwise: '',
  needed: false,
});
const neededWord = (lengthMax: number): Sort => ({ validator: text({ lengthMax }), otherwise: '', needed: true });

/** Reads one of these numbers as the text that is kept of it. */
export function choice(...oneOf: readonly number[]): Validator<string> {
  const number = integer({ oneOf });
  return (value, path, later) => String(number(value, path, later));
}

const flag: Sort = { validator: choice(0, 1), otherwise: '0', needed: false };

const portNumber = integer({ oneOf: [[0, 65_535]] });

/** Reads a port, sent as a number or as digits. */
export const portOf: Validator<string> = (value, path, later) => {
  const sent = textIfInteger(value);
  if (sent === '') badParameter(path, 'cannot be empty');
  if (typeof sent !== 'string') badParameter(path, 'an integer is expected');
  return String(portNumber(sent, path, later));
};

const port: Sort = { validator: portOf, otherwise: '389', needed: true };

/** Lengths as in the tables `userdirectory_ldap` and `userdirectory_saml` of Zabbix 7.0; 2026-11. Judged in this order. */
const sorts: readonly (readonly [name: string, ofLdap: Sort | null, ofSaml: Sort | null])[] = [
  ['host', neededWord(255), null],
  ['port', port, null],
  ['base_dn', neededWord(255), null],
  ['bind_dn', word(255), null],
  ['bind_password', word(128), null],
  ['search_attribute', neededWord(128), null],
  ['start_tls', flag, null],
  ['search_filter', word(255), null],
  ['group_basedn', word(255), null],
  ['user_ref_attr', word(255), null],
  ['group_name', word(255), word(255)],
  ['user_username', word(255), word(255)],
  ['user_lastname', word(255), word(255)],
  ['group_member', word(255), null],
  ['group_filter', word(255), null],
  ['group_membership', word(255), null],
  ['idp_entityid', null, word(1024)],
  ['sso_url', null, word(2048)],
  ['slo_url', null, word(2048)],
  ['sp_entityid', null, word(1024)],
  ['nameid_format', null, word(2048)],
  ['username_attribute', null, word(128)],
  ['sign_messages', null, flag],
  ['sign_assertions', null, flag],
  ['sign_authn_requests', null, flag],
  ['sign_logout_requests', null, flag],
  ['sign_logout_responses', null, flag],
  ['encrypt_nameid', null, flag],
  ['encrypt_assertions', null, flag],
  ['scim_status', null, flag],
];

/** What only a directory that brings users in says; forgotten when it stops doing so. */
export const provisionTexts: readonly string[] = [
  'group_basedn',
  'user_ref_attr',
  'group_name',
  'user_username',
  'user_lastname',
  'group_member',
  'group_membership',
];

const secret = 'bind_password';

function sortFor(type: string, [, ofLdap, ofSaml]: (typeof sorts)[number]): Sort | null {
  return type === saml ? ofSaml : ofLdap;
}

/** The fields of this type as they are judged; those of the other type are out of place. */
export function fieldsFor(type: string, isNew: boolean): Fields {
  return Object.fromEntries(
    sorts.map((row) => {
      const sort = sortFor(type, row);
      if (sort === null) return [row[0], unexpected()];
      return [row[0], sort.needed && isNew ? required(sort.validator) : optional(sort.validator)];
    }),
  );
}

/** What a directory of this type is unless told otherwise, without what is secret. */
export function plainTexts(type: string): Readonly<Record<string, string>> {
  const told = sorts.flatMap((row) => {
    const sort = sortFor(type, row);
    return sort === null || row[0] === secret ? [] : [[row[0], sort.otherwise] as const];
  });
  return { idp_type: type, provision_status: '0', description: '', ...Object.fromEntries(told) };
}

/** Every field that is told, of either type, and whether it is a number. */
export const toldFields: readonly (readonly [name: string, isNumber: boolean])[] = sorts
  .filter(([name]) => name !== secret)
  .map(([name, ofLdap, ofSaml]) => [name, [flag, port].includes(ofLdap ?? ofSaml ?? flag)]);
