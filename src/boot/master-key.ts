// The master key: the file that opens everything sealed at rest.

import { randomBytes, randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BootError } from './boot-error.ts';
import { syncFolder } from './data-folder.ts';

const keyBytes = 32;

/**
 * Reads `master.key` in the folder. Makes one where there is none, but only if `mayCreate`: not where things are sealed with
 * another. Of several processes that make one at once, all get the same.
 */
export async function loadMasterKey(folder: string, mayCreate: boolean): Promise<Uint8Array> {
  const path = join(folder, 'master.key');
  const found = await read(path);
  if (found !== null) return found;
  if (!mayCreate) {
    throw new BootError(
      `${path} is missing, and the directory holds secrets sealed with it; restore the file, or set MUSTER_MASTER_KEY to the ` +
        'key that was used (a process that shares a database needs the key of the others)',
    );
  }
  await create(folder, path);
  const made = await read(path);
  if (made === null) throw new BootError(`${path} was just made and is gone`);
  return made;
}

async function read(path: string): Promise<Uint8Array | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new BootError(`${path} cannot be read (${error.code})`, { cause: error });
  });
  if (text === null) return null;
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== keyBytes) throw new BootError(`${path} is damaged: it must hold ${keyBytes} bytes in base64`);
  return key;
}

/** Whole or not at all, and never over another: written aside, on disk, then linked to its name. */
async function create(folder: string, path: string): Promise<void> {
  const aside = join(folder, `master.key.${randomUUID()}`);
  try {
    const file = await open(aside, 'wx', 0o600);
    try {
      await file.writeFile(`${randomBytes(keyBytes).toString('base64')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(aside, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await syncFolder(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new BootError(`${path} cannot be made${code}; set MUSTER_MASTER_KEY instead`, { cause: error });
  } finally {
    await rm(aside, { force: true });
  }
}
