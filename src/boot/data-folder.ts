// The data folder: where everything is kept that must outlive the process.

import { mkdir, open, stat } from 'node:fs/promises';
import { BootError } from './boot-error.ts';

/**
 * Makes the folder (for its owner only) unless it is there. Tells whether others may look into one that was there: its
 * permissions are the operator's, who may have named `/tmp`.
 */
export async function openDataFolder(path: string): Promise<{ readonly openToOthers: boolean }> {
  try {
    const made = await mkdir(path, { recursive: true, mode: 0o700 });
    const { mode } = await stat(path);
    return { openToOthers: made === undefined && (mode & 0o077) !== 0 && process.platform !== 'win32' };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new BootError(`the data folder ${path} cannot be used${code}; choose another with MUSTER_DATA`, {
      cause: error,
    });
  }
}

/** Puts on disk that a file has come into the folder, where the system can. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
