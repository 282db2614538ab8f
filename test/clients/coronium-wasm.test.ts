// Coronium's documented examples in a Lua that needs nothing of the machine: 5.4 as WebAssembly.
import { afterAll, beforeAll } from 'vitest';
import { openWasmLua, type WasmLua } from '../lua/wasm-lua.ts';
import { testConsoles } from './coronium.ts';
import { sqlite } from './engines.ts';

let wasm: WasmLua;

beforeAll(async () => {
  wasm = await openWasmLua();
});
afterAll(() => wasm?.close());

testConsoles(sqlite, [{ name: 'WebAssembly', run: (script) => wasm.run(script) }]);
