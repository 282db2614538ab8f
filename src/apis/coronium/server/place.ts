// The place of a server's call: the scope it is about, and the directory that this leads to.

import type { Caller } from '../../../core/commands/authenticate.ts';
import type { Context } from '../../../core/commands/context.ts';
import type { Realm } from '../../../core/model/realm.ts';
import type { Host } from '../../api.ts';
import { findScope, homeOf, listedScope, noScope, realmOf, unnamedScope } from '../envelope/find-scope.ts';
import { openSettings, type Scope } from '../envelope/scope.ts';

type Found = { readonly scope: Scope; readonly realm: Realm };

async function find(host: Host, home: Context, own: Realm, name: string | null): Promise<Found> {
  if (name !== null && own.id === home.realm.id) return await findScope(host, home, name);
  const scope = name === null ? unnamedScope(own) : await listedScope(host, home, name);
  // Whatever else there is, the holder of this key is not told of it.
  if (scope === null || scope.realm !== own.id) return noScope(name ?? own.name);
  return { scope, realm: await realmOf(host, home, scope) };
}

/**
 * The scope of this name (null: the key's own directory), with nothing closed, and the context in the name of the caller. A key of the home
 * realm may name any scope, one of another realm only those that lead there. Throws Fault 801 and 1004.
 */
export async function placeOf(
  host: Host,
  { realm: own, actor }: Caller,
  requestId: string,
  name: string | null,
): Promise<{ readonly scope: Scope; readonly context: Context }> {
  const home = await homeOf(host, requestId);
  const { scope, realm } = await find(host, home, own, name);
  return { scope: { ...scope, ...openSettings }, context: { ...home, realm, actor } };
}
