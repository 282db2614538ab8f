// The second limit: what an update reads and writes, asked of the store in a loop without a server.

import { randomUUID } from 'node:crypto';
import { realmId } from '../../src/boot/first-boot.ts';
import { openStore } from '../../src/boot/open-store.ts';
import type { User } from '../../src/core/model/user.ts';
import type { DocumentStep, Store, Write } from '../../src/core/ports.ts';
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

/** What an update by a name of its own leaves behind besides: as much as the seals of its digest and its answer take. */
function receiptOf(name: string, at: number): DocumentStep {
  const [digest, sealed] = ['x'.repeat(140), 'x'.repeat(700)];
  const id = randomUUID();
  return {
    op: 'insert',
    document: {
      ...{ kind: 'receipt', realm: realmId, id, rev: 1, createdAt: at, updatedAt: at, forgetAt: at + 86_400_000 },
      ...{ userId: null, organizationId: null, subject: null, digest, sealed },
    },
    keys: [{ kind: 'receipt', key: name }],
  };
}

/** What an update of this kind changes, decided without any rule. */
function changesOf({ metadata, firstName, lastName }: User, kind: UpdateKind, count: number) {
  if (kind === 'metadata') {
    const bag = { ...metadata.public, visits: count, last: { page: '/pricing' } };
    const next = { ...metadata, public: bag, private: { ...metadata.private, score: count } };
    const diff = [
      { path: 'metadata.public.visits', before: metadata.public.visits ?? null, after: count },
      { path: 'metadata.private.score', before: metadata.private.score ?? null, after: count },
    ];
    return { values: { metadata: next }, diff, renames: false };
  }
  if (kind === 'coronium.update') {
    const next = { ...metadata, extra: { ...metadata.extra, level: count, color: 'Red' } };
    const diff = [{ path: 'metadata.extra.level', before: metadata.extra.level ?? null, after: count }];
    return { values: { metadata: next }, diff, renames: false };
  }
  const values = { firstName: `John ${count}`, lastName: `Wick ${count}` };
  const diff = [
    { path: 'firstName', before: firstName, after: values.firstName },
    { path: 'lastName', before: lastName, after: values.lastName },
  ];
  return { values, diff, renames: true };
}

/** The write that an update of this kind comes to; `name` null: the update has none. */
function writeOf(user: User, kind: UpdateKind, name: string | null, count: number): Write {
  const at = Date.now();
  const { values, diff, renames } = changesOf(user, kind, count);
  const next: User = { ...user, ...values, rev: user.rev + 1, updatedAt: at };
  const search = renames ? searchTextOf(next) : null;
  return {
    realm: realmId,
    users: [
      { op: 'update', user: next, rev: user.rev, secrets: 'keep', addKeys: [], removeKeys: [], search, restart: [] },
    ],
    images: [],
    sessions: [],
    documents: name === null ? [] : [receiptOf(name, at)],
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
    const name = ask.kind === 'coronium.update' ? randomUUID() : null;
    const known =
      name === null ? null : await store.loadDocumentByKey(realmId, 'receipt', { kind: 'receipt', key: name });
    if (known !== null) throw new Error('a name was used before');
    const stored = await store.loadUser(realmId, { by: 'id', id: personId(people()) });
    if (stored === null) throw new Error('somebody is missing');
    count += 1;
    const outcome = await store.commit(writeOf(stored.user, ask.kind, name, count));
    if (!outcome.ok) throw new Error(`a write failed: ${JSON.stringify(outcome)}`);
  }, ask);
});
