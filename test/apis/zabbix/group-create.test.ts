// usergroup.create: what a group may be, each refusal in its own words and in their order, and that nothing is left of a refused call.
import { expect, test } from 'vitest';
import { provisioned } from './group-scene.ts';
import { usePlace } from './harness.ts';
import { addExtra, newcomer } from './login-scene.ts';

const place = usePlace();

const shown = async (usrgrpid: string) => {
  const options = { usrgrpids: [usrgrpid], output: 'extend', selectUsers: ['userid'] };
  const [group] = await place.ask('usergroup.get', options);
  return group;
};
const count = () => place.ask('usergroup.get', { countOutput: true });

async function refuse(params: unknown, data: string, code = -32602): Promise<void> {
  const before = await count();
  await place.refuse('usergroup.create', params, code, data);
  expect(await count()).toBe(before);
}

const invalid = (path: string, reason: string) => `Invalid parameter "${path}": ${reason}.`;
const fresh = (more: object) => ({ name: place.fresh('Crew'), ...more });

test('a group needs no more than a name, and the first gets the number 14', async () => {
  const { usrgrpids } = await place.ask('usergroup.create', { name: 'Deckhands' });
  expect(usrgrpids).toEqual(['14']);
  expect(await shown('14')).toEqual({
    usrgrpid: '14',
    name: 'Deckhands',
    gui_access: '0',
    users_status: '0',
    debug_mode: '0',
    userdirectoryid: '0',
    mfa_status: '0',
    mfaid: '0',
    users: [],
  });
});

test('several are made in the order of the call, with all that can be said of them', async () => {
  await addExtra(place, 'mfa', '1', { type: '1' }, 'TOTP');
  await addExtra(place, 'userdirectory', '1', { idp_type: '1' }, 'LDAP');
  const userid = await newcomer(place, place.fresh('mate'));
  const { usrgrpids } = await place.ask('usergroup.create', [
    fresh({ gui_access: '2', userdirectoryid: 1, mfa_status: 1, mfaid: '1', debug_mode: '1', users: { userid } }),
    fresh({ gui_access: 3, users_status: 1, mfaid: 0, users: [] }),
  ]);
  expect(await shown(usrgrpids[0])).toMatchObject({
    ...{ gui_access: '2', userdirectoryid: '1', mfa_status: '1', mfaid: '1', debug_mode: '1', users: [{ userid }] },
  });
  expect(await shown(usrgrpids[1])).toMatchObject({ gui_access: '3', users_status: '1', mfaid: '0', users: [] });
});

test('the deprecated names still work', async () => {
  const userid = await newcomer(place, place.fresh('mate'));
  const { usrgrpids } = await place.ask('usergroup.create', [
    fresh({ userids: [userid], rights: [] }),
    fresh({ userids: userid }),
  ]);
  for (const id of usrgrpids) expect((await shown(id)).users).toEqual([{ userid }]);
  await refuse(fresh({ userids: [], users: [] }), 'Parameter "userids" is deprecated.');
  await refuse(
    fresh({ rights: [], hostgroup_rights: [] }),
    'Deprecated parameter "/1/rights" cannot be used with "/1/hostgroup_rights".',
  );
  await refuse(fresh({ rights: 'x' }), invalid('/1/hostgroup_rights', 'an array is expected'));
  await refuse(fresh({ rights: { id: 9, permission: 2 } }), 'Host group with ID "9" is not available.');
});

test.each<[unknown, string]>([
  [[], invalid('/', 'cannot be empty')],
  [{}, invalid('/', 'cannot be empty')],
  [['x'], invalid('/1', 'an array is expected')],
  [{ gui_access: 0 }, invalid('/1', 'the parameter "name" is missing')],
  [{ name: '' }, invalid('/1/name', 'cannot be empty')],
  [{ name: 7 }, invalid('/1/name', 'a character string is expected')],
  [{ name: 'x'.repeat(65) }, invalid('/1/name', 'value is too long')],
  [{ name: 'x', usrgrpid: '77' }, invalid('/1', 'unexpected parameter "usrgrpid"')],
  [{ name: 'x', gui_access: 4 }, invalid('/1/gui_access', 'value must be one of 0, 1, 2, 3')],
  [{ name: 'x', gui_access: true }, invalid('/1/gui_access', 'an integer is expected')],
  [{ name: 'x', users_status: 2 }, invalid('/1/users_status', 'value must be one of 0, 1')],
  [{ name: 'x', debug_mode: 2 }, invalid('/1/debug_mode', 'value must be one of 0, 1')],
  [{ name: 'x', mfa_status: 2 }, invalid('/1/mfa_status', 'value must be one of 0, 1')],
  [{ name: 'x', mfaid: 1 }, invalid('/1/mfaid', 'value must be 0')],
  [{ name: 'x', mfa_status: 0, mfaid: 1 }, invalid('/1/mfaid', 'value must be 0')],
  [{ name: 'x', mfa_status: 1, mfaid: 99 }, invalid('/1/mfaid', 'object does not exist')],
  [{ name: 'x', gui_access: 1, userdirectoryid: 0 }, invalid('/1', 'unexpected parameter "userdirectoryid"')],
  [{ name: 'x', gui_access: 3, userdirectoryid: 'x' }, invalid('/1', 'unexpected parameter "userdirectoryid"')],
  [{ name: 'x', userdirectoryid: 'x' }, invalid('/1/userdirectoryid', 'a number is expected')],
  [{ name: 'x', userdirectoryid: 99 }, invalid('/1/userdirectoryid', 'referred object does not exist')],
  [
    { name: 'x', hostgroup_rights: [{ id: 9 }] },
    invalid('/1/hostgroup_rights/1', 'the parameter "permission" is missing'),
  ],
  [
    { name: 'x', hostgroup_rights: { id: 9, permission: 1 } },
    invalid('/1/hostgroup_rights/1/permission', 'value must be one of 0, 2, 3'),
  ],
  [
    { name: 'x', templategroup_rights: { id: 9, permission: 1 } },
    invalid('/1/templategroup_rights/1/permission', 'value must be one of 0, 2, 3'),
  ],
  [
    {
      name: 'x',
      hostgroup_rights: [
        { id: 9, permission: 2 },
        { id: '09', permission: 3 },
      ],
    },
    invalid('/1/hostgroup_rights/2', 'value (id)=(9) already exists'),
  ],
  [{ name: 'x', hostgroup_rights: { id: 9, permission: 2 } }, 'Host group with ID "9" is not available.'],
  [{ name: 'x', templategroup_rights: { id: 9, permission: 2 } }, 'Template group with ID "9" is not available.'],
  [{ name: 'x', tag_filters: [{ groupid: 9 }] }, 'Host group with ID "9" is not available.'],
  [{ name: 'x', tag_filters: [{ groupid: 9, value: 'y' }] }, 'Incorrect value for field "tag": cannot be empty.'],
  [{ name: 'x', tag_filters: [{}] }, invalid('/1/tag_filters/1', 'the parameter "groupid" is missing')],
  [{ name: 'x', users: ['1'] }, invalid('/1/users/1', 'an array is expected')],
  [{ name: 'x', users: [{ userid: 999 }] }, invalid('/1/users/1/userid', 'object does not exist')],
  [{ name: 'x', userids: [2, 0] }, invalid('/1/users/2/userid', 'object does not exist')],
  [{ name: 'x', users: [{ userid: 2 }, { userid: '02' }] }, invalid('/1/users/2', 'value (userid)=(2) already exists')],
  [{ name: 'x', userids: [2, '2'] }, invalid('/1/userids/2', 'value (2) already exists')],
  [[{ name: 'x' }, { name: 'x' }], invalid('/2', 'value (name)=(x) already exists')],
  [[{ name: 'x' }, { name: 'Guests' }], 'User group "Guests" already exists.'],
])('%j is refused', refuse);

test('whoever calls stays out of what is shut', async () => {
  const data = 'User cannot add oneself to a disabled group or a group with disabled GUI access.';
  await refuse(fresh({ users_status: 1, users: [{ userid: 1 }] }), data);
  await refuse(fresh({ gui_access: 3, userids: ['1'] }), data);
  const { usrgrpids } = await place.ask('usergroup.create', fresh({ users: [{ userid: 1 }] }));
  expect((await shown(usrgrpids[0])).users).toEqual([{ userid: '1' }]);
});

test('what is wrong is told in order: form, doubles, names, users, oneself, references', async () => {
  const bad = { users_status: 1, mfa_status: 1, mfaid: 99, userdirectoryid: 99 };
  const gone = { userid: 999 };
  const rights = { templategroup_rights: { id: 9, permission: 2 } };
  const none = invalid('/1/users/2/userid', 'object does not exist');
  const users = [{ userid: 1 }, gone];
  await refuse({ ...bad, ...rights, name: 'Guests', users }, 'User group "Guests" already exists.');
  await refuse(fresh({ ...bad, ...rights, users }), none);
  await refuse(
    fresh({ ...bad, ...rights, users: [{ userid: 1 }] }),
    'User cannot add oneself to a disabled group or a group with disabled GUI access.',
  );
  await refuse(fresh({ ...bad, ...rights }), 'Template group with ID "9" is not available.');
  await refuse(fresh(bad), invalid('/1/userdirectoryid', 'referred object does not exist'));
});

test('a directory of SAML is none for a group', async () => {
  await addExtra(place, 'userdirectory', '7', { idp_type: '2' }, 'SAML');
  await refuse(fresh({ userdirectoryid: 7 }), invalid('/1/userdirectoryid', 'referred object does not exist'));
});

test('a user whom a directory keeps is not put anywhere', async () => {
  const userid = await provisioned(place, place.fresh('mate'));
  const reason = 'cannot update readonly parameter "usrgrps" of provisioned user';
  await refuse(fresh({ users: [{ userid: 2 }, { userid }] }), invalid('/1/users/2/userid', reason));
});

test('names are as typed: upper and lower case are two', async () => {
  const name = place.fresh('Bosuns');
  await place.ask('usergroup.create', { name });
  await place.ask('usergroup.create', { name: name.replace('B', 'b') });
  await refuse({ name }, `User group "${name}" already exists.`);
});

test('numbers are not used again, nor is one that is a label somewhere', async () => {
  const { usrgrpids } = await place.ask('usergroup.create', fresh({}));
  const number = Number(usrgrpids[0]);
  await place.ask('usergroup.delete', usrgrpids);
  const userid = await newcomer(place, place.fresh('mate'));
  const groups = ['8', String(number + 1)];
  expect((await place.rest('PATCH', `/api/users/serial:${userid}`, { groups })).status).toBe(200);
  const next = await place.ask('usergroup.create', fresh({}));
  expect(next.usrgrpids).toEqual([String(number + 2)]);
  expect((await shown(next.usrgrpids[0])).users).toEqual([]);
});

test('only super administrators may', async () => {
  for (const [roleid, method] of [
    ['1', 'usergroup.create'],
    ['2', 'usergroup.create'],
    ['2', 'UserGroup.Update'],
    ['2', 'usergroup.delete'],
  ]) {
    const username = place.fresh('mate');
    await newcomer(place, username, { roleid });
    const session = await place.login(username, 'Lantern-keeper-7');
    const data = `No permissions to call "${method}".`;
    await place.refuse(String(method), { usrgrpid: '8', name: 'Mine' }, -32500, data, session);
  }
});
