// The Lua module for servers: what it sends, and what it says where it cannot.
import { beforeAll, expect, test } from 'vitest';
import { startRecorder } from './recorder.ts';
import { linesOf, needLua, runLua, surroundings } from './run-lua.ts';

beforeAll(needLua, 600_000);

const place = surroundings[0] ?? expect.fail('there is no Lua');

test('in Solar2D it says that it is not for there', async () => {
  const simulator = surroundings.find(({ kind }) => kind === 'solar2d') ?? expect.fail('there is no Solar2D');
  const { stderr, exitCode } = await runLua(simulator, 'require("plugin.coronium-server")');
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain('plugin.coronium-server is for servers, not for Solar2D');
});

test.each([
  ['core.users.get("x")', 'core.init has not been called'],
  ['core.init()', 'core.init: a table is missing'],
  ['core.init({ server = "https://a.example" })', "core.init: 'key' is missing"],
  ['core.init({ key = "x" })', "core.init: 'server' is missing"],
  ['core.init({ key = "x", server = "a.example" })', "core.init: 'server' must be an address"],
  ['core.init({ key = "x\\ny", server = "https://a.example" })', "core.init: 'key' must be text in one line"],
])('%s: %s', async (code, words) => {
  const { stderr, exitCode } = await runLua(place, `local core = require("plugin.coronium-server")\n${code}`);
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain(words);
});

test('what gets no answer is sent again under the same key; what reads has none', async () => {
  const recorder = await startRecorder();
  const script = (code: string): string => `local core = require("plugin.coronium-server")
core.init({ server = "${recorder.url}/base/", key = "sk", scope = "Weltraum – 宇宙" })
${code}`;
  recorder.play('drop', { json: { result: 'an-id' } }, 'drop', { json: { result: { user_id: 'u' } } });
  expect(await linesOf(place, script('print(core.users.register("Ann"), core.users.get("u").user_id)'))).toEqual([
    'an-id\tu',
  ]);
  expect(recorder.calls.map(({ path, scope, body }) => [path, scope, body])).toEqual([
    ...Array(2).fill(['/base/coronium/users/register', 'Weltraum – 宇宙', '{"username":"Ann"}']),
    ...Array(2).fill(['/base/coronium/users/get', 'Weltraum – 宇宙', '{"user_id":"u"}']),
  ]);
  expect(recorder.calls.map(({ headers }) => headers.authorization)).toEqual(Array(4).fill('Bearer sk'));
  const [first, second, ...reading] = recorder.calls.map(({ idempotencyKey }) => idempotencyKey);
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect([second, ...reading]).toEqual([first, '', '']);

  recorder.play('drop', 'drop', 'drop');
  expect(await linesOf(place, script('print(select(3, core.users.get("u")))'))).toEqual(['815']);
  expect(recorder.calls).toHaveLength(3);
  recorder.play({ text: '<html>', status: 502 }, { json: {} });
  const twice = 'print(select(3, core.users.get("u"))) print(select(3, core.users.get("u")))';
  expect(await linesOf(place, script(twice))).toEqual(['830', '800']);
  await recorder.close();
});

test('an address without a port means the usual one', async () => {
  const printed = await linesOf(
    place,
    `local transport = require("plugin.coronium-core.socket-transport")
function transport.send(request, done) print(request.url) done(nil, '{"result":1}') end
local core = require("plugin.coronium-server")
for _, server in ipairs({ "https://a.example", "http://a.example/base", "HTTPS://a.example:8443/", "http://[::1]" }) do
core.init({ server = server, key = "x" })
core.users.get("u")
end
core.init({ server = "https://a.example", port = 4200, key = "x" })
core.users.get("u")`,
  );
  expect(printed).toEqual([
    'https://a.example:443/coronium/users/get',
    'http://a.example:80/base/coronium/users/get',
    'https://a.example:8443/coronium/users/get',
    'http://[::1]:80/coronium/users/get',
    'https://a.example:4200/coronium/users/get',
  ]);
});
