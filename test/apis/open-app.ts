// A server for the tests of an API: in memory, or on PostgreSQL.
import { type App, build, type Surroundings } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { postgres } from '../clients/engines.ts';
import { environmentOf } from '../clients/server.ts';

/** What a server of these tests keeps its directory in. */
export type Engine = 'memory' | 'postgres';

/** For `describe.each`: the tests of what may come out differently on another engine. */
export const engines: readonly Engine[] = ['memory', 'postgres'];

/** `MUSTER_TEST_ENGINE=postgres` moves every test that names no engine to PostgreSQL. */
const usual: Engine = process.env.MUSTER_TEST_ENGINE === 'postgres' ? 'postgres' : 'memory';

/** What stands in the place of the world, and the engine. */
export type ServerStage = Surroundings & { readonly engine?: Engine };

/** Starts one that is configured by these keys. */
export async function openApp(
  { engine = usual, ...surroundings }: ServerStage,
  keys: Readonly<Record<string, string | undefined>>,
): Promise<App> {
  // Whoever gives it a folder wants what is put there: mails.
  const memory = keys.MUSTER_DATA === undefined;
  if (engine === 'memory') return await build(readConfig(keys, { memory }), surroundings);
  const room = await postgres.open();
  const app = await build(readConfig({ ...environmentOf(room.place), ...keys }), surroundings);
  const close = async (deadlineMs?: number) => {
    await app.close(deadlineMs);
    await room.leave();
  };
  return { ...app, close };
}

/** Calls Clerk's, WorkOS' or the native API with the secret key. */
export const restOf =
  (app: App, secretKey: string) =>
  async (method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', url: string, body?: object) => {
    const response = await app.server.inject({
      ...{ method, url, headers: { authorization: `Bearer ${secretKey}` } },
      ...(body !== undefined && { payload: body }),
    });
    return { status: response.statusCode, body: response.body === '' ? null : response.json() };
  };
