// One user through four APIs, one of which is a game's: one name, one password, one address, one end.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { md5, secretKey, serverKey, useGame } from './apis/coronium/game.ts';
import { openWasmLua, type WasmLua } from './lua/wasm-lua.ts';

const adminPassword = 'Quarterdeck-91';
const clientId = 'client_01HXYZ123456789ABCDEFGHIJK';
const game = useGame({
  keys: {
    MUSTER_ADMIN_PASSWORD: adminPassword,
    MUSTER_CLIENT_ID: clientId,
    MUSTER_PORT: '0',
    MUSTER_HOST: '127.0.0.1',
  },
});

type ApiName = 'coronium' | 'zabbix' | 'workos' | 'clerk';
type Json = ReturnType<typeof JSON.parse>;

/** A user as each API calls them, and by what they sign in. */
type Person = { ids: Readonly<Record<ApiName | 'native', string>>; username: string; email: string };

const names: readonly ApiName[] = ['coronium', 'zabbix', 'workos', 'clerk'];
const ways = names.flatMap((setter) => names.filter((name) => name !== setter).map((other) => ({ setter, other })));
const password = 'Bowsprit-and-Boom-5';
let admin = '';

async function rpc(method: string, params: object, session: string | null = admin): Promise<Json> {
  const headers = session === null ? {} : { authorization: `Bearer ${session}` };
  const payload = { jsonrpc: '2.0', method, params, id: 1 };
  return (await game.app.server.inject({ method: 'POST', url: '/api_jsonrpc.php', headers, payload })).json();
}

async function rest(...given: Parameters<typeof game.rest>): Promise<Json> {
  const { status, body } = await game.rest(...given);
  expect([200, 201], `${given[0]} ${given[1]} ${JSON.stringify(body)}`).toContain(status);
  return body;
}

const grant = (email: string, text: string) =>
  game.rest('POST', '/user_management/authenticate', {
    ...{ grant_type: 'password', client_id: clientId, client_secret: secretKey },
    ...{ email, password: text },
  });

/** What each API says of a user: sets a password, lets them sign in, tells whether they are there, removes them. */
const speakers: Readonly<
  Record<
    ApiName,
    {
      setPassword: (person: Person, text: string) => Promise<unknown>;
      signsIn: (person: Person, text: string) => Promise<boolean>;
      knows: (person: Person) => Promise<boolean>;
      remove: (person: Person) => Promise<unknown>;
    }
  >
> = {
  coronium: {
    setPassword: ({ ids }, text) => game.ask('update', { user_id: ids.coronium, update: { password: md5(text) } }),
    async signsIn({ ids, username }, text) {
      const { user_id, active } = await game.call('login', { username, password: md5(text) });
      return user_id === ids.coronium && active === true;
    },
    knows: async ({ ids }) => (await game.call('get', { user_id: ids.coronium })).user_id === ids.coronium,
    remove: async ({ ids }) => expect(await game.ask('delete', { user_id: ids.coronium })).toBe(1),
  },
  zabbix: {
    setPassword: async ({ ids }, text) =>
      expect(await rpc('user.update', { userid: ids.zabbix, passwd: text })).toHaveProperty('result'),
    signsIn: async ({ username }, text) =>
      typeof (await rpc('user.login', { username, password: text }, null)).result === 'string',
    knows: async ({ ids }) => (await rpc('user.get', { userids: ids.zabbix })).result.length === 1,
    remove: async ({ ids }) => expect((await rpc('user.delete', [ids.zabbix])).result.userids).toEqual([ids.zabbix]),
  },
  workos: {
    setPassword: ({ ids }, text) => rest('PUT', `/user_management/users/${ids.workos}`, { password: text }),
    async signsIn({ ids, email }, text) {
      const { status, body } = await grant(email, text);
      return status === 200 && body.user.id === ids.workos;
    },
    knows: async ({ ids }) => (await game.rest('GET', `/user_management/users/${ids.workos}`)).status === 200,
    remove: async ({ ids }) =>
      expect((await game.rest('DELETE', `/user_management/users/${ids.workos}`)).status).toBeLessThan(300),
  },
  clerk: {
    setPassword: ({ ids }, text) => rest('PATCH', `/v1/users/${ids.clerk}`, { password: text }),
    signsIn: async ({ ids }, text) =>
      (await game.rest('POST', `/v1/users/${ids.clerk}/verify_password`, { password: text })).status === 200,
    knows: async ({ ids }) => (await game.rest('GET', `/v1/users/${ids.clerk}`)).status === 200,
    remove: ({ ids }) => rest('DELETE', `/v1/users/${ids.clerk}`),
  },
};

/** Who signs in where, with this password. */
const doorsOf = async (person: Person, text: string) => {
  const open: ApiName[] = [];
  for (const name of names) if (await speakers[name].signsIn(person, text)) open.push(name);
  return open;
};

const idsOf = async (userId: string): Promise<Person['ids']> => (await rest('GET', `/api/users/${userId}`)).ids;

/** Makes a user in the game who may sign in everywhere: with a proven address, and a role. */
async function player(): Promise<Person> {
  const username = game.fresh('one');
  const email = `${username}@example.com`;
  const ids = await idsOf(await game.player({ username, email, password: md5(password) }));
  await rest('PUT', `/user_management/users/${ids.workos}`, { email_verified: true });
  const place = { userid: ids.zabbix, roleid: '1', usrgrps: [{ usrgrpid: '8' }] };
  expect(await rpc('user.update', place)).toHaveProperty('result');
  return { ids, username, email };
}

beforeAll(async () => {
  admin = (await rpc('user.login', { username: 'Admin', password: adminPassword }, null)).result;
});

describe('a user made in Lua', () => {
  let wasm: WasmLua;
  let url = '';

  beforeAll(async () => {
    wasm = await openWasmLua();
    url = await game.app.listen();
  });
  afterAll(() => wasm?.close());

  const play = (code: string) =>
    wasm.run(`local core = require("plugin.coronium-core")
core.init({ version = 2, server = "${url}", key = "${serverKey}", scope = "Space Race" })
local function show(evt)
  if evt.error then print(evt.status, evt.error) return end
  local user = evt.result
  print(user.user_id, user.username, user.email, user.group, user.active, user.extra and user.extra.level, user.first_name)
end
${code}`);

  test('is renamed, readdressed and described by the others, and read in Lua', async () => {
    const [id = ''] = await play(`core.users.create({
  username = "tiny", password = "${password}", email = "tiny@example.com", group = "pilots", extra = { level = 24 }
}, function(evt) print(evt.error or evt.result) end)`);
    const get = `core.users.get({ user_id = "${id}" }, show)`;
    expect(await play(get)).toEqual([`${id}\ttiny\ttiny@example.com\tpilots\ttrue\t24\tnil`]);
    const ids = await idsOf(id);
    const renamed = { userid: ids.zabbix, username: 'Hiro', name: 'Hiroaki', surname: 'Protagonist' };
    expect(await rpc('user.update', renamed)).toMatchObject({ result: { userids: [ids.zabbix] } });
    await rest('PUT', `/user_management/users/${ids.workos}`, { email: 'hiro@example.org' });
    const bags = { public_metadata: { sword: 'katana' }, private_metadata: { debt: 3 } };
    await rest('PATCH', `/v1/users/${ids.clerk}/metadata`, bags);
    expect(await play(get)).toEqual([`${id}\tHiro\thiro@example.org\tpilots\ttrue\t24\tnil`]);
    const login = `core.users.login({ username = "Hiro", password = "${password}" }, show)`;
    expect(await play(login)).toEqual(await play(get));
    const update = `core.users.update({ user_id = "${id}", update = { extra = { level = 25 }, group = "aces" } }, show)`;
    expect(await play(update)).toEqual([`${id}\tHiro\thiro@example.org\taces\ttrue\t25\tnil`]);
    const clerk = { username: 'Hiro', first_name: 'Hiroaki', last_name: 'Protagonist', ...bags };
    expect(await rest('GET', `/v1/users/${ids.clerk}`)).toMatchObject(clerk);
    const workos = {
      first_name: 'Hiroaki',
      last_name: 'Protagonist',
      email: 'hiro@example.org',
      email_verified: false,
    };
    expect(await rest('GET', `/user_management/users/${ids.workos}`)).toMatchObject(workos);
    const [zabbix] = (await rpc('user.get', { userids: ids.zabbix, selectMedias: ['sendto'] })).result;
    expect(zabbix).toMatchObject({ username: 'Hiro', name: 'Hiroaki', medias: [{ sendto: ['hiro@example.org'] }] });
    const native = await rest('GET', `/api/users/${id}`);
    expect(native).toMatchObject({ username: 'Hiro', primaryEmail: 'hiro@example.org', groups: ['coronium:aces'] });
    expect(native.metadata).toMatchObject({ public: { sword: 'katana' }, private: { debt: 3 }, extra: { level: 25 } });
    const { items } = await rest('GET', `/api/users/${id}/history`);
    expect(items.map((item: { api: string }) => item.api).toReversed()).toEqual(
      expect.arrayContaining(['coronium', 'zabbix', 'workos', 'clerk']),
    );
  });

  test('has the name to themselves, whoever asks for it', async () => {
    const [id = ''] = await play(
      'core.users.create({ username = "solo", password = "1234" }, function(evt) print(evt.error or evt.result) end)',
    );
    expect((await game.rest('POST', '/v1/users', { username: 'SOLO', password })).status).toBe(422);
    expect(
      await rpc('user.create', { username: 'Solo', passwd: password, roleid: '1', usrgrps: [{ usrgrpid: '8' }] }),
    ).toMatchObject({ error: { data: expect.stringContaining('already exists') } });
    await rest('POST', '/v1/users', { username: 'duet', password });
    const rename = `core.users.update({ user_id = "${id}", update = { username = "Duet" } }, show)`;
    expect(await play(rename)).toEqual([expect.stringMatching(/^600\t/)]);
  });
});

describe.each(names)('the id that %s has for a user', (name) => {
  test('leads to the same user as every other', async () => {
    const person = await player();
    expect(await idsOf(person.ids[name])).toEqual(person.ids);
    expect(await speakers[name].knows(person)).toBe(true);
  });
});

describe.each(ways)('a password set in $setter', ({ setter, other }) => {
  test(`signs in through ${other}`, async () => {
    const person = await player();
    const text = `Halyard-${game.fresh('and-Sheet')}`;
    await speakers[setter].setPassword(person, text);
    expect(await speakers[other].signsIn(person, text)).toBe(true);
    expect(await speakers[other].signsIn(person, password)).toBe(false);
  });
});

test.each([
  ['letters beyond ASCII', 'Größe-宇宙-Ångström-7'],
  ['a mark of its own after its letter', 'Cafe\u0301-au-Lait-77'],
  ['spaces around it', '  Between-the-Spaces-7  '],
  ['72 characters', 'Long-Pass-7-'.repeat(6)],
])('a password with %s is one for all', async (_what, text) => {
  for (const setter of names) {
    const person = await player();
    await speakers[setter].setPassword(person, text);
    expect(await doorsOf(person, text), setter).toEqual(names);
  }
});

test('a password set at the making signs in everywhere', async () => {
  expect(await doorsOf(await player(), password)).toEqual(names);
});

describe.each(names)('a user deleted through %s', (name) => {
  test('is gone for all', async () => {
    const person = await player();
    await speakers[name].remove(person);
    for (const each of names) {
      expect(await speakers[each].knows(person), each).toBe(false);
      expect(await speakers[each].signsIn(person, password), each).toBe(false);
    }
    expect(await game.ask('delete', { user_id: person.ids.coronium })).toBe(0);
    await game.refuse('update', { user_id: person.ids.coronium, update: { active: true } }, 604);
    // The name and the address are free again.
    await game.player({ username: person.username, email: person.email });
  });
});

describe('who is shut out', () => {
  test('by a ban through Clerk plays no more until it is taken back', async () => {
    const person = await player();
    const { ids, username } = person;
    await rest('POST', `/v1/users/${ids.clerk}/ban`);
    const told = await game.refuse('login', { username, password: md5(password) }, 810);
    expect(told).toBe('The account is closed.');
    await game.refuse('login', { username, password: md5('wrong') }, 603);
    await rest('POST', `/v1/users/${ids.clerk}/unban`);
    expect(await doorsOf(person, password)).toEqual(names);
  });

  test('by the game signs in nowhere until it is taken back', async () => {
    const person = await player();
    const { ids, username, email } = person;
    const session = (await rpc('user.login', { username, password }, null)).result;
    await game.ask('update', { user_id: ids.coronium, update: { active: false } });
    expect((await rpc('user.login', { username, password }, null)).error?.code).toBeLessThan(0);
    expect((await grant(email, password)).status).toBe(400);
    expect((await game.rest('POST', '/v1/sessions', { user_id: ids.clerk })).status).toBeGreaterThanOrEqual(400);
    expect((await game.rest('POST', '/api/sign-in', { identifier: email, password })).status).toBe(403);
    expect(await rpc('user.get', {}, session)).toHaveProperty('error');
    expect(await game.ask('login', { username, password: md5(password) })).toMatchObject({ active: false });
    await game.ask('update', { user_id: ids.coronium, update: { active: true } });
    expect(await doorsOf(person, password)).toEqual(names);
  });
});
