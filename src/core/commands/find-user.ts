// Finding one stored user by whatever a caller calls it.

import { refuse } from '../model/error.ts';
import type { UserReference } from '../model/user.ts';
import type { StoredReference, StoredUser } from '../ports.ts';
import { aliasKey, foldKey } from '../rules/keys.ts';
import { isText } from '../rules/text.ts';
import type { Context } from './context.ts';

function storedReference(reference: UserReference): StoredReference {
  if (reference.by === 'alias') {
    return { by: 'key', kind: 'alias', key: foldKey('alias', aliasKey(reference.api, reference.alias)) };
  }
  if (reference.by === 'key') return { by: 'key', kind: reference.kind, key: foldKey(reference.kind, reference.value) };
  return reference;
}

function spelling(reference: UserReference): string {
  if (reference.by === 'id') return reference.id;
  if (reference.by === 'serial') return String(reference.serial);
  return reference.by === 'alias' ? reference.alias : reference.value;
}

/** False for what no user can be called, which a database may choke on. */
function isName(reference: UserReference): boolean {
  return reference.by === 'serial' ? Number.isSafeInteger(reference.serial) : isText(spelling(reference));
}

/** Loads the user with its sealed secrets. Built-in accounts only when `system` says so. @fails not-found. */
export async function findUser(context: Context, reference: UserReference, system: boolean): Promise<StoredUser> {
  const { store } = context.ports;
  const stored = isName(reference) ? await store.loadUser(context.realm.id, storedReference(reference)) : null;
  if (stored === null || (stored.user.system && !system)) {
    return refuse({ code: 'not-found', what: 'user', id: spelling(reference) });
  }
  return stored;
}
