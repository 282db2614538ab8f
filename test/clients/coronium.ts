// Coronium's documented examples, run as they stand against a started server: what each prints, and what the user is then.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryOf } from '../crash/database.ts';
import { freePort } from '../free-port.ts';
import { type ExampleName, readExample } from './coronium/read-example.ts';
import type { Engine, Room } from './engines.ts';
import { type ServerProcess, secretKey, startServer } from './server.ts';

/** The key that every game of these tests carries. */
const serverKey = 'c0ffee00-7b1d-4c5e-9f00-5ca1ab1e0002';

/** Somewhere to run Lua: gives back the lines that a script printed. */
export interface Console {
  readonly name: string;
  run(script: string): Promise<string[]>;
}

/** A started server for games; `gamePort` is its second port. */
interface Arcade {
  readonly server: ServerProcess;
  readonly room: Room;
  readonly gamePort: number;
}

type Json = ReturnType<typeof JSON.parse>;

/** The code of an example, with this user's id in the place of the page's. */
function exampleOf(name: ExampleName, userId = ''): string {
  return readExample(name).replace(/289bc36e-0df7-44df-99b1-a6543c6f45eb|<user_id>/, userId);
}

/** A whole game: the module told by `init` where the server is, then this code. */
function gameOf(init: string, code: string): string {
  return `local core = require("plugin.coronium-core")\ncore.init({ ${init} })\n${code}\ncore.run()`;
}

/** One server for the tests of a `describe`. */
function useArcade(engine: Engine): () => Arcade {
  let arcade: Arcade | null = null;
  beforeAll(async () => {
    const room = await engine.open();
    const gamePort = await freePort();
    const server = await startServer(room.place, {
      MUSTER_CORONIUM_KEY: serverKey,
      MUSTER_CORONIUM_SCOPES: 'open',
      MUSTER_CORONIUM_PORT: String(gamePort),
    });
    arcade = { room, server, gamePort };
  }, 120_000);
  afterAll(async () => {
    await arcade?.server.kill('SIGTERM');
    await arcade?.room.leave();
  });
  return () => {
    if (arcade === null) throw new Error('the server is up only while tests run');
    return arcade;
  };
}

/** A user, or null, as the native API tells of them. */
async function nativeUser({ server }: Arcade, userId: string): Promise<Json> {
  const headers = { authorization: `Bearer ${secretKey}` };
  const response = await fetch(`${server.url}/api/users/${userId}`, { headers });
  return response.status === 404 ? null : await response.json();
}

/** What the database says of a user; null: nothing. */
async function storedUser({ room }: Arcade, userId: string): Promise<Json> {
  const [row] = await queryOf(room.place)(`SELECT record FROM "user" WHERE realm = 'default' AND id = '${userId}'`);
  return row === undefined ? null : typeof row.record === 'string' ? JSON.parse(row.record) : row.record;
}

const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const listener = 'function(evt) print(evt.error or evt.result.user_id, evt.status) end';

/** The ways to say where the server is: by its port and by the second one, whole and in short. */
const inits: Readonly<Record<string, (arcade: Arcade) => string>> = {
  'all that documents ask for': ({ server }) =>
    `version = 2, server = "${server.url}", key = "${serverKey}", scope = "Space Race"`,
  'the second port': ({ gamePort }) =>
    `version = 2, server = "http://127.0.0.1", port = ${gamePort}, key = "${serverKey}", scope = "Space Race"`,
  'server and key alone': ({ server }) => `server = "${server.url}/", key = "${serverKey}"`,
};

/** One console at one server, with the user that its examples are about. */
function openStage(there: () => Arcade, console: Console) {
  const play = (code: string) => console.run(gameOf(inits['all that documents ask for']?.(there()) ?? '', code));
  const user = { id: '' };
  const native = (id = user.id) => nativeUser(there(), id);

  /** Runs an example; exactly what `becomes` says is different afterwards, in both places where one can look. */
  async function runs(name: ExampleName, prints: unknown, becomes: object): Promise<void> {
    const [before, stored] = [await native(), await storedUser(there(), user.id)];
    expect(await play(exampleOf(name, user.id))).toEqual(prints);
    const after = await native();
    const hasChanged = Object.keys(becomes).length > 0;
    const moved = { rev: before.rev + Number(hasChanged), updatedAt: expect.any(String) };
    expect(after).toEqual({ ...before, ...becomes, ...moved });
    const { username, active, metadata } = after;
    const now = await storedUser(there(), user.id);
    expect([now.username, now.active, now.metadata]).toEqual([username, active, metadata]);
    if (!hasChanged) expect(now).toEqual(stored);
  }

  /** The user's metadata, but with this extra. */
  async function bagOf(extra: object): Promise<object> {
    return { metadata: { ...(await native()).metadata, extra } };
  }

  return { user, there, console, play, native, runs, bagOf };
}

type Stage = ReturnType<typeof openStage>;

function testUsersPage(stage: Stage): void {
  const { user, there, play, native, runs, bagOf } = stage;

  test('create', async () => {
    const printed = await play(exampleOf('users-create'));
    expect(printed).toEqual([uuid]);
    const [id = ''] = printed;
    const made = { username: 'tiny', active: true, confirmation: 'none', groups: [], emails: [] };
    expect(await native(id)).toMatchObject({ ...made, id, ids: { coronium: id }, primaryEmail: null });
    expect(await storedUser(there(), id)).toMatchObject(made);
    user.id = id;
  });

  test('login', async () => {
    expect(await play(exampleOf('users-login'))).toEqual([user.id]);
    expect((await native()).activity).toMatchObject({ signInCount: 1, lastSignInAt: expect.any(String) });
  });

  test('get', () => runs('users-get', [user.id], {}));

  test('update', async () => {
    const emails = [expect.objectContaining({ address: 'some@email.com', verified: false })];
    const contact = { emails, primaryEmail: 'some@email.com' };
    await runs('users-update', [user.id], { ...contact, ...(await bagOf({ color: 'Blue' })) });
  });

  test('NULL', async () => runs('users-null', [], await bagOf({})));
}

function testUpdatingPage(stage: Stage): void {
  const { user, there, play, native, runs, bagOf } = stage;

  test('updating the email', async () => {
    const emails = [expect.objectContaining({ address: 'app@email.com', verified: false })];
    await runs('updating-email', [user.id], { emails, primaryEmail: 'app@email.com' });
  });

  test('updating extra', async () => {
    await runs('updating-extra-add', [user.id], await bagOf({ color: 'Red', winner: true }));
    await runs('updating-extra-remove', [user.id], await bagOf({ color: 'Red' }));
  });

  test('updating the username, and nothing where another has it', async () => {
    await runs('updating-username', [user.id], { username: 'Sammy' });
    const sammy = user.id;
    const [other = ''] = await play(exampleOf('users-create'));
    user.id = other;
    // At status 600 the example leaves it to the game what to do.
    await runs('updating-username', [], {});
    const update = `{ user_id = "${other}", update = { username = "sammy", active = false, extra = { color = "Red" } } }`;
    const refused = [expect.stringMatching(/exists already\.\t600$/)];
    expect(await play(`core.users.update(${update}, ${listener})`)).toEqual(refused);
    expect(await native(other)).toMatchObject({ username: 'tiny', active: true, rev: 1 });
    expect(await play(exampleOf('users-delete', other))).toEqual(['1']);
    user.id = sammy;
  });

  test('updating the password', async () => {
    const login = (text: string) => `core.users.login({ username = "Sammy", password = "${text}" }, ${listener})`;
    const credentials = expect.objectContaining({ passwordUpdatedAt: expect.any(String) });
    await runs('updating-password', [user.id], { credentials });
    expect(await play(login('abcd'))).toEqual([`${user.id}\tnil`]);
    expect(await play(login('abcd1234'))).toEqual([expect.stringMatching(/\t603$/)]);
    const headers = { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body: JSON.stringify({ identifier: 'Sammy', password: 'abcd' }) };
    expect((await fetch(`${there().server.url}/api/sign-in`, request)).status).toBe(200);
  });

  test('updating the active state', async () => {
    await runs('updating-active', [expect.stringMatching(/^table: /)], { active: false });
    const shown = 'print(evt.result.user_id, evt.result.active, evt.result.validated)';
    const login = `core.users.login({ username = "Sammy", password = "abcd" }, function(evt) ${shown} end)`;
    expect(await play(login)).toEqual([`${user.id}\tfalse\tfalse`]);
  });
}

function testRemoval(stage: Stage): void {
  const { user, there, console, play, native } = stage;

  test('delete', async () => {
    const { id } = user;
    expect(await play(exampleOf('users-delete', id))).toEqual(['1']);
    expect(await native(id)).toBeNull();
    expect(await storedUser(there(), id)).toBeNull();
    expect(await play(exampleOf('users-delete', id))).toEqual(['0']);
    expect(await play(exampleOf('users-get', id))).toEqual([expect.stringMatching(/not found/)]);
  });

  test.each(Object.entries(inits))('what create answers, with %s', async (_name, initOf) => {
    for (const [prints, more] of [
      ['evt.result.user_id', ''],
      ['evt.result', ''],
      ['evt.result', ', create_result = "string"'],
    ] as const) {
      const through = (code: string) => console.run(gameOf(`${initOf(there())}${more}`, code));
      // As the two pages print it: the older one takes the result for the id, the newer one for a table.
      const printed = await through(exampleOf('users-create').replace('print(evt.result)', `print(${prints})`));
      expect(printed).toEqual([uuid]);
      expect(await native(printed[0])).toMatchObject({ username: 'tiny' });
      expect(await through(exampleOf('users-login'))).toEqual(printed);
      expect(await through(exampleOf('users-delete', printed[0]))).toEqual(['1']);
    }
  });
}

/** Tests that every example does on a console what its page says. The last one deletes, so one console may follow the other on one server. */
function testExamples(there: () => Arcade, console: Console): void {
  const stage = openStage(there, console);
  testUsersPage(stage);
  testUpdatingPage(stage);
  testRemoval(stage);
}

/** Tests on each of these consoles in turn. */
export function testConsoles(engine: Engine, consoles: readonly Console[]): void {
  describe(`on ${engine.name}`, () => {
    const there = useArcade(engine);
    describe.each(consoles)('with $name', (console) => testExamples(there, console));
  });
}
