// A user as of changes long past: the record as it is, with everything that happened since undone.

import type { Change } from '../model/change.ts';
import type { User } from '../model/user.ts';
import type { Store } from '../ports.ts';
import { blankUser } from '../rules/creation.ts';
import { undo } from '../rules/undo.ts';

const pageSize = 100;

/** A user's changes, the newest first. */
export async function* historyOf(
  store: Pick<Store, 'readHistory'>,
  realm: string,
  userId: string,
  beforeSeq: number | null,
): AsyncGenerator<Change> {
  let before = beforeSeq;
  while (true) {
    const page = await store.readHistory(realm, userId, before, pageSize);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    before = last.seq;
  }
}

function isOfRecord({ type }: Change): boolean {
  return type === 'user.created' || type === 'user.updated' || type === 'user.deleted';
}

/** True when nothing was written to the record since the change. */
function isStill(user: User, change: Change): boolean {
  if (change.type === 'user.deleted') return false;
  if (isOfRecord(change)) return change.rev === user.rev && change.at === user.updatedAt;
  return user.updatedAt < change.at;
}

/** The record before a change, from the record after it; its rev and its time are still those of after. */
function recordBefore(after: User | null, { type, realm, userId, at, diff }: Change): User | null {
  if (type === 'user.created') return null;
  if (type === 'user.deleted') return undo(blankUser(realm, userId, at), diff);
  return after === null ? null : undo(after, diff);
}

/** Goes back from `present`, noting the record as of each wanted change. What came after `present` was loaded is passed by. */
async function walkBack(
  changes: AsyncIterable<Change>,
  present: User | null,
  wanted: ReadonlySet<number>,
): Promise<ReadonlyMap<number, User | null>> {
  const states = new Map<number, User | null>();
  const lowest = Math.min(...wanted);
  let state = present;
  let isDated = true;
  let isCaughtUp = false;
  let waiting: number[] = [];
  const settle = () => {
    for (const seq of waiting) states.set(seq, state);
    waiting = [];
  };
  for await (const change of changes) {
    if (change.seq < lowest && waiting.length === 0) break;
    if (!isOfRecord(change)) {
      if (wanted.has(change.seq)) waiting.push(change.seq);
      continue;
    }
    isCaughtUp ||= present === null || change.rev <= present.rev;
    if (!isCaughtUp) continue;
    const isGone = change.type === 'user.deleted';
    // The change that made the record what it is knows its rev and its time.
    if (state !== null && !isDated && !isGone) state = { ...state, rev: change.rev, updatedAt: change.at };
    if (!isGone && wanted.has(change.seq)) waiting.push(change.seq);
    settle();
    state = recordBefore(state, change);
    isDated = false;
    if (isGone && wanted.has(change.seq)) waiting.push(change.seq);
  }
  settle();
  return states;
}

/**
 * The record right after each of these changes of one user, by their number; of a deletion right before it. null: there was
 * none, or it cannot be known. Reads the history back to the oldest of them, unless the record has not changed since.
 */
export async function usersAt(
  store: Pick<Store, 'loadUser' | 'readHistory'>,
  realm: string,
  userId: string,
  changes: readonly Change[],
): Promise<ReadonlyMap<number, User | null>> {
  const present = (await store.loadUser(realm, { by: 'id', id: userId }))?.user ?? null;
  const still = present === null ? [] : changes.filter((change) => isStill(present, change));
  const wanted = new Set(changes.filter((change) => !still.includes(change)).map(({ seq }) => seq));
  const known = still.map(({ seq }) => [seq, present] as const);
  if (wanted.size === 0) return new Map(known);
  const walked = await walkBack(historyOf(store, realm, userId, null), present, wanted);
  return new Map([...known, ...walked]);
}
