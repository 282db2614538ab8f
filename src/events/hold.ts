// The hold: one process has a delivery to itself for a while, writes down how far it is, and lets go.

import type { DeadLetter, Delivery, Place } from '../core/model/endpoint.ts';
import type { Clock, DocumentStep, Store } from '../core/ports.ts';

/** Who dies while holding keeps others waiting this long; longer than any one call takes. */
export const holdMs = 15_000;

/** How far it is, as in `Delivery`. */
export type Progress = Pick<Delivery, 'place' | 'attempts' | 'lastError' | 'nextAt'>;

/** Nothing has failed since the place. */
export function untroubled(place: Place): Progress {
  return { place, attempts: 0, lastError: null, nextAt: 0 };
}

/** A delivery that is held. Each method answers false when it is lost: deleted, or taken after the hold had run out. */
export type Hold = {
  readonly delivery: Delivery;
  /** Writes the progress down, with what was given up on, and holds on. */
  readonly save: (progress: Progress, letters: readonly DeadLetter[]) => Promise<boolean>;
  /** Writes it down and lets go. */
  readonly release: (progress: Progress) => Promise<boolean>;
  /** Removes the delivery. */
  readonly finish: () => Promise<boolean>;
};

const nothing = { users: [], images: [], sessions: [], changes: [], mails: [] } as const;

function updateOf(delivery: Delivery, change: Partial<Delivery>): DocumentStep {
  const document = { ...delivery, ...change, rev: delivery.rev + 1 };
  return { op: 'update', document, rev: delivery.rev, addKeys: [], removeKeys: [] };
}

/** Takes a delivery that nobody holds; null when somebody was faster. */
export async function takeHold(
  { store, clock }: { readonly store: Pick<Store, 'commit' | 'loadDocument'>; readonly clock: Clock },
  found: Delivery,
): Promise<Hold | null> {
  const { realm, id } = found;
  let { rev } = found;
  let { heldUntil } = found;

  /** Others may change it while it is held, to have it tried at once: then it is written over what they wrote. */
  async function write(stepOf: (rev: number) => readonly DocumentStep[]): Promise<boolean> {
    while (true) {
      const outcome = await store.commit({ ...nothing, realm, documents: stepOf(rev) });
      if (outcome.ok) return true;
      const current = await store.loadDocument(realm, 'delivery', id);
      if (current === null || current.heldUntil !== heldUntil || current.rev === rev) return false;
      rev = current.rev;
    }
  }

  async function update(change: Progress, until: number, letters: readonly DeadLetter[]): Promise<boolean> {
    const inserts = letters.map((document) => ({ op: 'insert', document, keys: [] }) as const);
    const now = clock();
    const done = await write((known) => [
      updateOf({ ...found, rev: known }, { ...change, updatedAt: now, heldUntil: until }),
      ...inserts,
    ]);
    if (!done) return false;
    rev += 1;
    heldUntil = until;
    return true;
  }

  const now = clock();
  const taken = await store.commit({ ...nothing, realm, documents: [updateOf(found, { heldUntil: now + holdMs })] });
  if (!taken.ok) return null;
  rev += 1;
  heldUntil = now + holdMs;
  return {
    delivery: found,
    save: (progress, letters) => update(progress, clock() + holdMs, letters),
    release: (progress) => update(progress, 0, []),
    finish: () => write((known) => [{ op: 'delete', kind: 'delivery', id, rev: known }]),
  };
}
