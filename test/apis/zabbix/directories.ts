// What tests of user directories share: an LDAP server each, and a realm that asks it.
import { afterAll } from 'vitest';
import { passwords, type Row, rows, searcher, suffix } from '../../ldap/people.ts';
import { type Running, startRude, startServer } from '../../ldap/server.ts';
import type { Place } from './harness.ts';

export { passwords, type Row, rows };

const running: Running[] = [];
afterAll(async () => {
  for (const server of running.splice(0)) await server.stop();
});

/** The port of a server that holds these rows until the tests of the file are over. */
export async function ldapPort(held: readonly Row[] = rows): Promise<number> {
  const server = await startServer(held, {});
  running.push(server);
  return server.port;
}

/** A port where nobody answers. */
export async function deadPort(): Promise<number> {
  const server = await startRude(null);
  await server.stop();
  return server.port;
}

/** The rows as they are once somebody has left. */
export function without(uid: string): Row[] {
  return rows.filter(({ attributes }) => !attributes.uid?.includes(uid));
}

/** The parameters of a directory that asks the server at this port. */
export function ldapAt(port: number, more: object = {}): Record<string, unknown> {
  return {
    idp_type: 1,
    name: 'People',
    host: '127.0.0.1',
    port,
    base_dn: `ou=people,${suffix}`,
    bind_dn: searcher.dn,
    bind_password: searcher.password,
    search_attribute: 'uid',
    ...more,
  };
}

/** What makes it bring users in: operators become administrators in group 7, with the media type 1 for their mail. */
export const bringingIn = {
  provision_status: 1,
  group_membership: 'memberOf',
  group_name: 'cn',
  user_username: 'cn',
  user_lastname: 'sn',
  provision_groups: [{ name: 'operators', roleid: '2', user_groups: [{ usrgrpid: '7' }] }],
  provision_media: [{ name: 'Mail', mediatypeid: '1', attribute: 'mail' }],
};

/** Makes a directory the one that everybody signs in by who is in no other group, and that brings in who is not known. */
export async function signInBy(place: Place, params: object): Promise<string> {
  const { userdirectoryids } = await place.ask('userdirectory.create', params);
  await place.ask('authentication.update', {
    ldap_auth_enabled: 1,
    authentication_type: 1,
    ldap_jit_status: 1,
    ldap_userdirectoryid: userdirectoryids[0],
    disabled_usrgrpid: '9',
  });
  return userdirectoryids[0];
}
