// role.create: what a role may be, each refusal in its own words and in their order, and what a new role is good for.
import { expect, test } from 'vitest';
import { usePlace } from './harness.ts';
import { newcomer, password } from './login-scene.ts';

const place = usePlace();
const invalid = (path: string, reason: string) => `Invalid parameter "${path}": ${reason}.`;
const fresh = (more: object) => ({ name: place.fresh('Rating'), type: 1, ...more });

const shown = async (roleid: string) => {
  const [role] = await place.ask('role.get', { roleids: [roleid], selectRules: 'extend' });
  return role;
};

async function refuse(params: unknown, data: string, code = -32602): Promise<void> {
  const before = await place.ask('role.get', { countOutput: true });
  await place.refuse('role.create', params, code, data);
  expect(await place.ask('role.get', { countOutput: true })).toBe(before);
}

test('a role needs a name and a type, and the first gets the number 5', async () => {
  expect(await place.ask('role.create', { name: 'Topman', type: 2 })).toEqual({ roleids: ['5'] });
  const { rules, ...role } = await shown('5');
  expect(role).toEqual({ roleid: '5', name: 'Topman', type: '2', readonly: '0' });
  expect(rules).toMatchObject({
    'ui.default_access': '1',
    'services.read.mode': '1',
    'services.write.mode': '0',
    'modules.default_access': '1',
    'api.access': '1',
    'api.mode': '0',
    api: [],
    'actions.default_access': '1',
  });
  expect(rules.ui).toHaveLength(26);
});

test('several are made in the order of the call, with their rules', async () => {
  const { roleids } = await place.ask('role.create', [
    fresh({ rules: { api: ['user.get', '*.get'], 'api.mode': 1, ui: { name: 'monitoring.maps', status: 0 } } }),
    fresh({ type: '3', rules: {} }),
  ]);
  const [first, second] = [await shown(roleids[0]), await shown(roleids[1])];
  expect(first.rules).toMatchObject({ api: ['user.get', '*.get'], 'api.mode': '1' });
  expect(first.rules.ui).toContainEqual({ name: 'monitoring.maps', status: '0' });
  expect(first.rules.ui).toContainEqual({ name: 'monitoring.hosts', status: '1' });
  expect(second).toMatchObject({ type: '3', readonly: '0' });
});

test('whoever gets a role may what it allows, and no more', async () => {
  const rules = { 'api.mode': 1, api: ['user.get'] };
  const { roleids } = await place.ask('role.create', [fresh({ rules }), fresh({ type: 3 })]);
  const [username, chief] = [place.fresh('mate'), place.fresh('mate')];
  await newcomer(place, username, { roleid: roleids[0] });
  await newcomer(place, chief, { roleid: roleids[1] });
  const session = await place.login(username, password);
  await place.ask('user.get', {}, session);
  await place.refuse('role.get', {}, -32500, 'No permissions to call "role.get".', session);
  const { roleids: made } = await place.ask('role.create', fresh({}), await place.login(chief, password));
  expect(await shown(made[0])).toMatchObject({ type: '1' });
});

test.each<[unknown, string]>([
  [[], invalid('/', 'cannot be empty')],
  [{}, invalid('/', 'cannot be empty')],
  [['x'], invalid('/1', 'an array is expected')],
  [{ type: 1 }, invalid('/1', 'the parameter "name" is missing')],
  [{ name: 'x' }, invalid('/1', 'the parameter "type" is missing')],
  [{ name: '', type: 1 }, invalid('/1/name', 'cannot be empty')],
  [{ name: 'x'.repeat(256), type: 1 }, invalid('/1/name', 'value is too long')],
  [{ name: 'x', type: 4 }, invalid('/1/type', 'value must be one of 1, 2, 3')],
  [{ name: 'x', type: 0 }, invalid('/1/type', 'value must be one of 1, 2, 3')],
  [{ name: 'x', type: 1, readonly: 1 }, invalid('/1', 'unexpected parameter "readonly"')],
  [{ name: 'x', type: 1, roleid: 7 }, invalid('/1', 'unexpected parameter "roleid"')],
  [{ name: 'x', type: 1, rules: 'x' }, invalid('/1/rules', 'an array is expected')],
  [{ name: 'x', type: 1, rules: { foo: 1 } }, invalid('/1/rules', 'unexpected parameter "foo"')],
  [
    { name: 'x', type: 1, rules: { api: ['user.get', 'user.get'] } },
    invalid('/1/rules/api/2', 'value (user.get) already exists'),
  ],
  [
    [
      { name: 'x', type: 1 },
      { name: 'x', type: 1 },
    ],
    invalid('/2', 'value (name)=(x) already exists'),
  ],
  [
    [
      { name: 'x', type: 1, rules: { api: ['user.create'] } },
      { name: 'Admin role', type: 1 },
    ],
    'User role "Admin role" already exists.',
  ],
  [{ name: 'x', type: 1, rules: { api: ['user.create'] } }, 'Invalid API method "user.create" for user role "x".'],
  [
    { name: 'x', type: 2, rules: { ui: [{ name: 'administration.users' }] } },
    'UI element "administration.users" is not available for user role "x".',
  ],
  [
    { name: 'x', type: 1, rules: { actions: [{ name: 'manage_sla' }] } },
    'Action "manage_sla" is not available for user role "x".',
  ],
  [
    { name: 'x', type: 1, rules: { 'ui.default_access': 0, ui: [] } },
    'At least one UI element must be enabled for user role "x".',
  ],
  [
    { name: 'x', type: 1, rules: { modules: { moduleid: 99 } } },
    'Module with ID "99" is not available for user role "x".',
  ],
  [
    { name: 'x', type: 1, rules: { 'services.read.mode': 0, 'services.read.list': { serviceid: 1 } } },
    'Service with ID "1" is not available for user role "x".',
  ],
  [
    { name: 'x', type: 1, rules: { 'services.read.list': { serviceid: 1 } } },
    'Cannot have non-default "services.read.list" rule while having "services.read.mode" set to 1 for user role "x".',
  ],
])('%j is refused', refuse);

test('numbers are not used again, nor is one that somebody has for a role', async () => {
  const { roleids } = await place.ask('role.create', fresh({}));
  const number = Number(roleids[0]);
  await place.ask('role.delete', roleids);
  const userid = await newcomer(place, place.fresh('mate'));
  const role = String(number + 1);
  expect((await place.rest('PATCH', `/api/users/serial:${userid}`, { role })).status).toBe(200);
  expect(await place.ask('role.create', fresh({}))).toEqual({ roleids: [String(number + 2)] });
});

test('only super administrators may', async () => {
  const username = place.fresh('mate');
  await newcomer(place, username, { roleid: '2' });
  const session = await place.login(username, password);
  for (const method of ['role.create', 'role.update', 'Role.Delete']) {
    await place.refuse(method, ['x'], -32500, `No permissions to call "${method}".`, session);
  }
});
