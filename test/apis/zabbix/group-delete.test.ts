// usergroup.delete: what stands in its way, and what becomes of the members.
import { expect, test } from 'vitest';
import { provisioned, toldDuring } from './group-scene.ts';
import { usePlace } from './harness.ts';
import { addExtra, newcomer, recordOf } from './login-scene.ts';

const place = usePlace();
const gone = 'No permissions to referred object or it does not exist!';

async function made(name = place.fresh('Crew')): Promise<string> {
  const { usrgrpids } = await place.ask('usergroup.create', { name });
  return usrgrpids[0];
}
const all = () => place.ask('usergroup.get', { output: 'extend', selectUsers: ['userid'] });

async function refuse(params: unknown, data: string, code = -32602): Promise<void> {
  const before = await all();
  const told = await toldDuring(place, () => place.refuse('usergroup.delete', params, code, data));
  expect(told).toEqual([]);
  expect(await all()).toEqual(before);
}

test('the members are let go in the same change, and keep what else they have', async () => {
  const [first, second] = [await made(), await made()];
  const usrgrps = ['8', first, second].map((usrgrpid) => ({ usrgrpid }));
  const userid = await newcomer(place, place.fresh('mate'), { usrgrps });
  const told = await toldDuring(place, async () => {
    expect(await place.ask('usergroup.delete', [second, first])).toEqual({ usrgrpids: [second, first] });
  });
  expect((await recordOf(place, userid)).groups).toEqual(['8']);
  expect(told.map(({ type }) => type).toSorted()).toEqual(['group.deleted', 'group.deleted', 'user.updated']);
  expect(new Set(told.map(({ requestId }) => requestId)).size).toBe(1);
  expect(await place.ask('usergroup.get', { usrgrpids: [first, second] })).toEqual([]);
});

test('a group of a fresh server goes for good, and its name is free', async () => {
  await place.ask('usergroup.delete', ['11']);
  await refuse(['11'], gone, -32500);
  expect(Number(await made('Enabled debug mode'))).toBeGreaterThan(13);
});

test.each<[unknown, string, number?]>([
  [[], 'Invalid parameter "/": cannot be empty.'],
  [{}, 'Invalid parameter "/": cannot be empty.'],
  [[{ usrgrpid: '8' }], 'Invalid parameter "/1": a number is expected.'],
  [{ usrgrpids: ['8'] }, 'Invalid parameter "/1": a number is expected.'],
  [['8', 'x'], 'Invalid parameter "/2": a number is expected.'],
  [['8', 8], 'Invalid parameter "/2": value (8) already exists.'],
  [['8', '999'], gone, -32500],
  [['7'], 'User group "Zabbix administrators" is used in configuration for database down messages.'],
  [['7', '999'], gone, -32500],
])('%j is refused', refuse);

test('the group of those who are deprovisioned stays', async () => {
  await addExtra(place, 'authentication', '1', { disabled_usrgrpid: '9' }, null);
  await refuse(['9'], 'Deprovisioned users group cannot be deleted.');
  await refuse(['999', '9'], 'Deprovisioned users group cannot be deleted.');
});

test('a group stays while a directory keeps somebody in it', async () => {
  const usrgrpid = await made('Kept');
  await provisioned(place, 'warden', { usrgrps: [{ usrgrpid }] });
  const data = 'Cannot delete user group "Kept", because it is used by provisioned user "warden".';
  await refuse(['8', usrgrpid], data);
});

test('a group stays while a directory puts people into it', async () => {
  const [ldap, saml] = [await made('Landed'), await made('Signed')];
  const mapping = (usrgrpid: string) => [{ name: '*', roleid: '1', user_groups: [{ usrgrpid }] }];
  await addExtra(place, 'userdirectory', '1', { idp_type: '1', provision_groups: mapping(ldap) }, 'Harbour');
  await addExtra(place, 'userdirectory', '2', { idp_type: '2', provision_groups: mapping(saml) }, '');
  const told = (name: string, user: string) => `Cannot delete user group "${name}", because it is used by ${user}.`;
  await refuse([ldap], told('Landed', 'LDAP userdirectory "Harbour"'));
  await refuse([saml], told('Signed', 'SAML userdirectory'));
});
