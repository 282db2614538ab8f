// Games in real Lua whose server dies by SIGKILL and whose answers get lost: what they were told holds, and is done once.
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { engines } from '../clients/engines.ts';
import { type Place, type ServerProcess, startServer } from '../clients/server.ts';
import { freePort } from '../free-port.ts';
import { interpreters, linesOf, needLua } from '../lua/run-lua.ts';
import { withDatabase } from './database.ts';

const serverKey = 'c0ffee00-7b1d-4c5e-9f00-5ca1ab1e0003';
const gameCount = 4;

beforeAll(needLua, 600_000);

/** Creates players and marks a shared one, turn after turn, for some seconds; prints one line for each call, and how often it waited to try again. */
const script = `local server, key, name, shared, seconds = ...
local socket, core = require("socket"), require("plugin.coronium-core")
local sleep, waits = socket.sleep, 0
socket.sleep = function(pause) waits = waits + 1 sleep(pause) end
core.init({ version = 2, server = server, key = key, scope = "Space Race" })
local ends, turn = socket.gettime() + tonumber(seconds), 0
local function told(what, mark)
  return function(evt)
    print(what, mark, evt.error and "refused" or "done", evt.error and evt.status .. " " .. evt.error or evt.result.user_id)
  end
end
repeat
  turn = turn + 1
  local mark = name .. "-" .. turn
  if turn % 4 == 1 then
    core.users.create({ username = mark, password = "1234", extra = { mark = mark } }, told("create", mark))
  else
    core.users.update({ user_id = shared, update = { extra = { mark = mark } } }, told("update", mark))
  end
  core.run()
until socket.gettime() > ends
print("waits", waits)`;

/** One call as its game saw it. */
interface Told {
  readonly what: string;
  readonly mark: string;
  readonly outcome: string;
  readonly text: string;
}

/** What the games of a test saw. */
interface Tally {
  readonly told: readonly Told[];
  /** How often they waited to try again. */
  readonly waits: number;
}

const keys = (port: number) => ({
  MUSTER_LOG_LEVEL: 'error',
  MUSTER_PORT: String(port),
  MUSTER_CORONIUM_PORT: '0',
  MUSTER_CORONIUM_KEY: serverKey,
  MUSTER_CORONIUM_SCOPES: 'open',
});

const [plain] = interpreters;

async function runGame(given: readonly string[]): Promise<string[]> {
  if (plain === undefined) throw new Error('there is no interpreter');
  return await linesOf({ interpreter: plain, kind: 'cjson' }, script, { arguments: [...given] });
}

/** Makes the player that all games mark. */
async function makeShared(url: string): Promise<string> {
  const [line = ''] = (await runGame([url, serverKey, 'shared', '-', '0'])).filter((each) => each.startsWith('create'));
  return line.split('\t')[3] ?? '';
}

async function playFor(seconds: number, url: string, shared: string): Promise<Tally> {
  const games = Array.from({ length: gameCount }, (_, index) =>
    runGame([url, serverKey, `game-${index}`, shared, String(seconds)]),
  );
  const lines = (await Promise.all(games)).flat().map((line) => line.split('\t'));
  const waits = lines.filter(([what]) => what === 'waits').reduce((sum, [, count]) => sum + Number(count), 0);
  const told = lines
    .filter(([what]) => what !== 'waits')
    .map(([what = '', mark = '', outcome = '', text = '']) => ({ what, mark, outcome, text }));
  return { told, waits };
}

/** Holds the database to what the games were told. */
async function audit(place: Place, shared: string, { told }: Tally): Promise<void> {
  // Nobody else has their names: who is told that one is taken has met their own other self.
  const refusals = told.filter(({ outcome, text }) => outcome !== 'done' && !text.startsWith('815 '));
  expect(refusals).toEqual([]);
  await withDatabase(place, async (query) => {
    const people = await query(`SELECT id, record FROM "user" WHERE id <> '${shared}' AND record LIKE '%"game-%'`);
    const diffs = await query(`SELECT diff FROM change WHERE user_id = '${shared}' ORDER BY seq`);
    const made = new Map(people.map(({ id, record }) => [/"mark": ?"(game-\d-\d+)"/.exec(String(record))?.[1], id]));
    const marked = diffs.flatMap(({ diff }) => {
      const text = typeof diff === 'string' ? diff : JSON.stringify(diff);
      return /"after": ?"(game-\d-\d+)"/.exec(text)?.[1] ?? [];
    });
    for (const { what, mark, outcome, text } of told) {
      if (outcome === 'done' && what === 'create') expect(made.get(mark), mark).toBe(text);
      if (outcome === 'done' && what === 'update') expect(marked).toContain(mark);
    }
    expect(made.size).toBe(people.length);
    expect(new Set(marked).size).toBe(marked.length);
    const asked = new Set(told.map(({ mark }) => mark));
    expect([...made.keys(), ...marked].filter((mark) => mark === undefined || !asked.has(mark))).toEqual([]);
  });
}

/** Stands before a server and keeps the first answer to every third call to itself, once the server has done what it wants. */
async function openLossyRelay(port: number) {
  const seen = new Set<unknown>();
  const lost = new Set<unknown>();
  let repeated = 0;
  const relay = createServer((from, to) => {
    const { method, headers, url: path } = from;
    const key = headers['idempotency-key'];
    const loses = !seen.has(key) && seen.add(key).size % 3 === 0;
    const onward = request({ host: '127.0.0.1', port, method, headers, path }, (answer) => {
      if (lost.has(key)) repeated += 1;
      if (!loses) return void answer.pipe(to.writeHead(answer.statusCode ?? 0, answer.headers));
      lost.add(key);
      answer.resume().on('end', () => from.socket.destroy());
    });
    // A server that dies takes the line with it.
    onward.on('error', () => from.socket.destroy());
    from.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const address = relay.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return { url: `http://127.0.0.1:${address.port}`, repeated: () => repeated, close: () => void relay.close() };
}

test.each(engines)('nothing is lost and nothing done twice on $name', { timeout: 60_000 }, async (engine) => {
  const { place, leave } = await engine.open();
  onTestFinished(leave);
  const port = await freePort();
  let server: ServerProcess = await startServer(place, keys(port));
  onTestFinished(() => server.kill());
  const shared = await makeShared(server.url);
  const relay = await openLossyRelay(port);
  onTestFinished(relay.close);
  const playing = playFor(8, relay.url, shared);
  for (const ms of [1000, 2600]) {
    await pause(ms);
    await server.kill('SIGKILL');
    server = await startServer(place, keys(port));
  }
  const tally = await playing;
  await audit(place, shared, tally);
  // Without these it would have proven nothing.
  expect(relay.repeated()).toBeGreaterThan(gameCount);
  expect(tally.waits).toBeGreaterThan(relay.repeated());
  expect(tally.told.filter(({ outcome }) => outcome === 'done').length).toBeGreaterThan(gameCount * 5);
});
