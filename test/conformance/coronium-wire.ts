// A started server that is spoken to byte by byte: as Coronium's own plugin does, and as our own client.
import { createHmac } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import { afterAll, beforeAll } from 'vitest';
import { homeOf } from '../../src/apis/coronium/envelope/find-scope.ts';
import { keepPluginKey } from '../../src/apis/coronium/operator/keep-plugin-key.ts';
import { type Game, homeScope, openGame, type Stage, serverKey } from '../apis/coronium/game.ts';
import { freePort } from '../free-port.ts';

/** Stands in for the text that the official plugin signs with: as long, and another. */
export const standIn = 'stand-in-for-the-text-that-is-compiled-into-the-official-plugin';

/** What was answered, to the byte. */
type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string };

export type Headers = Readonly<Record<string, string>>;

/** Sends these bytes with these headers, spelled as they are here. */
export async function post(url: string, headers: Headers, body: string | Buffer): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    sent.on('error', reject);
    // With a text, Node would write the headers in its encoding.
    sent.end(Buffer.from(body));
  });
}

/** What a client says of itself in the head of a request. */
type Head = {
  readonly project: string;
  readonly action: string;
  readonly scope: string;
  readonly time: string;
  readonly key: string;
  readonly literal: string;
  readonly idempotencyKey: string;
  readonly session: string;
};

const usual: Omit<Head, 'action'> = {
  ...{ project: 'api.users', scope: homeScope, time: '1516647155', key: serverKey, literal: standIn },
  ...{ idempotencyKey: '', session: '' },
};

/** What a request says beside its action; the rest is as usual. */
export type Said = Partial<Omit<Head, 'action'>>;

function headersOf({ project, action, scope, time }: Head, proof: string): Headers {
  return {
    'Content-Type': 'application/json',
    'X-Project-Id': project,
    'X-Action': action,
    'X-Scope': Buffer.from(scope).toString('latin1'),
    'X-Request-Time': time,
    'X-Request-Auth': proof,
  };
}

/** What the official plugin 2.6.5 sends with a request: nothing of the body is in it. */
export function pluginHeaders(action: string, said: Said = {}): Headers {
  const head = { ...usual, action, ...said };
  const message = `${head.key}:${head.project}${action}${head.time}`.toLowerCase();
  return headersOf(head, createHmac('sha1', head.literal).update(message).digest('base64'));
}

/** What our own client sends with a request of this body. */
export function ourHeaders(action: string, body: string | Buffer, said: Said = {}): Headers {
  const head = { ...usual, action, ...said };
  const { project, scope, time, idempotencyKey, session } = head;
  const parts = ['muster-1', project, action, scope, time, idempotencyKey, session, ''].join('\n');
  const proof = createHmac('sha256', head.key).update(parts).update(body).digest('base64');
  return {
    ...headersOf(head, `muster-1 ${proof}`),
    ...(idempotencyKey !== '' && { 'Idempotency-Key': idempotencyKey }),
    ...(session !== '' && { 'X-Session-Token': session }),
  };
}

/** Tells the server what the plugin signs with. */
async function keepStandIn(game: Game): Promise<void> {
  await keepPluginKey(await homeOf(game.app.host, 'test'), standIn);
}

/** A game's server that listens; `url` and `second`: its two ports. */
export type Wire = {
  readonly game: Game;
  readonly url: string;
  readonly second: string;
  /** Calls as the plugin does; answers the text of the body. */
  readonly plugin: (action: string, body: string | Buffer, said?: Said) => Promise<string>;
  /** Calls as our own client does; answers the text of the body. */
  readonly ours: (action: string, body: string | Buffer, said?: Said) => Promise<string>;
};

/** Starts one; with the stand-in, unless the server was told nothing. */
export async function openWire(stage: Stage = {}, told = true): Promise<Wire> {
  const port = await freePort();
  const keys = { MUSTER_PORT: '0', MUSTER_CORONIUM_PORT: String(port), ...stage.keys };
  const game = await openGame({ ...stage, keys });
  const url = await game.app.listen();
  if (told) await keepStandIn(game);
  return {
    ...{ game, url, second: `http://127.0.0.1:${port}` },
    plugin: async (action, body, said) => (await post(url, pluginHeaders(action, said), body)).text,
    ours: async (action, body, said) => (await post(url, ourHeaders(action, body, said), body)).text,
  };
}

/** One for the tests of a file or of a `describe`; answers it while they run. */
export function useWire(stage: Stage = {}, told = true): () => Wire {
  let wire: Wire | null = null;
  beforeAll(async () => {
    wire = await openWire(stage, told);
  });
  afterAll(async () => await wire?.game.app.close(100));
  return () => {
    if (wire === null) throw new Error('the server is up only while tests run');
    return wire;
  };
}
