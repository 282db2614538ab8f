// Whom those who arrive meet: people who are here already under one of their names.

import type { Secrets, User, UserKey } from '../model/user.ts';
import type { StoredImage } from '../ports.ts';
import { keysOf } from '../rules/keys.ts';
import type { Context } from './context.ts';

/** An arrival as the record it would become. `brought`: the id is not made up here, so somebody may have it. */
export type Candidate = {
  readonly user: User;
  readonly brought: boolean;
  readonly secrets: Secrets;
  readonly images: readonly StoredImage[];
};

/** The namespace of the alias that those get who bring no other name to be known by when they come again. */
export const arrivedAs = 'import';

/** Who is here already under one of the candidate's names. */
export type Holder = { readonly userId: string; readonly field: string };

/** What a key is called where people are told of it: an address that stood in for a name is an address. */
function fieldOf({ kind, key }: UserKey): string {
  return kind === 'alias' && key.startsWith(`${arrivedAs}:`) ? 'address' : kind;
}

/** Who is in the way by number: whoever has the id, or, of a built-in account, the one in its place. */
async function holderByNumber({ ports, realm }: Context, { user, brought }: Candidate): Promise<readonly Holder[]> {
  const byId = brought ? await ports.store.loadUser(realm.id, { by: 'id', id: user.id }) : null;
  if (byId !== null) return [{ userId: byId.user.id, field: 'id' }];
  const inPlace = user.system ? await ports.store.loadUser(realm.id, { by: 'serial', serial: user.serial }) : null;
  return inPlace?.user.system === true ? [{ userId: inPlace.user.id, field: 'serial' }] : [];
}

/** Who is in the way of each candidate: holders of its keys, and whoever has its id. */
export async function holdersOf(
  context: Context,
  candidates: readonly Candidate[],
): Promise<readonly (readonly Holder[])[]> {
  const { ports, realm } = context;
  const keys = candidates.map(({ user }) => keysOf(user));
  const held = await ports.store.holdersOf(realm.id, keys.flat());
  const known = new Map(held.map(({ kind, key, userId }) => [`${kind} ${key}`, userId]));
  return await Promise.all(
    candidates.map(async (candidate, index) => {
      const byKey = (keys[index] ?? []).flatMap((key) => {
        const userId = known.get(`${key.kind} ${key.key}`);
        return userId === undefined ? [] : [{ userId, field: fieldOf(key) }];
      });
      return [...(await holderByNumber(context, candidate)), ...byKey];
    }),
  );
}

/** True when this is somebody who came with an earlier import: whoever is in the way has the id, or an alias. */
export function hasCome(holders: readonly Holder[]): boolean {
  return (
    new Set(holders.map(({ userId }) => userId)).size === 1 &&
    holders.some(({ field }) => field === 'id' || field === 'alias')
  );
}

/** The names under which no two who come may meet; of ids, those that are not made up here. */
export function namesOf({ user, brought }: Candidate): readonly { readonly field: string; readonly name: string }[] {
  const keys = keysOf(user).filter(({ kind }) => kind !== 'contact' || user.serial > 0);
  const names = keys.map((key) => ({ field: fieldOf(key), name: `${key.kind} ${key.key}` }));
  return brought ? [{ field: 'id', name: user.id }, ...names] : names;
}
