// Searching an operator's own copy of the original plugin, a file or a folder of them.

import { opendir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findPluginText, pluginTextDigest } from './find-plugin-text.ts';

/** What to look for, by its SHA-256 (hex), and how much to look at: larger files are passed over, and with more than that the search gives up. */
export type Wanted = {
  readonly digest: string;
  readonly entriesMax: number;
  readonly fileBytesMax: number;
  readonly bytesMax: number;
};

const mebibyte = 1024 * 1024;

/** What is looked for in a copy of the original plugin. */
export const pluginText: Wanted = {
  digest: pluginTextDigest,
  entriesMax: 10_000,
  fileBytesMax: 64 * mebibyte,
  bytesMax: 1024 * mebibyte,
};

/**
 * How a search went. `text` null: not found. `files` were looked through; the others were too large, packed or not to be read. `isWhole`: there was
 * no more than may be looked at.
 */
export type Search = {
  text: string | null;
  files: number;
  bytes: number;
  tooLarge: number;
  packed: number;
  unreadable: number;
  isWhole: boolean;
};

/** True for gzip (RFC 1952) and ZIP: what is packed cannot be found in them. */
function isPacked(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  return (first === 0x1f && second === 0x8b) || (first === 0x50 && second === 0x4b);
}

/** What is at or below the path, no link followed: files, and null for anything else. `unreadable` hears of folders that cannot be opened. */
async function* entriesAt(path: string, unreadable: () => void): AsyncGenerator<string | null> {
  if ((await stat(path)).isFile()) return yield path;
  const waiting = [path];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const folder = await opendir(place).catch((error: unknown) => {
      if (place === path) throw error;
      unreadable();
      return [];
    });
    for await (const entry of folder) {
      const below = join(place, entry.name);
      if (entry.isDirectory()) waiting.push(below);
      yield entry.isFile() ? below : null;
    }
  }
}

async function lookThrough(path: string, { digest, fileBytesMax }: Wanted, search: Search): Promise<void> {
  const { size } = await stat(path);
  if (size > fileBytesMax) {
    search.tooLarge += 1;
    return;
  }
  const bytes = await readFile(path);
  search.files += 1;
  search.bytes += bytes.length;
  if (isPacked(bytes)) search.packed += 1;
  else search.text = findPluginText(bytes, digest);
}

/**
 * Looks through the file, or through the files of the folder and those below it, for what is wanted. `told` hears of every
 * file. Throws the system's error when the path itself cannot be read.
 */
export async function searchPluginText(
  path: string,
  wanted: Wanted,
  told: (search: Readonly<Search>) => void,
): Promise<Readonly<Search>> {
  const search: Search = { text: null, files: 0, bytes: 0, tooLarge: 0, packed: 0, unreadable: 0, isWhole: true };
  const unreadable = () => {
    search.unreadable += 1;
  };
  let entries = 0;
  for await (const file of entriesAt(path, unreadable)) {
    entries += 1;
    if (entries > wanted.entriesMax || search.bytes > wanted.bytesMax) {
      search.isWhole = false;
      break;
    }
    if (file === null) continue;
    await lookThrough(file, wanted, search).catch((error: unknown) => {
      if (file === path) throw error;
      unreadable();
    });
    told(search);
    if (search.text !== null) break;
  }
  return search;
}
