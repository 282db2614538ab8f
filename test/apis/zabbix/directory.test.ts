// userdirectory.create, update, delete and get: what may be said of directories, and what is told of them.
import { expect, test } from 'vitest';
import { bringingIn, ldapAt } from './directories.ts';
import { openPlace, usePlace } from './harness.ts';

const place = usePlace();
const create = async (more: object = {}): Promise<string> => {
  const params = ldapAt(389, { name: place.fresh('directory'), ...more });
  return (await place.ask('userdirectory.create', params)).userdirectoryids[0];
};
const rowOf = async (id: string, more: object = {}) =>
  (await place.ask('userdirectory.get', { userdirectoryids: id, ...more }))[0];
const all = { selectProvisionMedia: 'extend', selectProvisionGroups: 'extend', selectUsrgrps: 'extend' };

test('the first of LDAP becomes the default, and the last may go', async () => {
  const other = await openPlace();
  const standard = async () => (await other.ask('authentication.get', {})).ldap_userdirectoryid;
  const saml = await other.ask('userdirectory.create', { idp_type: 2 });
  expect(saml).toEqual({ userdirectoryids: ['1'] });
  expect(await standard()).toBe('0');
  const both = [ldapAt(389, { name: 'a' }), ldapAt(389, { name: 'b' })];
  expect(await other.ask('userdirectory.create', both)).toEqual({ userdirectoryids: ['2', '3'] });
  expect(await standard()).toBe('2');
  await other.refuse('userdirectory.delete', ['2'], -32602, 'Cannot delete default user directory.');
  await other.ask('authentication.update', { ldap_auth_enabled: 1 });
  await other.refuse('userdirectory.delete', ['2', '3'], -32602, 'Cannot delete default user directory.');
  await other.ask('authentication.update', { ldap_auth_enabled: 0 });
  expect(await other.ask('userdirectory.delete', ['3', '2'])).toEqual({ userdirectoryids: ['3', '2'] });
  expect(await standard()).toBe('0');
  await other.refuse(
    'userdirectory.create',
    { idp_type: 2, name: 'x' },
    -32602,
    'Only one user directory of type "2" can exist.',
  );
  expect(await other.ask('userdirectory.create', ldapAt(389))).toEqual({ userdirectoryids: ['4'] });
  await other.app.close(100);
});

test('what is kept is told as texts, the password never', async () => {
  const id = await create({ ...bringingIn, port: '1389', description: 'all', start_tls: 1 });
  const row = await rowOf(id, all);
  expect(row).toMatchObject({
    userdirectoryid: id,
    idp_type: '1',
    provision_status: '1',
    description: 'all',
    host: '127.0.0.1',
    port: '1389',
    start_tls: '1',
    group_membership: 'memberOf',
    group_filter: '',
    provision_groups: [{ name: 'operators', roleid: '2', user_groups: [{ usrgrpid: '7' }] }],
    provision_media: [
      { name: 'Mail', mediatypeid: '1', attribute: 'mail', active: '0', severity: '63', period: '1-7,00:00-24:00' },
    ],
    usrgrps: [],
  });
  expect(row).not.toHaveProperty('bind_password');
  expect(row).not.toHaveProperty('sso_url');
  expect(JSON.stringify([row, await place.rest('GET', '/api/realm')])).not.toContain('may search 1');
  await place.refuse(
    'userdirectory.get',
    { output: ['bind_password'] },
    -32602,
    expect.stringContaining('Invalid parameter "/output/1": value must be one of "userdirectoryid"'),
  );
});

const bad: [string, object, string][] = [
  ['no type', { idp_type: undefined }, '"/1": the parameter "idp_type" is missing'],
  ['a type there is not', { idp_type: 3 }, '"/1/idp_type": value must be one of 1, 2'],
  ['a field there is not', { foo: 1 }, '"/1": unexpected parameter "foo"'],
  ['no name', { name: undefined }, '"/1": the parameter "name" is missing'],
  ['an empty name', { name: '' }, '"/1/name": cannot be empty'],
  ['no host', { host: undefined }, '"/1": the parameter "host" is missing'],
  ['no search attribute', { search_attribute: undefined }, '"/1": the parameter "search_attribute" is missing'],
  ['a port that is none', { port: 'x' }, '"/1/port": an integer is expected'],
  ['a port that is too high', { port: 65536 }, '"/1/port": value must be one of 0-65535'],
  ['a long password', { bind_password: 'x'.repeat(129) }, '"/1/bind_password": value is too long'],
  ['a field of SAML', { sso_url: 'x' }, '"/1": unexpected parameter "sso_url"'],
  ['no mappings', { provision_status: 1 }, '"/1": the parameter "provision_groups" is missing'],
  ['mappings for nothing', { provision_groups: [{}] }, '"/1/provision_groups": should be empty'],
  ['media for nothing', { provision_media: [{}] }, '"/1/provision_media": should be empty'],
  ['an empty mapping', { ...bringingIn, provision_groups: [] }, '"/1/provision_groups": cannot be empty'],
  [
    'a role there is not',
    { ...bringingIn, provision_groups: [{ name: 'a', roleid: '99', user_groups: [{ usrgrpid: '7' }] }] },
    '"/1/provision_groups/1/roleid": object does not exist',
  ],
  [
    'a group there is not',
    { ...bringingIn, provision_groups: [{ name: 'a', roleid: '1', user_groups: [{ usrgrpid: '99' }] }] },
    '"/1/provision_groups/1/user_groups/1": object does not exist',
  ],
  [
    'a media type there is not',
    { ...bringingIn, provision_media: [{ name: 'a', mediatypeid: '999', attribute: 'mail' }] },
    '"/1/provision_media/1/mediatypeid": object does not exist',
  ],
  [
    'the same media twice',
    { ...bringingIn, provision_media: [...bringingIn.provision_media, ...bringingIn.provision_media] },
    '"/1/provision_media/2": value (mediatypeid, attribute)=(1, mail) already exists',
  ],
];
test.each(bad)('%s is refused, and nothing is made', async (_, more, told) => {
  const before = await place.ask('userdirectory.get', { countOutput: true });
  const params = ldapAt(389, { name: place.fresh('bad'), ...more });
  await place.refuse('userdirectory.create', params, -32602, `Invalid parameter ${told}.`);
  expect(await place.ask('userdirectory.get', { countOutput: true })).toBe(before);
});

test('names are unique, in a call and in the realm', async () => {
  const id = await create({ name: 'taken' });
  await place.refuse(
    'userdirectory.create',
    ldapAt(1, { name: 'taken' }),
    -32602,
    'User directory "taken" already exists.',
  );
  const twice = [ldapAt(1, { name: 'x' }), ldapAt(1, { name: 'x' })];
  await place.refuse('userdirectory.create', twice, -32602, 'Invalid parameter "/2": value (name)=(x) already exists.');
  const other = await create();
  const update = { userdirectoryid: other, name: 'taken' };
  await place.refuse('userdirectory.update', update, -32602, 'User directory "taken" already exists.');
  await place.ask('userdirectory.update', { userdirectoryid: id, name: 'taken', base_dn: 'dc=h' });
  expect(await rowOf(id)).toMatchObject({ name: 'taken', base_dn: 'dc=h' });
});

test('an update changes what it says, and media by their ids', async () => {
  const id = await create(bringingIn);
  const [media] = (await rowOf(id, all)).provision_media;
  const { userdirectory_mediaid } = media;
  const wanted = [
    { userdirectory_mediaid, severity: 1 },
    { name: 'SMS', mediatypeid: '3', attribute: 'mobile' },
  ];
  await place.ask('userdirectory.update', { userdirectoryid: id, description: 'elsewhere', provision_media: wanted });
  const row = await rowOf(id, all);
  expect(row).toMatchObject({ description: 'elsewhere', base_dn: 'ou=people,dc=example,dc=org', group_name: 'cn' });
  expect(row.provision_media).toMatchObject([
    { ...media, severity: '1' },
    { name: 'SMS', attribute: 'mobile' },
  ]);
  const foreign = { userdirectoryid: id, provision_media: [{ userdirectory_mediaid: '999' }] };
  const told = 'object does not exist or belongs to another object.';
  const where = 'Invalid parameter "/1/provision_media/1/userdirectory_mediaid"';
  await place.refuse('userdirectory.update', foreign, -32602, `${where}: ${told}`);
  const clash = {
    userdirectoryid: id,
    provision_media: [{ userdirectory_mediaid }, { name: 'a', mediatypeid: '1', attribute: 'mail' }],
  };
  const same = 'value (mediatypeid, attribute)=(1, mail) already exists.';
  await place.refuse('userdirectory.update', clash, -32602, `Invalid parameter "/1/provision_media/2": ${same}`);
  expect((await rowOf(id, all)).provision_media).toHaveLength(2);
});

test('bringing in begins with mappings and ends without them', async () => {
  const id = await create();
  const begin = { userdirectoryid: id, provision_status: 1 };
  await place.refuse(
    'userdirectory.update',
    begin,
    -32602,
    'Invalid parameter "/1/provision_groups": cannot be empty.',
  );
  await place.ask('userdirectory.update', { userdirectoryid: id, ...bringingIn });
  await place.ask('userdirectory.update', { userdirectoryid: id, provision_status: 0 });
  expect(await rowOf(id, all)).toMatchObject({
    ...{ provision_status: '0', group_membership: '', user_username: '', provision_groups: [], provision_media: [] },
    host: '127.0.0.1',
  });
});

test('what is not there cannot be changed, nor the type of what is', async () => {
  const id = await create();
  const gone = 'No permissions to referred object or it does not exist!';
  await place.refuse('userdirectory.update', { userdirectoryid: '999', host: 'h' }, -32500, gone);
  await place.refuse('userdirectory.delete', [id, '999'], -32500, gone);
  const update = { userdirectoryid: id, idp_type: 2 };
  await place.refuse('userdirectory.update', update, -32602, 'Invalid parameter "/1/idp_type": cannot be changed.');
  const twice = `Invalid parameter "/2": value (userdirectoryid)=(${id}) already exists.`;
  await place.refuse('userdirectory.update', [{ userdirectoryid: id }, { userdirectoryid: id }], -32602, twice);
  expect(await rowOf(id)).toMatchObject({ idp_type: '1' });
});

test('one that a group signs in by stays', async () => {
  const id = await create({ name: 'used' });
  const group = { name: place.fresh('group'), gui_access: 2, userdirectoryid: id };
  const { usrgrpids } = await place.ask('usergroup.create', group);
  expect(await rowOf(id, { selectUsrgrps: ['name'] })).toMatchObject({
    usrgrps: [{ usrgrpid: usrgrpids[0], name: group.name }],
  });
  expect(await rowOf(id, { selectUsrgrps: 'count' })).toMatchObject({ usrgrps: '1' });
  await place.refuse('userdirectory.delete', [id], -32602, 'Cannot delete user directory "used".');
  await place.ask('usergroup.delete', usrgrpids);
  await place.ask('userdirectory.delete', [id]);
});

test('only super administrators see or touch any', async () => {
  const user = { username: place.fresh('plain'), passwd: 'Tangerine-77', roleid: '2', usrgrps: [{ usrgrpid: '7' }] };
  await place.ask('user.create', user);
  const session = await place.login(user.username, user.passwd);
  for (const verb of ['get', 'create', 'update', 'delete', 'test']) {
    const method = `userdirectory.${verb}`;
    await place.refuse(method, {}, -32500, `No permissions to call "${method}".`, session);
  }
});
