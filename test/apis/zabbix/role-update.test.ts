// role.update: what is named changes, what is not stays, it counts at once, and a refused call changes nothing.
import { expect, test } from 'vitest';
import { toldDuring } from './group-scene.ts';
import { usePlace } from './harness.ts';
import { newcomer, password } from './login-scene.ts';

const place = usePlace();
const gone = 'No permissions to referred object or it does not exist!';
const invalid = (path: string, reason: string) => `Invalid parameter "${path}": ${reason}.`;

async function made(more: object = {}): Promise<string> {
  const { roleids } = await place.ask('role.create', { name: place.fresh('Rating'), type: 1, ...more });
  return roleids[0];
}

const shown = async (roleid: string) => {
  const [role] = await place.ask('role.get', { roleids: [roleid], selectRules: 'extend' });
  return role;
};

async function refuse(params: unknown, data: string, code = -32602, session = place.admin()): Promise<void> {
  const all = () => place.ask('role.get', { selectRules: 'extend' });
  const before = await all();
  const told = await toldDuring(place, () => place.refuse('role.update', params, code, data, session));
  expect(told).toEqual([]);
  expect(await all()).toEqual(before);
}

test('only what is named changes', async () => {
  const rules = { api: ['user.get'], actions: { name: 'edit_maps', status: 0 }, 'modules.default_access': 0 };
  const roleid = await made({ rules });
  const before = await shown(roleid);
  const name = place.fresh('Rating');
  expect(await place.ask('role.update', { roleid, name })).toEqual({ roleids: [roleid] });
  expect(await shown(roleid)).toEqual({ ...before, name });
  await place.ask('role.update', [{ roleid, rules: { api: ['token.*'], ui: { name: 'monitoring.maps', status: 0 } } }]);
  const { rules: after } = await shown(roleid);
  expect(after).toMatchObject({ api: ['token.*'], actions: before.rules.actions, modules: before.rules.modules });
  expect(after.ui).toContainEqual({ name: 'monitoring.maps', status: '0' });
});

test('nothing is written where nothing is different', async () => {
  const roleid = await made({ rules: { api: ['user.get'] } });
  const rules = { api: ['user.get'], 'api.access': 1, ui: [] };
  for (const params of [
    { roleid },
    { roleid, type: 1, rules: {} },
    { roleid, rules },
    { roleid: '1' },
    { roleid: 4 },
  ]) {
    expect(await toldDuring(place, () => place.ask('role.update', params)), JSON.stringify(params)).toEqual([]);
  }
});

test('it counts at once for whoever is signed in', async () => {
  const roleid = await made();
  const username = place.fresh('mate');
  await newcomer(place, username, { roleid });
  const session = await place.login(username, password);
  const closed = 'No permissions to call "user.get".';
  await place.ask('user.get', {}, session);
  await place.ask('role.update', { roleid, rules: { 'api.access': 0 } });
  await place.refuse('user.get', {}, -32500, closed, session);
  await place.ask('role.update', { roleid, rules: { 'api.access': 1, 'api.mode': 1, api: ['role.get'] } });
  await place.refuse('user.get', {}, -32500, closed, session);
  await place.ask('role.update', { roleid, type: 3, rules: { api: [] } });
  await place.ask('usergroup.create', { name: place.fresh('Crew') }, session);
  await place.ask('role.update', { roleid, type: 1 });
  const denied = 'No permissions to call "usergroup.create".';
  await place.refuse('usergroup.create', { name: 'x' }, -32500, denied, session);
});

test('a lesser type takes away what it does not have', async () => {
  const roleid = await made({ type: 3, rules: { api: ['user.create', 'user.get', '*.create'] } });
  await place.ask('role.update', { roleid, type: 1 });
  expect(await shown(roleid)).toMatchObject({ type: '1', rules: { api: ['user.get', '*.create'] } });
});

test('names cannot be swapped', async () => {
  const [one, two] = [place.fresh('Rating'), place.fresh('Rating')];
  const [first, second] = [await made({ name: one }), await made({ name: two })];
  const swap = [
    { roleid: first, name: two },
    { roleid: second, name: one },
  ];
  await refuse(swap, `User role "${two}" already exists.`);
  await place.ask('role.update', { roleid: first, name: one });
});

test.each<[unknown, string, number?]>([
  [[], invalid('/', 'cannot be empty')],
  [{ name: 'x' }, invalid('/1', 'the parameter "roleid" is missing')],
  [{ roleid: 'user' }, invalid('/1/roleid', 'a number is expected')],
  [{ roleid: 1, readonly: 0 }, invalid('/1', 'unexpected parameter "readonly"')],
  [{ roleid: 1, name: '' }, invalid('/1/name', 'cannot be empty')],
  [{ roleid: 1, type: 4 }, invalid('/1/type', 'value must be one of 1, 2, 3')],
  [{ roleid: 1, rules: { api: ['a', 'a'] } }, invalid('/1/rules/api/2', 'value (a) already exists')],
  [
    [
      { roleid: 1, name: 'x' },
      { roleid: 2, name: 'x' },
    ],
    invalid('/2', 'value (name)=(x) already exists'),
  ],
  [{ roleid: 999, name: 'Guest role' }, gone, -32500],
  [{ roleid: 0 }, gone, -32500],
  [[{ roleid: 1 }, { roleid: '1' }], gone, -32500],
  [{ roleid: 1, name: 'Guest role' }, 'User role "Guest role" already exists.'],
  [{ roleid: 3, name: 'Guest role' }, 'User role "Guest role" already exists.'],
  [{ roleid: 1, rules: { api: ['user.create'] } }, 'Invalid API method "user.create" for user role "User role".'],
  [
    { roleid: 2, type: 1, name: 'x', rules: { actions: { name: 'manage_sla' } } },
    'Action "manage_sla" is not available for user role "x".',
  ],
  [
    { roleid: 3, rules: { actions: { name: 'foo' } } },
    'Action "foo" is not available for user role "Super admin role".',
  ],
  [{ roleid: 3, name: 'x' }, 'Cannot update readonly user role "Super admin role".', -32500],
  [{ roleid: 3 }, 'Cannot update readonly user role "Super admin role".', -32500],
  [
    [
      { roleid: 1, name: 'x' },
      { roleid: 3, type: 1 },
    ],
    'Cannot update readonly user role "Super admin role".',
    -32500,
  ],
])('%j is refused', refuse);

test('nobody changes the type of their own role', async () => {
  const roleid = await made({ type: 3 });
  const username = place.fresh('mate');
  await newcomer(place, username, { roleid });
  const session = await place.login(username, password);
  await refuse({ roleid, type: 2 }, 'Cannot change the user type of own role.', -32500, session);
  await place.ask('role.update', { roleid, type: 3, name: place.fresh('Rating') }, session);
  await place.ask('role.update', { roleid, type: 2 });
});
