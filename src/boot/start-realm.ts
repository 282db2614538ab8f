// The start of the realm: the key that opens its secrets, and on first boot the realm itself.

import { randomBytes } from 'node:crypto';
import type { Clock, Hasher, Random, Signer, Store } from '../core/ports.ts';
import { openSigner } from '../credentials/signer.ts';
import { openVault, type TextVault } from '../credentials/vault.ts';
import { BootError } from './boot-error.ts';
import { addPinnedKeys, type Founded, foundRealm, type Pins, realmId } from './first-boot.ts';
import { loadMasterKey } from './master-key.ts';

/** What the start needs. `folder` null: nothing is kept, so the master key need not be either. */
export type Starter = {
  readonly store: Store;
  readonly hasher: Hasher;
  readonly random: Random;
  readonly clock: Clock;
  readonly masterKey: Uint8Array | null;
  readonly folder: string | null;
  /** Found the realm if there is none. */
  readonly mayFound: boolean;
  readonly pins: Pins;
};

/** A realm whose secrets open. `founded` is null unless this process has made it just now. */
export type StartedRealm = { readonly vault: TextVault; readonly signer: Signer; readonly founded: Founded | null };

/** Founds the realm if there is none, else adds what is newly pinned. Throws BootError when its secrets do not open. */
export async function startRealm(starter: Starter): Promise<StartedRealm> {
  const { store, pins } = starter;
  const isNew = (await store.loadRealm(realmId)) === null;
  if (isNew && !starter.mayFound) throw new BootError('there is no directory in this database yet');
  const vault = openVault(await masterKeyOf(starter, isNew));
  const founded = isNew ? await foundRealm({ ...starter, vault }, pins) : null;
  if (founded === null) await addPinnedKeys({ ...starter, vault }, pins);
  const signer = openSigner({ loadSigningKeys: (realm) => store.loadSigningKeys(realm), vault });
  // Opens the signing key: better now, in words, than at the first sign-in.
  await signer.sign(realmId, {}, {}).catch((error: unknown) => {
    const source = starter.masterKey === null ? `${starter.folder}/master.key` : 'MUSTER_MASTER_KEY';
    throw new BootError(`${source} is not the key that the secrets of this directory were sealed with`, {
      cause: error,
    });
  });
  return { vault, signer, founded };
}

async function masterKeyOf({ masterKey, folder }: Starter, isNew: boolean): Promise<Uint8Array> {
  if (masterKey !== null) return masterKey;
  return folder === null ? randomBytes(32) : loadMasterKey(folder, isNew);
}
