// The breached passwords that the configuration names, opened for a start.

import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BreachedError } from '../credentials/breached/breached-passwords.ts';
import { type BreachedList, openBreachedList } from '../credentials/breached/open-list.ts';
import { openBreachedRange } from '../credentials/breached/open-range.ts';
import type { Breached } from '../credentials/known-passwords.ts';
import { BootError } from './boot-error.ts';

/** What the operator has decided about breached passwords. */
export type BreachedPins = {
  readonly breachedList: string | null;
  readonly breachedUrl: string | null;
  readonly breachedTimeoutMs: number;
  readonly breachedWhenUnavailable: 'accept' | 'refuse';
};

/** Where a list is kept that the configuration does not name. */
export function listIn(folder: string): string {
  return join(folder, 'breached.bin');
}

/**
 * Opens the list and the server that the configuration names; unnamed, the list in the data folder (null: there is
 * none) if one is there. The list is the caller's to close. Throws BootError when it is missing or damaged.
 */
export async function openBreached(
  pins: BreachedPins,
  folder: string | null,
): Promise<Omit<Breached, 'report' | 'list'> & { readonly list: BreachedList | null }> {
  const { breachedUrl: url, breachedTimeoutMs: timeoutMs, breachedWhenUnavailable: whenUnavailable } = pins;
  const path = pins.breachedList === null ? await foundIn(folder) : resolve(pins.breachedList);
  const range = url === null ? null : openBreachedRange({ url, timeoutMs });
  return { list: path === null ? null : await openList(path), range, whenUnavailable };
}

async function foundIn(folder: string | null): Promise<string | null> {
  if (folder === null) return null;
  const path = listIn(folder);
  return access(path).then(
    () => path,
    (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? null : path),
  );
}

async function openList(path: string): Promise<BreachedList> {
  try {
    return await openBreachedList(path);
  } catch (error) {
    throw error instanceof BreachedError ? new BootError(error.message, { cause: error }) : error;
  }
}
