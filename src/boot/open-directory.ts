// The directory: everything the commands need, opened from the configuration; the server and the command line share it.

import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Clock, Hasher, Ports, Random, Signer, Store } from '../core/ports.ts';
import { defaultConcurrency, openHasher } from '../credentials/hasher.ts';
import { openKnownPasswords } from '../credentials/known-passwords.ts';
import { openTimeCodes } from '../credentials/time-codes.ts';
import { BootError } from './boot-error.ts';
import { type BreachedPins, openBreached } from './breached.ts';
import { openDataFolder } from './data-folder.ts';
import type { Founded, Pins } from './first-boot.ts';
import { lateImages } from './late.ts';
import { openStore } from './open-store.ts';
import { startRealm } from './start-realm.ts';

/** What of the configuration says where and how things are kept. */
export type DirectoryPins = Pins &
  BreachedPins & {
    readonly memory: boolean;
    readonly dataFolder: string;
    readonly databaseUrl: string | null;
    readonly masterKey: Uint8Array | null;
  };

/**
 * What the opener brings along. `mayFound`: make a directory where there is none. `hashQueueMax` passwords wait to be digested,
 * further ones are refused. `warn` hears what an operator should know.
 */
export type Opener = {
  readonly clock: Clock;
  readonly random: Random;
  readonly mayFound: boolean;
  readonly hashQueueMax: number;
  readonly warn: (facts: object, text: string) => void;
};

/** An open directory. `folder` null: nothing is kept. `founded` null unless it was made just now. */
export type Directory = {
  readonly folder: string | null;
  readonly ports: Ports;
  readonly hasher: Hasher & { waiting(): number };
  readonly signer: Signer;
  readonly founded: Founded | null;
};

/** The folder, made if need be, or null when everything is kept in memory. */
async function folderOf({ memory, dataFolder, databaseUrl }: DirectoryPins, opener: Opener): Promise<string | null> {
  if (memory) return null;
  const folder = resolve(dataFolder);
  if (!opener.mayFound && databaseUrl === null) {
    await access(join(folder, 'muster.db')).catch((error: unknown) => {
      throw new BootError(`there is no directory in ${folder}; choose its folder with MUSTER_DATA`, { cause: error });
    });
  }
  if ((await openDataFolder(folder)).openToOthers) {
    opener.warn({ folder }, 'other users of this machine may look into the data folder');
  }
  return folder;
}

/**
 * Opens the store, the realm's secrets and all that works on them. What is to be closed is deferred to `opened`. Throws
 * BootError when it cannot work.
 */
export async function openDirectory(
  pins: DirectoryPins,
  opener: Opener,
  opened: AsyncDisposableStack,
): Promise<Directory> {
  const { clock, random } = opener;
  const folder = await folderOf(pins, opener);
  const store: Store = opened.adopt(await openStore({ databaseUrl: pins.databaseUrl, folder }), (open) => open.close());
  const hasher = openHasher({ concurrency: defaultConcurrency(), queueMax: opener.hashQueueMax });
  const needs = { store, hasher, random, clock, folder, masterKey: pins.masterKey, mayFound: opener.mayFound, pins };
  const { vault, signer, founded } = await startRealm(needs);
  const breached = await openBreached(pins, folder);
  opened.defer(() => breached.list?.close());
  const report = (reason: string) => opener.warn({ reason }, 'a new password could not be looked up');
  const ports: Ports = {
    store,
    clock,
    random,
    vault,
    hasher,
    timeCodes: openTimeCodes(),
    knownPasswords: openKnownPasswords({ ...breached, report }),
    images: lateImages(),
  };
  return { folder, ports, hasher, signer, founded };
}
