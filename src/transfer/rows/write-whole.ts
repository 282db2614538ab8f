// The writing of a file: whole and on disk, or not at all.

import { randomUUID } from 'node:crypto';
import { type FileHandle, lstat, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileRefused, refusalOf } from './file-refused.ts';

/** Where to write: a path, or `-` for standard output. A plain file that is there is replaced only with `force`. */
export type Target = { readonly path: string; readonly force: boolean };

/**
 * Writes text in UTF-8, asking for no more than can be taken. A file is for its owner only; it is written under a name of its
 * own, put on disk and given its name when it is complete, and removed when anything fails. Throws `FileRefused` when the
 * target is there already or the system will not have it, and whatever `chunks` throws.
 */
export async function writeWhole(chunks: AsyncIterable<string>, { path, force }: Target): Promise<void> {
  if (path === '-') {
    await pipeline(Readable.from(chunks), process.stdout, { end: false });
    return;
  }
  await refuseTaken(path, force);
  const aside = `${path}.${randomUUID()}.part`;
  const file = await attempt(path, () => open(aside, 'wx', 0o600));
  try {
    await fill(file, chunks);
    await refuseTaken(path, force);
    await attempt(path, () => rename(aside, path));
    await syncFolder(dirname(path));
  } finally {
    await rm(aside, { force: true });
  }
}

async function fill(file: FileHandle, chunks: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(chunks), file.createWriteStream({ flush: true }));
  } finally {
    await file.close();
  }
}

async function refuseTaken(path: string, force: boolean): Promise<void> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw refusalOf(path, 'written', error);
  });
  if (found === null) return;
  // Also with force: a device or a link would be replaced by a file, not written to.
  if (!found.isFile()) throw new FileRefused(`${path} is not a plain file`);
  if (!force) throw new FileRefused(`${path} exists already`);
}

async function attempt<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw refusalOf(path, 'written', error);
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}
