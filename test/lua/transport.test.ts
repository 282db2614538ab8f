// How calls of the Lua module travel: their order, their repeats, their end, over Solar2D's network and over LuaSocket.
import { describe, expect, test } from 'vitest';
import { useGames } from './recorded-games.ts';
import { linesOf, runLua, type Surroundings, surroundings } from './run-lua.ts';

const games = useGames();
const { recorder, keys } = games;

/** A game whose pauses are taken note of and not taken. */
const script = (code: string, init = ''): string =>
  games.script(
    `local paused = {}
require("socket").sleep = function(seconds) paused[#paused + 1] = seconds end
${code}`,
    { init },
  );

const lines = (place: Surroundings, code: string, init = ''): Promise<string[]> => linesOf(place, script(code, init));

describe.each(surroundings)('on $name', (place) => {
  test('a call without an answer is sent again: same key, same body', async () => {
    recorder.play('drop', 'drop', { json: { result: 1 } });
    expect(await lines(place, 'users.delete({ user_id = "u" }, show)')).toEqual(['nil\tnil\t1']);
    expect(recorder.calls.map(({ action, body }) => `${action} ${body}`)).toEqual(
      Array(3).fill('delete {"user_id":"u"}'),
    );
    expect(keys()[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(keys()).size).toBe(1);
    expect(recorder.faults).toEqual([]);
  });

  test('after two repeats the listener is told, once', async () => {
    recorder.play('drop', 'drop', 'drop', { json: { result: 1 } });
    const code = `users.delete({ user_id = "u" }, function(evt) print(evt.status, type(evt.error)) end)`;
    expect(await lines(place, code)).toEqual(['815\tstring']);
    expect(recorder.calls).toHaveLength(3);
  });

  test('repeats can be turned off; silence counts as no answer', async () => {
    recorder.play('hang');
    const code = `users.delete({ user_id = "u" }, function(evt) print(evt.status, type(evt.error)) end)`;
    expect(await lines(place, code, 'retries = 0, timeout = 0.3')).toEqual(['815\tstring']);
    expect(recorder.calls).toHaveLength(1);
  });

  test('keys differ from call to call and from run to run', async () => {
    recorder.play();
    const code = 'for _ = 1, 20 do users.delete({ user_id = "u" }, function() end) end';
    await Promise.all([lines(place, code), lines(place, code)]);
    expect(new Set(keys()).size).toBe(40);
  });

  test('nothing happens before the call returns, and then in order', async () => {
    recorder.play();
    const printed = await lines(
      place,
      `users.get({ user_id = "a" }, function()
  print("first")
  users.get({ user_id = "c" }, function() print("third") end)
end)
users.get({ user_id = "b" }, function() print("second") end)
print("returned")`,
    );
    expect(printed).toEqual(['returned', 'first', 'second', 'third']);
  });

  test('a call given up is not heard of again', async () => {
    recorder.play();
    const printed = await lines(
      place,
      `local handle = users.get({ user_id = "a" }, show)
print(core.cancel(handle), core.cancel(handle), core.cancel(nil))
local done = users.get({ user_id = "b" }, function() print("b") end)
users.get({ user_id = "c" }, function() print(core.cancel(done)) end)`,
    );
    expect(printed).toEqual(['true\tfalse\tfalse', 'b', 'false']);
    expect(recorder.calls.map(({ body }) => body)).toEqual(['{"user_id":"b"}', '{"user_id":"c"}']);
  });
});

describe.each(surroundings.filter(({ kind }) => kind !== 'solar2d'))(
  'on $name, with the queue of plain Lua',
  (place) => {
    test('a listener that raises an error costs nobody else an answer', async () => {
      recorder.play();
      const { stdout, stderr, exitCode } = await runLua(
        place,
        script(
          `users.delete({ user_id = "a" }, function() print("a") error("oh no") end)
users.get({}, function() print("b") error("not this one") end)
users.delete({ user_id = "c" }, function() print("c") end)
print(pcall(core.run))
print(core.run())
users.delete({ user_id = "d" }, function() error({ code = 7 }) end)
local _, fault = pcall(core.poll)
print(fault.code, core.poll())
users.delete({ user_id = "e" }, function() error("last words") end)`,
        ),
      );
      const said = stdout.split('\n').filter((line) => /^(\w\b|false|\d)/.test(line));
      expect(said).toEqual(['a', 'b', 'c', expect.stringMatching(/^false\t.*oh no/), '0', '7\tfalse']);
      expect(stdout).not.toContain('not this one');
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining('last words')]);
      expect(recorder.calls.map(({ body }) => body)).toEqual(['a', 'c', 'd', 'e'].map((id) => `{"user_id":"${id}"}`));
    });

    test('pauses grow, and there are two', async () => {
      recorder.play('drop', 'drop', 'drop');
      const code = `users.delete({ user_id = "u" }, function(evt) print(evt.status, paused[1], paused[2], #paused) end)`;
      expect(await lines(place, code)).toEqual(['815\t0.5\t2\t2']);
    });

    test('core.poll does one call at a time, core.run says how many it did', async () => {
      recorder.play();
      const printed = await lines(
        place,
        `for _, id in ipairs({ "a", "b", "c" }) do
  users.get({ user_id = id }, function() print(id) end)
end
print(core.poll())
print(core.run(), core.poll())`,
      );
      expect(printed).toEqual(['a', 'true', 'b', 'c', '2\tfalse']);
    });
  },
);

describe.each(surroundings.filter(({ kind }) => kind === 'solar2d'))('on $name, with what Solar2D has', (place) => {
  test("its digests, its timer, its network's cancel", async () => {
    recorder.play('drop', 'drop', { json: { result: 1 } });
    const printed = await linesOf(
      place,
      `${script('users.delete({ user_id = "u" }, show)')}
pass_frames()
print(digests_made > 0, timer.delays[1] == 500, timer.delays[2] == 2000, #timer.delays, core.poll(), core.run())
core.cancel(users.delete({ user_id = "u" }, show))
print(network.cancelled)`,
    );
    expect(printed).toEqual(['nil\tnil\t1', 'true\ttrue\ttrue\t2\tfalse\t0', '1']);
  });

  test('without its digests the module computes them itself', async () => {
    recorder.play({ json: { result: 1 } });
    const code = `crypto = nil
package.preload.crypto = function() return { digest = function() return "" end } end
${script('users.delete({ user_id = "u" }, show)')}`;
    expect(await linesOf(place, code)).toEqual(['nil\tnil\t1']);
    expect(recorder.faults).toEqual([]);
  });

  test('a wait can be given up', async () => {
    recorder.play('drop');
    const code = `local handle = users.delete({ user_id = "u" }, show)
timer.performWithDelay(1, function() core.cancel(handle) end)`;
    expect(await lines(place, code)).toEqual([]);
    expect(recorder.calls).toHaveLength(1);
  });
});
