// The memories: what of a realm is looked at with every call, and when it is out of date.

import { type RealmObjects, readRealmObjects } from '../core/commands/find-realm-objects.ts';
import { type Memory, openMemory } from '../core/commands/remember.ts';
import type { DocumentKind } from '../core/model/document.ts';
import type { Realm } from '../core/model/realm.ts';
import type { Clock, DocumentStep, Store, Write } from '../core/ports.ts';
import { isText } from '../core/rules/text.ts';

/** What other processes change is seen after this at the latest. */
const realmMemoryMs = 5000;
const objectMemoryMs = 1000;

const remembered: ReadonlySet<DocumentKind> = new Set<DocumentKind>(['group', 'user-role', 'extra']);

/** Both memories, and what makes them forget what a write of this process has changed. */
export type Memories = {
  readonly realms: Memory<Realm | null>;
  readonly realmObjects: Memory<RealmObjects>;
  readonly forget: (write: Write) => void;
};

function isRemembered(step: DocumentStep): boolean {
  if (step.op === 'forget' || step.op === 'check' || step.op === 'vacate') return false;
  return remembered.has(step.op === 'delete' ? step.kind : step.document.kind);
}

/** Opens them over a store. */
export function openMemories(store: Store, clock: Clock): Memories {
  const realms = openMemory(async (id) => (isText(id) ? await store.loadRealm(id) : null), clock, realmMemoryMs);
  const realmObjects = openMemory((id) => readRealmObjects({ ports: { store }, realm: { id } }), clock, objectMemoryMs);
  return {
    realms,
    realmObjects,
    forget({ realm, law, documents }) {
      if (law !== undefined) realms.forget(realm);
      if (documents.some(isRemembered)) realmObjects.forget(realm);
    },
  };
}
