// Games whose calls go to a recorder, on real Lua.
import { useOpened } from '../use-opened.ts';
import { type Recorder, serverKey, startRecorder } from './recorder.ts';
import { linesOf, needLua, type Surroundings } from './run-lua.ts';

export const usualScope = 'Space Race';

/** Where a game plays, besides the server: its scope, and what else it tells `core.init`. */
interface Manner {
  readonly scope?: string;
  readonly init?: string;
}

/** One recorder for the tests of a file, and games that call it. `show` prints an event in one line. */
export function useGames() {
  const recorder: Recorder = useOpened(
    () => {
      needLua();
      return startRecorder();
    },
    (opened) => opened.close(),
    600_000,
  );
  /** A whole game around this code. */
  const script = (code: string, { scope = usualScope, init = '' }: Manner = {}): string =>
    `local core = require("plugin.coronium-core")
core.init({ server = "${recorder.url}", key = "${serverKey}", scope = "${scope}", ${init} })
local users = core.users
local function show(evt) print(evt.status, evt.error, evt.result) end
${code}
core.run()`;
  /** The lines that such a game prints. */
  const lines = (place: Surroundings, code: string, manner?: Manner): Promise<string[]> =>
    linesOf(place, script(code, manner));
  /** The names under which its calls are done once. */
  const keys = (): string[] => recorder.calls.map(({ idempotencyKey }) => idempotencyKey);
  return { recorder, script, lines, keys };
}
