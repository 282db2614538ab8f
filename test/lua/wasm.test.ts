// The Lua module in a Lua without files and sockets (5.4 as WebAssembly), over a network that this test lends it.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentedExamples } from './documented-examples.ts';
import { type Recorder, serverKey, startRecorder } from './recorder.ts';
import { openWasmLua, type WasmLua } from './wasm-lua.ts';

let recorder: Recorder;
let wasm: WasmLua;

beforeAll(async () => {
  recorder = await startRecorder();
  wasm = await openWasmLua();
});

afterAll(async () => {
  wasm?.close();
  await recorder?.close();
});

test('digests are computed without help', () => {
  const message = 'Weltraum – 宇宙 '.repeat(30);
  const digests = 'require("plugin.coronium-core.digests")';
  const { lua } = wasm;
  lua.global.set('message', message);
  expect(lua.doStringSync(`return ${digests}.md5_hex(message)`)).toBe(createHash('md5').update(message).digest('hex'));
  expect(lua.doStringSync(`return ${digests}.sha256_hex(message)`)).toBe(
    createHash('sha256').update(message).digest('hex'),
  );
});
test.each(documentedExamples)('$name', async ({ code, action, sent, result, printed: expected }) => {
  recorder.play({ json: { result } });
  const script = `core = require("plugin.coronium-core")
core.init({ version = 2, server = "${recorder.url}", key = "${serverKey}", scope = "Space Race" })
${code}`;
  expect(await wasm.run(script)).toEqual([expect.stringMatching(expected)]);
  expect(recorder.calls.map(({ body, ...call }) => [call.action, call.scope, JSON.parse(body)])).toEqual([
    [action, 'Space Race', sent],
  ]);
  expect(recorder.faults).toEqual([]);
});

test('a refusal is heard and nothing is sent', async () => {
  recorder.play();
  expect(
    await wasm.run('core.users.login({ username = "Ann" }, function(evt) print(evt.status, evt.error) end)'),
  ).toEqual(['804\tPassword value is missing']);
  expect(recorder.calls).toEqual([]);
});
