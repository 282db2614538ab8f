// The directory server behind a user directory: how to ask it, and what is said when it cannot be asked.

import type { DirectoryServer, DirectoryStep, GroupLookup } from '../../../core/model/directory-server.ts';
import { badInput, refused } from '../fault.ts';
import type { OpenCall } from '../method.ts';
import type { Directory } from './read.ts';
import { openSecret } from './secret.ts';

type Texts = Readonly<Record<string, string>>;

function groupLookupOf(texts: Texts): GroupLookup | null {
  const { group_membership = '', group_filter = '', group_name: nameAttribute = '', user_ref_attr = '' } = texts;
  if (nameAttribute === '') return null;
  if (group_membership !== '') return { by: 'membership', attribute: group_membership, nameAttribute };
  if (group_filter === '') return null;
  return {
    by: 'search',
    baseDn: texts.group_basedn ?? '',
    filter: group_filter,
    memberAttribute: texts.group_member ?? '',
    referenceAttribute: user_ref_attr === '' ? null : user_ref_attr,
    nameAttribute,
  };
}

/** How to ask the server of a directory that has this password for searches. Of users only what is mapped is read. */
export function serverWith(
  { texts, provisions, medias }: Omit<Directory, 'extra'>,
  bindPassword: string,
): DirectoryServer {
  const { user_username = '', user_lastname = '' } = texts;
  const mapped = [user_username, user_lastname, ...medias.map(({ attribute }) => attribute)];
  return {
    host: texts.host ?? '',
    port: Number(texts.port),
    startTls: texts.start_tls === '1',
    baseDn: texts.base_dn ?? '',
    bindDn: texts.bind_dn ?? '',
    bindPassword,
    searchAttribute: texts.search_attribute ?? '',
    searchFilter: texts.search_filter ?? '',
    attributes: provisions ? [...new Set(mapped)].filter((name) => name !== '') : [],
    groups: provisions ? groupLookupOf(texts) : null,
  };
}

/** How to ask the server of a directory that is kept. */
export function serverOf({ host, realm }: Pick<OpenCall, 'host' | 'realm'>, directory: Directory): DirectoryServer {
  return serverWith(directory, openSecret({ ports: host.ports, realm }, directory.extra));
}

/** What is said to whoever has the wrong name or password, and where a server cannot look them up. */
export function wrongCredentials(): never {
  return refused('Incorrect user name or password or account is temporarily blocked.');
}

/** Says at which step a server could not be asked (Zabbix 7.0, `CLdapAuthValidator`; 2026-11). */
export function tellUnreachable(step: DirectoryStep, { bindDn, bindPassword }: DirectoryServer): never {
  const isAnonymous = bindDn === '' || bindPassword === '';
  if (step === 'connect') return badInput('Cannot connect to LDAP server.');
  if (step === 'tls') return badInput('Starting TLS failed.');
  if (step === 'bind') return badInput(`Cannot bind ${isAnonymous ? 'anonymously ' : ''}to LDAP server.`);
  return wrongCredentials();
}
