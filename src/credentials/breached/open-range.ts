// A server that knows breached passwords: asked for a range of hashes, so that it does not learn which one is meant.

import { BreachedError, type BreachedPasswords } from './breached-passwords.ts';
import { sha1 } from './hash.ts';

/** `url`: without a slash at its end. `timeoutMs`: for the whole answer. */
export type RangeOptions = { readonly url: string; readonly timeoutMs: number };

const who = 'the server of breached passwords';
const prefixDigits = 5;
const bodyBytesMax = 2 ** 20;
const line = /^[0-9A-F]{35}:\d{1,15}$/i;

/**
 * Asks `<url>/<first five digits of the SHA-1>` and looks for the other 35 among the answers (troyhunt.com, "Enhancing
 * Pwned Passwords Privacy with Padding", 2020-03). Padding is asked for and passed over. Only the NFKC form
 * is asked for, the one that digests are made of: two prefixes of one password would tell more than one. Throws
 * BreachedError on anything but a whole list in time: another status, a redirect, more than 1 MiB, other text, nothing.
 */
export function openBreachedRange({ url, timeoutMs }: RangeOptions): BreachedPasswords {
  return {
    async has(plain) {
      const hash = sha1(plain.normalize('NFKC'));
      const text = await ask(`${url}/${hash.slice(0, prefixDigits)}`, timeoutMs);
      const lines = text.trimEnd().split(/\r?\n/);
      if (!lines.every((each) => line.test(each)))
        throw new BreachedError(`${who} answered with something else than a range`);
      const suffix = hash.slice(prefixDigits);
      return lines.some((each) => each.slice(0, suffix.length).toUpperCase() === suffix && /:0*[1-9]/.test(each));
    },
  };
}

async function ask(address: string, timeoutMs: number): Promise<string> {
  try {
    const response = await fetch(address, {
      headers: { 'add-padding': 'true', 'user-agent': 'muster', accept: 'text/plain' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await readBody(response);
    if (response.status !== 200) throw new BreachedError(`${who} answered with status ${response.status}`);
    return text;
  } catch (error) {
    throw error instanceof BreachedError ? error : new BreachedError(reasonOf(error));
  }
}

async function readBody({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > bodyBytesMax) throw new BreachedError(`${who} answered with more than ${bodyBytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('latin1');
}

/** Never the message itself, which may hold the address and with it the prefix. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `${who} cannot be asked`;
  if (error.name === 'TimeoutError') return `${who} did not answer in time`;
  const { cause } = error;
  return `${who} cannot be asked (${cause instanceof Error && 'code' in cause ? String(cause.code) : error.name})`;
}
