// Lua 5.4 as WebAssembly, where neither files nor sockets are: the client module in it talks over a network that JavaScript lends it.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LuaEngine, LuaFactory } from 'wasmoon';

const folder = join(import.meta.dirname, '../../clients/lua');

/** Lua with the module, in which one script follows the other. */
export interface WasmLua {
  readonly lua: LuaEngine;
  /** Runs a script until all that it called has been answered; gives back the lines that it printed. */
  run(script: string): Promise<string[]>;
  close(): void;
}

const glue = `network = {}
local listeners = {}
function network.request(url, method, listener, params)
  listeners[#listeners + 1] = listener
  send(#listeners, url, method, params.headers, params.body)
  return #listeners
end
function network.cancel() end
function answered(id, failed, text)
  listeners[id]({ phase = "ended", isError = failed, response = text })
end
json = { decode = function(text) return parse(text) end }
function print(...)
  local texts = { ... }
  for index = 1, select("#", ...) do texts[index] = tostring((select(index, ...))) end
  line(table.concat(texts, "\\t"))
end`;

/** Starts one. */
export async function openWasmLua(): Promise<WasmLua> {
  const pending: Promise<void>[] = [];
  let printed: string[] = [];
  const factory = new LuaFactory();
  for (const path of globSync('plugin/**/*.lua', { cwd: folder })) {
    await factory.mountFile(path, readFileSync(join(folder, path)));
  }
  const lua = await factory.createEngine({ enableProxy: false, injectObjects: true });
  const answered = (id: number, failed: boolean, text: string): void => lua.global.get('answered')(id, failed, text);
  lua.global.set('send', (id: number, url: string, method: string, headers: Record<string, string>, body: string) => {
    const work = fetch(url, { method, headers, body }).then((response) => response.text());
    pending.push(
      work.then(
        (text) => answered(id, false, text),
        (error: unknown) => answered(id, true, String(error)),
      ),
    );
  });
  lua.global.set('parse', (text: string): unknown => JSON.parse(text));
  lua.global.set('line', (text: string): void => void printed.push(text));
  lua.doStringSync(glue);
  return {
    lua,
    async run(script) {
      printed = [];
      lua.doStringSync(script);
      for (let each = pending.shift(); each !== undefined; each = pending.shift()) await each;
      return printed;
    },
    close: () => lua.global.close(),
  };
}
