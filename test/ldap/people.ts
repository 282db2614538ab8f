// Who is in the directory that every LDAP server of these tests holds.
import type { DirectoryServer } from '../../src/core/model/directory-server.ts';

/** An entry: its name and its attributes. */
export interface Row {
  dn: string;
  attributes: Record<string, string[]>;
}

export const suffix = 'dc=example,dc=org';
export const searcher = { dn: `cn=searcher,${suffix}`, password: 'may search 1' };
export const passwords = { ada: 'tangerine escalator 9', jose: 'contraseña larga', odd: 'marmalade velocity 4' };

/** A name full of what filters and distinguished names give a meaning. */
export const oddName = 'o*d(d)\\, #=name';
const oddDn = `uid=o*d(d)\\\\\\, #\\=name,ou=people,${suffix}`;

function person(uid: string, attributes: Record<string, string[]>, dn = `uid=${uid},ou=people,${suffix}`): Row {
  return { dn, attributes: { objectClass: ['inetOrgPerson'], uid: [uid], ...attributes } };
}

function group(rdn: string, cn: string, members: string[]): Row {
  const attributes = { objectClass: ['groupOfNames'], cn: [cn], member: members };
  return { dn: `cn=${rdn},ou=groups,${suffix}`, attributes };
}

const unit = (ou: string): Row => ({
  dn: `ou=${ou},${suffix}`,
  attributes: { objectClass: ['organizationalUnit'], ou: [ou] },
});

/** Parents stand before their children, people before the groups that name them. */
export const rows: Row[] = [
  { dn: suffix, attributes: { objectClass: ['dcObject', 'organization'], dc: ['example'], o: ['Example'] } },
  {
    dn: searcher.dn,
    attributes: { objectClass: ['person'], cn: ['searcher'], sn: ['-'], userPassword: [searcher.password] },
  },
  unit('people'),
  unit('groups'),
  person('ada', {
    cn: ['Ada Lovelace'],
    sn: ['Lovelace'],
    mail: ['ada@example.org', 'countess@example.org'],
    description: ['x'.repeat(1025), 'y'.repeat(1024)],
    userPassword: [passwords.ada],
  }),
  person('josé', { cn: ['José Núñez'], sn: ['Núñez'], userPassword: [passwords.jose] }),
  person(oddName, { cn: ['Odd'], sn: ['Odd'], userPassword: [passwords.odd] }, oddDn),
  person('nopassword', { cn: ['Nobody'], sn: ['Nobody'] }),
  person('twin', { cn: ['Twin'], sn: ['One'], userPassword: ['a'] }, `cn=one,ou=people,${suffix}`),
  person('twin', { cn: ['Twin'], sn: ['Two'], userPassword: ['a'] }, `cn=two,ou=people,${suffix}`),
  group('operators', 'operators', [`uid=ada,ou=people,${suffix}`, oddDn]),
  group('night\\, shift', 'night, shift', [`uid=ada,ou=people,${suffix}`]),
];

/** How to ask for them. */
export function settings(port: number, over: Partial<DirectoryServer> = {}): DirectoryServer {
  return {
    host: '127.0.0.1',
    port,
    startTls: false,
    baseDn: `ou=people,${suffix}`,
    bindDn: searcher.dn,
    bindPassword: searcher.password,
    searchAttribute: 'uid',
    searchFilter: '',
    attributes: ['uid', 'CN', 'mail'],
    groups: null,
    ...over,
  };
}
