// Zabbix' contract, clients: the calls that Ansible's modules and pyzabbix make, with the member `auth`.
import { expect, test } from 'vitest';
import { adminPassword, usePlace } from '../apis/zabbix/harness.ts';

const place = usePlace();
const headers = { 'content-type': 'application/json-rpc' };
let count = 0;

/** A call as those clients make it: all of it in the body. */
async function say(method: string, params: unknown, auth: string | null) {
  const id = ++count;
  const body = { jsonrpc: '2.0', method, params, id, ...(auth !== null && { auth }) };
  const { result, id: told, error } = (await place.post(body, headers, '/zabbix/api_jsonrpc.php')).json();
  expect(error?.data, method).toBeUndefined();
  expect(told).toBe(id);
  return result;
}

test('log in, look round, make a user, change them, delete them, log out', async () => {
  expect(await say('apiinfo.version', {}, null)).toBe('7.0.22');
  const auth = await say('user.login', { username: 'Admin', password: adminPassword }, null);
  expect(await say('authentication.get', { output: 'extend' }, auth)).toHaveProperty('passwd_min_length', '8');
  const [group] = await say('usergroup.get', { output: ['usrgrpid'], filter: { name: ['Guests'] } }, auth);
  const [role] = await say('role.get', { output: 'extend', filter: { name: 'User role' } }, auth);
  const [mediaType] = await say('mediatype.get', { output: 'extend', filter: { name: 'Email' } }, auth);
  const { usrgrpids } = await say('usergroup.create', { name: 'ansible', gui_access: '0', users_status: '0' }, auth);
  const media = { mediatypeid: mediaType.mediatypeid, sendto: ['a@example.com'], active: '0', severity: '63' };
  const wish = {
    ...{
      username: 'ansible',
      passwd: 'Gangway-31-x',
      roleid: role.roleid,
      name: 'Ann',
      surname: 'Bell',
      lang: 'en_US',
    },
    ...{ theme: 'default', autologin: '0', autologout: '0', refresh: '30s', rows_per_page: '50', url: '' },
    usrgrps: [{ usrgrpid: group.usrgrpid }, { usrgrpid: usrgrpids[0] }],
    medias: [{ ...media, period: '1-7,00:00-24:00' }],
  };
  const { userids } = await say('user.create', wish, auth);
  const selects = { selectMedias: 'extend', selectUsrgrps: 'extend', selectRole: 'extend', getAccess: true };
  const query = { output: 'extend', filter: { username: 'ansible' }, ...selects };
  const [made] = await say('user.get', query, auth);
  expect(made).toMatchObject({ userid: userids[0], autologout: '0', medias: [media], gui_access: '0' });
  expect(made.usrgrps).toHaveLength(2);
  const { passwd: _, ...again } = wish;
  const change = { ...again, userid: userids[0], surname: 'Cole' };
  expect(await say('user.update', change, auth)).toEqual({ userids });
  const [changed] = await say('user.get', query, auth);
  expect(changed).toMatchObject({ surname: 'Cole', name: 'Ann', medias: [media] });
  expect(await say('user.delete', userids, auth)).toEqual({ userids });
  expect(await say('user.get', query, auth)).toEqual([]);
  expect(await say('usergroup.delete', usrgrpids, auth)).toEqual({ usrgrpids });
  expect(await say('user.logout', [], auth)).toBe(true);
});
