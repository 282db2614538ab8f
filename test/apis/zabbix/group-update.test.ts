// usergroup.update: what is named changes, what is not stays, and a refused call changes nothing.
import { expect, test } from 'vitest';
import { toldDuring } from './group-scene.ts';
import { usePlace } from './harness.ts';
import { addExtra, newcomer, password } from './login-scene.ts';

const place = usePlace();

const gone = 'No permissions to referred object or it does not exist!';
const oneself = 'User cannot add oneself to a disabled group or a group with disabled GUI access.';
const invalid = (path: string, reason: string) => `Invalid parameter "${path}": ${reason}.`;

const shown = async (usrgrpids: readonly string[]) =>
  place.ask('usergroup.get', { usrgrpids, output: 'extend', selectUsers: ['userid'] });

async function made(more: object = {}): Promise<string> {
  const { usrgrpids } = await place.ask('usergroup.create', { name: place.fresh('Crew'), ...more });
  return usrgrpids[0];
}

async function refuse(params: unknown, data: string, code = -32602): Promise<void> {
  const all = () => place.ask('usergroup.get', { output: 'extend', selectUsers: ['userid'] });
  const before = await all();
  const told = await toldDuring(place, () => place.refuse('usergroup.update', params, code, data));
  expect(told).toEqual([]);
  expect(await all()).toEqual(before);
}

test('a group of a fresh server is disabled and enabled again, and its members with it', async () => {
  const username = place.fresh('mate');
  await newcomer(place, username, { usrgrps: [{ usrgrpid: '8' }] });
  const session = await place.login(username, password);
  expect(await place.ask('usergroup.update', { usrgrpid: '8', users_status: 1 })).toEqual({ usrgrpids: ['8'] });
  await place.refuse('user.login', { username, password }, -32602, 'No permissions for system access.', null);
  await place.refuse('user.get', {}, -32602, 'Session terminated, re-login, please.', session);
  await place.ask('usergroup.update', { usrgrpid: '8', users_status: '0' });
  await place.login(username, password);
  expect(await shown(['8'])).toMatchObject([{ name: 'Guests', users_status: '0', gui_access: '0' }]);
});

test('only what is named changes', async () => {
  const userid = await newcomer(place, place.fresh('mate'));
  const usrgrpid = await made({ gui_access: 3, debug_mode: 1, users: [{ userid }] });
  const [before] = await shown([usrgrpid]);
  const name = place.fresh('Crew');
  await place.ask('usergroup.update', [{ usrgrpid, name }]);
  expect(await shown([usrgrpid])).toEqual([{ ...before, name }]);
});

test('nothing is written where nothing is different', async () => {
  const userid = await newcomer(place, place.fresh('mate'));
  const name = place.fresh('Crew');
  const usrgrpid = await made({ name, users: [{ userid }] });
  const same = { gui_access: '0', users_status: 0, debug_mode: 0, mfa_status: 0, mfaid: 0, users: [{ userid }] };
  for (const params of [{ usrgrpid }, { usrgrpid, name, ...same, hostgroup_rights: [], tag_filters: [] }]) {
    expect(await toldDuring(place, () => place.ask('usergroup.update', params))).toEqual([]);
  }
  for (const usrgrpid of ['7', '8', '9', '11', '12', '13']) {
    expect(await toldDuring(place, () => place.ask('usergroup.update', { usrgrpid }))).toEqual([]);
  }
});

test('several are changed, or none', async () => {
  const usrgrpids = [await made(), await made()];
  const [first, second] = usrgrpids;
  const bad = [
    { usrgrpid: first, debug_mode: 1 },
    { usrgrpid: second, name: 'Guests' },
  ];
  await refuse(bad, 'User group "Guests" already exists.');
  const good = [
    { usrgrpid: second, debug_mode: 1 },
    { usrgrpid: first, gui_access: 2 },
  ];
  expect(await place.ask('usergroup.update', good)).toEqual({ usrgrpids: [second, first] });
  expect(await shown(usrgrpids)).toMatchObject([{ gui_access: '2' }, { debug_mode: '1' }]);
});

test('names cannot be swapped, nor taken over', async () => {
  const [one, two] = [place.fresh('Crew'), place.fresh('Crew')];
  const [first, second] = [await made({ name: one }), await made({ name: two })];
  await refuse(
    [
      { usrgrpid: first, name: two },
      { usrgrpid: second, name: one },
    ],
    `User group "${two}" already exists.`,
  );
  await refuse(
    [
      { usrgrpid: first, name: place.fresh('Crew') },
      { usrgrpid: second, name: one },
    ],
    `User group "${one}" already exists.`,
  );
  await place.ask('usergroup.update', { usrgrpid: first, name: one });
});

test('a directory goes where none may be asked, and an MFA method with MFA', async () => {
  await addExtra(place, 'mfa', '1', { type: '1' }, 'TOTP');
  await addExtra(place, 'userdirectory', '1', { idp_type: '1' }, 'LDAP');
  const both = { userdirectoryid: '1', mfaid: '1' };
  const usrgrpid = await made({ gui_access: 2, mfa_status: 1, ...both });
  const unexpected = invalid('/1', 'unexpected parameter "userdirectoryid"');
  await refuse({ usrgrpid, gui_access: 1, userdirectoryid: 1 }, unexpected);
  await place.ask('usergroup.update', { usrgrpid, gui_access: 0 });
  expect(await shown([usrgrpid])).toMatchObject([{ gui_access: '0', mfa_status: '1', ...both }]);
  await place.ask('usergroup.update', { usrgrpid, gui_access: 1, mfa_status: 0 });
  expect(await shown([usrgrpid])).toMatchObject([{ userdirectoryid: '0', mfa_status: '0', mfaid: '0' }]);
  await refuse({ usrgrpid, userdirectoryid: 1 }, unexpected);
  await refuse({ usrgrpid, mfaid: 1 }, invalid('/1/mfaid', 'value must be 0'));
  await refuse([{ usrgrpid: '8' }, { usrgrpid, mfaid: 1 }], invalid('/2/mfaid', 'value must be 0'));
  await refuse({ usrgrpid, mfa_status: 1, mfaid: 5 }, invalid('/1/mfaid', 'object does not exist'));
  await place.ask('usergroup.update', { usrgrpid, gui_access: 2, mfa_status: 1, ...both });
  await place.ask('usergroup.update', { usrgrpid, mfaid: 0 });
  expect(await shown([usrgrpid])).toMatchObject([{ userdirectoryid: '1', mfa_status: '1', mfaid: '0' }]);
});

test.each<[unknown, string, number?]>([
  [[], invalid('/', 'cannot be empty')],
  [['x'], invalid('/1', 'an array is expected')],
  [{ name: 'x' }, invalid('/1', 'the parameter "usrgrpid" is missing')],
  [{ usrgrpid: 'x' }, invalid('/1/usrgrpid', 'a number is expected')],
  [[{ usrgrpid: 8 }, { usrgrpid: '8' }], invalid('/2', 'value (usrgrpid)=(8) already exists')],
  [{ usrgrpid: 999 }, gone, -32500],
  [{ usrgrpid: 0 }, gone, -32500],
  [[{ usrgrpid: 8, name: '' }, { usrgrpid: 999 }], gone, -32500],
  [{ usrgrpid: 8, foo: 1, name: '' }, invalid('/1', 'unexpected parameter "foo"')],
  [{ usrgrpid: 8, name: '' }, invalid('/1/name', 'cannot be empty')],
  [{ usrgrpid: 8, name: null }, invalid('/1/name', 'a character string is expected')],
  [{ usrgrpid: 8, name: 'x'.repeat(65) }, invalid('/1/name', 'value is too long')],
  [{ usrgrpid: 8, gui_access: 4 }, invalid('/1/gui_access', 'value must be one of 0, 1, 2, 3')],
  [{ usrgrpid: 8, users_status: 2 }, invalid('/1/users_status', 'value must be one of 0, 1')],
  [{ usrgrpid: 8, debug_mode: '' }, invalid('/1/debug_mode', 'an integer is expected')],
  [
    [
      { usrgrpid: 8, name: 'x' },
      { usrgrpid: 9, name: 'x' },
    ],
    invalid('/2', 'value (name)=(x) already exists'),
  ],
  [{ usrgrpid: 8, name: 'Disabled' }, 'User group "Disabled" already exists.'],
  [{ usrgrpid: 12, userdirectoryid: 0 }, invalid('/1', 'unexpected parameter "userdirectoryid"')],
  [{ usrgrpid: 8, userdirectoryid: 99 }, invalid('/1/userdirectoryid', 'referred object does not exist')],
  [{ usrgrpid: 8, hostgroup_rights: { id: 9, permission: 3 } }, 'Host group with ID "9" is not available.'],
  [{ usrgrpid: 8, rights: [{ id: 9, permission: 3 }] }, 'Host group with ID "9" is not available.'],
  [{ usrgrpid: 8, templategroup_rights: [{ id: 9, permission: 0 }] }, 'Template group with ID "9" is not available.'],
  [{ usrgrpid: 8, users: [{ userid: 999 }] }, invalid('/1/users/1/userid', 'object does not exist')],
  [{ usrgrpid: 8, users: [], userids: [] }, 'Parameter "userids" is deprecated.'],
  [
    { usrgrpid: 8, rights: [], hostgroup_rights: [] },
    'Deprecated parameter "/1/rights" cannot be used with "/1/hostgroup_rights".',
  ],
  [{ usrgrpid: 7, users_status: 1 }, oneself],
  [{ usrgrpid: 7, gui_access: 3 }, oneself],
  [{ usrgrpid: 9, users: [{ userid: 2 }, { userid: 1 }] }, oneself],
  [{ usrgrpid: 12, userids: 1 }, oneself],
  [
    [
      { usrgrpid: 8, users: { userid: 1 } },
      { usrgrpid: 8, users_status: 1 },
    ],
    invalid('/2', 'value (usrgrpid)=(8) already exists'),
  ],
])('%j is refused', refuse);

test('whoever leaves a group may shut it', async () => {
  const usrgrpid = await made({ users: [{ userid: 1 }] });
  await refuse({ usrgrpid, users_status: 1 }, oneself);
  await place.ask('usergroup.update', { usrgrpid, users_status: 1, users: [] });
  expect(await shown([usrgrpid])).toMatchObject([{ users_status: '1', users: [] }]);
});

test('the group of those who are deprovisioned stays disabled', async () => {
  await addExtra(place, 'authentication', '1', { disabled_usrgrpid: '9' }, null);
  const told = 'Deprovisioned users group cannot be enabled.';
  await refuse(
    [
      { usrgrpid: 8, name: '' },
      { usrgrpid: 9, users_status: 0 },
    ],
    told,
  );
  await refuse({ usrgrpid: 9, users_status: '0', foo: 1 }, told);
  await refuse([{ usrgrpid: 999 }, { usrgrpid: 9, users_status: 0 }], gone, -32500);
  await place.ask('usergroup.update', { usrgrpid: 9, users_status: 1, debug_mode: 0 });
});
