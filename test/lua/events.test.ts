// What listeners of the Lua module are told, and what the module is besides its calls, everywhere it works.
import { describe, expect, test } from 'vitest';
import { useGames } from './recorded-games.ts';
import { linesOf, surroundings } from './run-lua.ts';

const { recorder, lines } = useGames();

describe.each(surroundings)('on $name', (place) => {
  test('records are plain: nulls absent, whole numbers whole', async () => {
    const result = {
      user_id: 'u',
      email: null,
      extra: { level: 24, half: 0.5, no: null, list: [1, null, 3] },
      active: false,
    };
    recorder.play({ text: JSON.stringify({ result }).replace('24', '24.0') });
    const printed = await lines(
      place,
      `users.get({ user_id = "u" }, function(evt)
  local extra = evt.result.extra
  print(evt.error, evt.status, evt.result == evt.response, type(evt.tt), evt.tt >= 0)
  print(extra.level, extra.half, extra.list[1], extra.list[2], extra.list[3], evt.result.active)
  if evt.result.email or extra.no then print("null is true") end
end)`,
    );
    expect(printed).toEqual(['nil\tnil\ttrue\tnumber\ttrue', '24\t0.5\t1\tnil\t3\tfalse']);
  });

  test('the result of create is a table and behaves like the id', async () => {
    const result = { user_id: 'u-1', confirmation: 'pending' };
    recorder.play({ json: { result } }, { json: { result: 'u-1' } });
    const printed = await lines(
      place,
      `local first
local encode = require("${place.kind === 'solar2d' ? 'json' : place.kind}").encode
local function on_create(evt)
  local result = evt.result
  print(result, result.user_id, result.confirmation, "<" .. result .. ">", result .. result, tostring(result))
  if first then print(first == result) end
  first = result
  print(encode({ made = result.user_id }), encode(result):find('"user_id":"u-1"', 1, true) ~= nil)
end
users.create({ username = "a", password = "x" }, on_create)
users.create({ username = "b", password = "x" }, on_create)`,
    );
    expect(printed).toEqual([
      'u-1\tu-1\tpending\t<u-1>\tu-1u-1\tu-1',
      '{"made":"u-1"}\ttrue',
      'u-1\tu-1\tnil\t<u-1>\tu-1u-1\tu-1',
      'true',
      '{"made":"u-1"}\ttrue',
    ]);
  });

  test('the result of create is a string where the game wants it', async () => {
    recorder.play({ json: { result: { user_id: 'u-1' } } }, { json: { result: 'u-2' } });
    const printed = await lines(
      place,
      `local function on_create(evt) print(type(evt.result), evt.result) end
users.create({ username = "a", password = "x" }, on_create)
users.create({ username = "b", password = "x" }, on_create)`,
      { init: 'create_result = "string"' },
    );
    expect(printed).toEqual(['string\tu-1', 'string\tu-2']);
  });

  test('what the server says is an error, with a number, whatever it says', async () => {
    recorder.play(
      { json: { result: { error: 'Taken.', status: 600 } } },
      { json: { result: { error: 'Why?' } } },
      { json: { result: { error: { a: 1 }, status: 'x' } } },
      { json: { result: null } },
      { json: { error: 'no' } },
      { json: 7 },
      { text: '<html>' },
      { text: '' },
      { text: '{"result": {"error": "Busy.", "status": 810}}', status: 503 },
      { text: `${'['.repeat(100_000)}` },
      { json: { result: false } },
      { json: { result: 0 } },
      { json: { result: [] } },
    );
    const printed = await lines(
      place,
      `for _ = 1, 10 do users.get({ user_id = "u" }, show) end
for _ = 1, 3 do users.get({ user_id = "u" }, function(evt) print(type(evt.result), evt.error, evt.status) end) end`,
    );
    const unreadable = "830\tThe server's answer is not JSON.\tnil";
    const invalid = '800\tResult was not valid. Check server logs.\tnil';
    expect(printed).toEqual([
      '600\tTaken.\tnil',
      '-1\tWhy?\tnil',
      expect.stringMatching(/^-1\ttable: .*\tnil$/),
      invalid,
      invalid,
      unreadable,
      unreadable,
      unreadable,
      '810\tBusy.\tnil',
      unreadable,
      'boolean\tnil\tnil',
      'number\tnil\tnil',
      'table\tnil\tnil',
    ]);
    // An answer is an answer: nothing is asked twice.
    expect(recorder.calls).toHaveLength(13);
  });

  test('modules that Muster has not answer with an error and never raise one', async () => {
    recorder.play();
    const printed = await lines(
      place,
      `core.api.getCars({ name = "red" }, show)
core.api.ping(show)
core.mysql.select({ db = "x" }, show)
core.data.save(show)
core.analytics.addEvent({ tag = "start" })
core.useProject("garage")`,
    );
    expect(printed).toEqual(
      ['api.getCars', 'api.ping', 'mysql.select', 'data.save'].map(
        (name) => `810\tcore.${name} is not part of Muster\tnil`,
      ),
    );
    expect(recorder.calls).toEqual([]);
  });

  test('constants, hashes and core.debug are as documented', async () => {
    const printed = await lines(
      place,
      `print(core.FACEBOOK, core.GOOGLE, core.OPENUDID, core.ASC, core.DESC, users.NULL)
print(users.FACEBOOK, users.GOOGLE, users.OPENUDID, users.hashPassword("abcd1234"))
core.debug({ result = { b = 1, a = { c = true } }, tt = 3 })
core.debug("text")`,
    );
    expect(printed).toEqual([
      'facebook\tgoogle\topenudid\t1\t-1\t_NULL',
      'facebook\tgoogle\topenudid\te19d5cd5af0378da05f63f891c7467af',
      'result:',
      '  a:',
      '    c: true',
      '  b: 1',
      'tt: 3',
      'text',
    ]);
  });

  test('what core.init is given is checked', async () => {
    const printed = await linesOf(
      place,
      `local core = require("plugin.coronium-core")
local server, key = "https://example.com", "k"
local function try(given) print((select(2, pcall(core.init, given)))) end
print((select(2, pcall(core.users.get, { user_id = "u" }, print))))
try(nil)
try({ key = key })
try({ server = server })
try({ server = "example.com", key = key })
try({ server = "https://me@example.com", key = key })
try({ server = server, key = "a\\r\\nb" })
try({ server = server, key = key, scope = "" })
try({ server = server, key = key, version = "2" })
try({ server = server, key = key, create_result = "id" })
try({ server = server, key = key, retries = 3 })
try({ server = server, key = key, port = 0 })
try({ server = server, key = key })
print((select(2, pcall(core.users.get, { user_id = "u" }))))
local from = require("plugin.coronium-core.settings").from
for _, address in ipairs({ "https://example.com", "HTTPS://example.com/", "http://example.com:4200/", "http://[::1]",
  "http://[::1]:4200", "https://example.com/games/api" }) do
  print(from({ server = address, key = key }).url, from({ server = address, key = key, port = 443 }).url)
end`,
    );
    expect(printed).toEqual([
      'core.init has not been called',
      'core.init: a table is missing',
      "core.init: 'server' is missing",
      "core.init: 'key' is missing",
      "core.init: 'server' must be an address such as https://example.com",
      "core.init: 'server' must be an address such as https://example.com",
      "core.init: 'key' must be text in one line",
      "core.init: 'scope' must be text in one line",
      "core.init: 'version' must be a number",
      `core.init: 'create_result' must be "table" or "string"`,
      "core.init: 'retries' must be 0, 1 or 2",
      "core.init: 'port' must be a number from 1 to 65535",
      'nil',
      'core.users.get: a listener is missing',
      'https://example.com:10001/\thttps://example.com:443/',
      'https://example.com:10001/\thttps://example.com:443/',
      'http://example.com:4200/\thttp://example.com:443/',
      'http://[::1]:10001/\thttp://[::1]:443/',
      'http://[::1]:4200/\thttp://[::1]:443/',
      'https://example.com:10001/games/api\thttps://example.com:443/games/api',
    ]);
  });
});
