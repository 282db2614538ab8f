// Finding the text that the original plugin signs with, by its digest: Muster neither has it nor brings it along.

import { hash } from 'node:crypto';

/** The SHA-256 of that text, in hexadecimal (client plugin 2.6.5). */
export const pluginTextDigest = '28a9c474248248747a335841ee215af862076c418adef1d7467a32d9f660d7fe';

/** How many characters it has. */
export const pluginTextLength = 63;

function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte <= 0x7e;
}

/** The text of `pluginTextLength` printable ASCII characters with this SHA-256 (hex), wherever in the bytes it stands; null: it does not. */
export function findPluginText(bytes: Uint8Array, digest: string): string | null {
  let runStart = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (!isPrintable(bytes[at] ?? 0)) runStart = at + 1;
    const from = at + 1 - pluginTextLength;
    if (from < runStart) continue;
    const window = bytes.subarray(from, at + 1);
    if (hash('sha256', window, 'hex') === digest) return Buffer.from(window).toString('latin1');
  }
  return null;
}
