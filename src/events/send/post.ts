// Makes one call to an endpoint: a POST that goes to a judged address, ends in time, and reads little of the answer.

import { lookup } from 'node:dns/promises';
import { Agent as PlainAgent, request as plainRequest, validateHeaderName, validateHeaderValue } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { checkTarget, hostOf, isPublic } from './target.ts';

/** What is posted where. `body` goes out as UTF-8; its length is the only header added to `headers` beside `host`. */
export type Call = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** All addresses of a name; rejects when there are none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** `timeoutMs`: for everything, from the look-up to the end of the answer. `signal`: stops the call. */
export type PostOptions = {
  readonly timeoutMs: number;
  readonly allowPrivate: boolean;
  readonly resolve: Resolve;
  readonly signal: AbortSignal;
};

/**
 * How a call ended. `refused-target`: nothing was sent, and never will be. `status`: another than 2xx. `broken-answer`: none
 * of HTTP, or it broke off. `stopped`: by our own signal. `status` as far as it came; `detail` is for the operator:
 * one line, without the URL, where the other side answered with its first words.
 */
export type Posted =
  | { readonly ok: true; readonly status: number }
  | {
      readonly ok: false;
      readonly reason: 'refused-target' | 'unreachable' | 'timeout' | 'status' | 'broken-answer' | 'stopped';
      readonly status: number | null;
      readonly detail: string;
    };

type Failed = Extract<Posted, { ok: false }>;
/** What is known of the answer so far. */
type Answer = { status: number | null; readonly chunks: Buffer[] };

const answerBytesMax = 1024;
const headerBytesMax = 8192;
const addressesMax = 8;
/** Longer than Node's 250 ms, which distant endpoints need for themselves; then the next address is tried. */
const attemptMs = 2000;

/** Asks the operating system. */
export const resolveName: Resolve = async (host) => {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
};

/**
 * Posts once. The name is looked up once, every address is judged, and the connection goes to one of them, so that a second
 * answer of the name server changes nothing; one refused address refuses the target. Redirects are not followed, proxies of
 * the environment not used. Never throws for what the other side does; throws TypeError on headers HTTP cannot carry.
 */
export async function post(call: Call, options: PostOptions): Promise<Posted> {
  for (const [name, value] of Object.entries(call.headers)) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
  const target = checkTarget(call.url, options.allowPrivate);
  if (!target.ok) return failed('refused-target', null, target.fault);
  if (options.signal.aborted) return failed('stopped', null, 'stopped before the call');
  const deadline = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    deadline.signal.addEventListener('abort', () => reject(deadline.signal.reason));
  });
  const end = (): void => deadline.abort();
  const timer = setTimeout(end, options.timeoutMs);
  options.signal.addEventListener('abort', end);
  const answer: Answer = { status: null, chunks: [] };
  try {
    return await Promise.race([attempt(target.url, call, options, answer, deadline.signal), ended]);
  } catch (error) {
    if (options.signal.aborted) return failed('stopped', answer.status, 'stopped before the answer was complete');
    if (deadline.signal.aborted) return failed('timeout', answer.status, `no whole answer in ${options.timeoutMs} ms`);
    return explain(error, answer.status);
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', end);
  }
}

const failed = (reason: Failed['reason'], status: number | null, detail: string): Failed => ({
  ok: false,
  reason,
  status,
  detail,
});

/** From the look-up to the end of the answer; rejects when either fails. What is known so far stands in `answer`. */
async function attempt(
  url: URL,
  call: Call,
  { allowPrivate, resolve }: PostOptions,
  answer: Answer,
  signal: AbortSignal,
): Promise<Posted> {
  const host = hostOf(url);
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  signal.throwIfAborted();
  if (addresses.length === 0) return failed('unreachable', null, 'ENOTFOUND');
  if (!allowPrivate && !addresses.every(isPublic)) return failed('refused-target', null, 'address-refused');
  await exchange(url, call, addresses.slice(0, addressesMax), answer, signal);
  return conclude(answer);
}

/** Sends the call and reads the answer into `answer`; rejects when either fails. */
async function exchange(
  url: URL,
  { headers, body }: Call,
  addresses: readonly string[],
  answer: Answer,
  signal: AbortSignal,
): Promise<void> {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  const lookup: LookupFunction = (_host, _options, done) => done(null, found);
  const [Agent, request] =
    url.protocol === 'https:' ? ([SecureAgent, secureRequest] as const) : ([PlainAgent, plainRequest] as const);
  const agent = new Agent({
    keepAlive: false,
    lookup,
    autoSelectFamily: true, // asks `lookup` for all addresses
    autoSelectFamilyAttemptTimeout: attemptMs,
    proxyEnv: undefined, // said out loud: agents that say nothing may come to follow the environment
  });
  const bytes = Buffer.from(body, 'utf8');
  const outgoing = request(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': bytes.length },
    agent,
    maxHeaderSize: headerBytesMax,
    signal,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        answer.status = incoming.statusCode ?? null;
        keepBeginning(incoming, answer.chunks).then(resolve, reject);
      });
      outgoing.on('upgrade', (incoming, socket) => {
        answer.status = incoming.statusCode ?? null;
        socket.destroy();
        resolve();
      });
      outgoing.end(bytes);
    });
  } finally {
    outgoing.destroy();
    agent.destroy();
  }
}

/** Reads until the end or until there is enough. */
async function keepBeginning(incoming: AsyncIterable<Buffer>, chunks: Buffer[]): Promise<void> {
  let size = 0;
  for await (const chunk of incoming) {
    chunks.push(chunk.subarray(0, answerBytesMax - size));
    size += chunk.length;
    if (size >= answerBytesMax) return;
  }
}

function conclude({ status, chunks }: Answer): Posted {
  if (status !== null && status >= 200 && status <= 299) return { ok: true, status };
  // A letter cut in two at the end is left out; whatever does not print, or turns the writing round, becomes a space.
  const words = new TextDecoder()
    .decode(Buffer.concat(chunks), { stream: true })
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  return failed('status', status, words === '' ? `status ${status}` : `status ${status}: ${words}`);
}

/** Only the code of an error, never its message, which may repeat the URL. */
function explain(error: unknown, status: number | null): Failed {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
  const isBroken = status !== null || code.startsWith('HPE_');
  return failed(isBroken ? 'broken-answer' : 'unreachable', status, code);
}
