// People who come from elsewhere, and what became of them.

import { expect } from 'vitest';
import { idOfAlias } from '../../src/cli/id-of-alias.ts';
import { type Arrived, type ImportOptions, importUsers } from '../../src/core/commands/import-users.ts';
import type { Arrival } from '../../src/core/commands/judge-arrival.ts';
import { noPast, type Past } from '../../src/core/model/newcomer.ts';
import { set, type UserPatch } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import { allUsers, openWorld, type World } from '../commands/world.ts';
import { listChange, patch, wish } from '../users.ts';
import { skipping } from './movers.ts';

export const updating: ImportOptions = { onConflict: 'update', dryRun: null, idOf: idOfAlias };
export const failing: ImportOptions = { onConflict: 'fail', dryRun: null, idOf: idOfAlias };
export const mail = (address: string, claim: 'verified' | 'unverified' = 'verified') =>
  listChange({ add: [wish(address, { claim })] }, { primary: { op: 'value', value: address } });

export const comer = (change: Partial<UserPatch>, past: Partial<Past> = {}): Arrival => ({
  from: 'elsewhere',
  newcomer: { patch: patch(change), past: { ...noPast, ...past } },
});

/** Somebody with this Clerk id, and this username or none. */
export const clerk = (alias: string, change: Partial<UserPatch> = {}): Arrival =>
  comer({ aliases: set({ clerk: alias }), ...change });

export async function openEntrance(): Promise<World> {
  const world = await openWorld();
  return { ...world, context: { ...world.context, actor: { kind: 'command-line' } } };
}

export const takeIn = ({ context }: World, arrivals: readonly Arrival[], options: ImportOptions = skipping) =>
  importUsers(context, arrivals, options);
export const words = (arrived: readonly Arrived[]) => arrived.map(({ is }) => is);

export async function find(world: World, username: string): Promise<User> {
  return (await allUsers(world)).find((user) => user.username === username) ?? expect.fail(username);
}

export async function secretsOf({ ports }: World, id: string) {
  const stored = await ports.store.loadUser('default', { by: 'id', id });
  return ports.vault.open(stored?.secrets ?? null, `user/default/${id}`);
}
