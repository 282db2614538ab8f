// Servers that may call receivers on this machine: started, with Clerk's SDK pointed at them, or in this process.
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { type App, build } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { clientOf, type Stand } from '../clients/clerk.ts';
import type { Engine } from '../clients/engines.ts';
import { environmentOf, type Place, type ServerProcess, secretKey, startServer } from '../clients/server.ts';

/** Starts a server whose webhooks may stay on this machine. */
export const startCalling = (place: Place): Promise<ServerProcess> =>
  startServer(place, { MUSTER_WEBHOOK_ALLOW_PRIVATE: 'on', MUSTER_LOG_LEVEL: 'error' });

/** Starts one for the tests of one block and ends it after them. */
export function callingStand(engine: Engine): () => Stand {
  let made: Stand | undefined;
  const leave: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const room = await engine.open();
    leave.push(room.leave);
    const server = await startCalling(room.place);
    leave.unshift(() => server.kill());
    made = { clerk: clientOf(server.url), server, place: room.place };
  });
  afterAll(async () => {
    for (const step of leave.splice(0)) await step();
  });
  return () => {
    if (made === undefined) throw new Error('the server is not up');
    return made;
  };
}

/** A server in this process, whose webhooks may stay on this machine, and how it is spoken to. */
export interface Caller {
  app: App;
  ask(method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', url: string, body?: object): Promise<Answer>;
  /** Adds an endpoint that is told of everything in the words of this API. */
  subscribe(api: string, url: string, events?: string[]): Promise<{ id: string; secret: string }>;
}

/** What it answered. */
export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** Builds one at this place; it closes after the test. Failed calls are made again after `pauseMs`, `attempts` times in all. */
export async function openCaller(
  place: Place,
  { pauseMs = 20, attempts = Number.POSITIVE_INFINITY, allowPrivate = true, clock = Date.now } = {},
): Promise<Caller> {
  const environment = {
    ...environmentOf(place),
    MUSTER_WEBHOOK_ALLOW_PRIVATE: allowPrivate ? 'on' : 'off',
  };
  const pauseAfter = (failed: number): number | null => (failed < attempts ? pauseMs : null);
  const app = await build(readConfig(environment), { clock, webhooks: { pauseAfter } });
  onTestFinished(() => app.close(1000));
  const ask: Caller['ask'] = async (method, url, body) => {
    const response = await app.server.inject({
      ...{ method, url, headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' } },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return { status: response.statusCode, body: response.body === '' ? {} : response.json() };
  };
  return {
    app,
    ask,
    async subscribe(api, url, events = []) {
      const { status, body } = await ask('POST', '/api/webhook-endpoints', { api, url, events });
      if (status !== 201) throw new Error(`the endpoint was refused: ${JSON.stringify(body)}`);
      return { id: String(body.id), secret: String(body.secret) };
    },
  };
}

/** Opens a place of the engine that is gone after the test. */
export async function openPlace(engine: Engine): Promise<Place> {
  const room = await engine.open();
  onTestFinished(room.leave);
  return room.place;
}
