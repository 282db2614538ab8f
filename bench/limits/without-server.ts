// The second limit: what an update reads and writes, asked of the store in a loop without a server.

import { realmId } from '../../src/boot/first-boot.ts';
import { openStore } from '../../src/boot/open-store.ts';
import type { User } from '../../src/core/model/user.ts';
import type { Store, Write } from '../../src/core/ports.ts';
import { searchTextOf } from '../../src/core/rules/search-text.ts';
import { answer } from '../child.ts';
import { personId } from '../people.ts';
import type { Place } from '../places.ts';
import { type UpdateKind, walk } from '../requests.ts';
import { type Timing, timeLoop } from '../timing.ts';

/** A loop over the people of a place that is this process' own. */
export type WithoutServerAsk = {
  readonly place: Place;
  readonly total: number;
  readonly kind: UpdateKind;
  readonly inFlight: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
};

let opened: Promise<Store> | null = null;

/** The write that an update of this kind comes to, decided without any rule. */
function writeOf(user: User, kind: UpdateKind, count: number): Write {
  const at = Date.now();
  const names = { firstName: `John ${count}`, lastName: `Wick ${count}` };
  const bag = { ...user.metadata.public, visits: count, last: { page: '/pricing' } };
  const metadata = { ...user.metadata, public: bag, private: { ...user.metadata.private, score: count } };
  const next: User = { ...user, ...(kind === 'metadata' ? { metadata } : names), rev: user.rev + 1, updatedAt: at };
  const diff =
    kind === 'metadata'
      ? [
          { path: 'metadata.public.visits', before: user.metadata.public.visits ?? null, after: count },
          { path: 'metadata.private.score', before: user.metadata.private.score ?? null, after: count },
        ]
      : [
          { path: 'firstName', before: user.firstName, after: next.firstName },
          { path: 'lastName', before: user.lastName, after: next.lastName },
        ];
  const search = kind === 'metadata' ? null : searchTextOf(next);
  return {
    realm: realmId,
    users: [
      { op: 'update', user: next, rev: user.rev, secrets: 'keep', addKeys: [], removeKeys: [], search, restart: [] },
    ],
    images: [],
    sessions: [],
    documents: [],
    changes: [
      {
        ...{ realm: realmId, userId: user.id, rev: next.rev, at, actor: { kind: 'secret-key', keyId: user.id } },
        ...{ api: 'bench', requestId: user.id, type: 'user.updated', diff },
      },
    ],
    mails: [],
  };
}

answer<WithoutServerAsk, Timing>(async (ask) => {
  opened ??= openStore(ask.place);
  const store = await opened;
  const people = walk(ask.total);
  let count = Date.now() % 1_000_000_000;
  return timeLoop(async () => {
    const stored = await store.loadUser(realmId, { by: 'id', id: personId(people()) });
    if (stored === null) throw new Error('somebody is missing');
    count += 1;
    const outcome = await store.commit(writeOf(stored.user, ask.kind, count));
    if (!outcome.ok) throw new Error(`a write failed: ${JSON.stringify(outcome)}`);
  }, ask);
});
