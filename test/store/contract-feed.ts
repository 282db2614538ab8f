// The store's contract: the feed of all changes of a realm.

import { expect, test } from 'vitest';
import type { Change, ChangeType } from '../../src/core/model/change.ts';
import { noUser } from '../../src/core/model/change.ts';
import type { ChangeQuery, Store } from '../../src/core/ports.ts';
import type { World } from '../store-contract.ts';
import { writeChanges } from './feed-writers.ts';
import { add, newChange, newRealm, newSession, newWrite, plainUpdate } from './fixtures.ts';

/** Asks for all of it, oldest first. */
export const wholeFeed: ChangeQuery = {
  ...{ direction: 'ascending', beyond: null, types: null },
  ...{ from: null, to: null, limit: 1000 },
};

/** Pages through the realm's feed while `writing`, and once more after it: all that was read, in the order it came. */
export async function follow(store: Store, realm: string, writing: Promise<unknown>): Promise<readonly Change[]> {
  let over = false;
  const end = writing.finally(() => {
    over = true;
  });
  const all: Change[] = [];
  for (let last = false; ; ) {
    const beyond = all.at(-1)?.seq ?? null;
    const page = await store.readChanges(realm, { ...wholeFeed, beyond, limit: 100 });
    all.push(...page);
    if (page.length === 0 && last) break;
    last = over;
  }
  await end;
  return all;
}

/** Expects what `writeChanges` made under these names: each once, in ascending order, every writer's in its own. */
export function expectEach(all: readonly Change[], names: readonly string[], count: number): void {
  const seqs = all.map(({ seq }) => seq);
  expect(seqs.every((seq, index) => seq > (seqs[index - 1] ?? 0))).toBe(true);
  expect(all).toHaveLength(names.length * count);
  const made = Map.groupBy(all, ({ requestId }) => requestId.split(' ')[0] ?? '');
  for (const name of names) {
    const ids = made.get(name)?.map(({ requestId }) => requestId);
    expect(ids).toEqual(Array.from({ length: count }, (_, index) => `${name} ${index}`));
  }
}

/** What `query` asks for, told in the plainest way. */
function expected(all: readonly Change[], query: ChangeQuery): readonly Change[] {
  const { direction, beyond, types, from, to, limit } = query;
  const forward = direction === 'ascending';
  const found = (forward ? all : all.toReversed()).filter(({ seq, at, type }) => {
    if (beyond !== null && (forward ? seq <= beyond : seq >= beyond)) return false;
    return (types?.includes(type) ?? true) && at >= (from ?? at) && at < (to ?? at + 1);
  });
  return found.slice(0, limit);
}

const types: readonly ChangeType[] = ['user.updated', 'role.updated', 'session.ended', 'organization.created'];

/** What is read. */
export function feedContract(world: World): void {
  test('all changes of a realm, whoever’s they are, in the order of their commits', async () => {
    const realm = await newRealm(world.store);
    expect(await world.store.readChanges(realm, wholeFeed)).toEqual([]);
    const user = await add(world.store, realm);
    await add(world.store, await newRealm(world.store));
    await world.store.commit(plainUpdate(user));
    const session = newSession(realm, user.id, { expireAt: 9e15, abandonAt: 9e15 });
    const change = newChange(user, { type: 'session.ended' });
    await world.other.commit(
      newWrite(realm, {
        sessions: [{ op: 'insert', session }],
        changes: [newChange(user, { type: 'session.created' })],
      }),
    );
    const end = { op: 'end', userId: user.id, only: null, except: null, status: 'ended', at: 5, change } as const;
    await world.store.commit(newWrite(realm, { sessions: [end] }));
    await world.other.commit(newWrite(realm, { changes: [newChange(user, { userId: noUser, type: 'role.created' })] }));
    for (const store of [world.store, world.other]) {
      const all = await store.readChanges(realm, wholeFeed);
      expect(all.map(({ type }) => type)).toEqual([
        ...['user.updated', 'session.created', 'session.ended', 'role.created'],
      ]);
      expect(all.slice(0, 3).toReversed()).toEqual(await store.readHistory(realm, user.id, null, 10));
      expect(all.every((each) => each.realm === realm)).toBe(true);
      expect(await store.readChanges(realm, { ...wholeFeed, direction: 'descending' })).toEqual(all.toReversed());
    }
  });

  test('what a store has acknowledged is in the feed at once, whichever store reads', async () => {
    const realm = await newRealm(world.store);
    let user = await add(world.store, realm);
    for (let round = 0; round < 20; round++) {
      const [writer, reader] = round % 2 === 0 ? [world.store, world.other] : [world.other, world.store];
      await writer.commit(plainUpdate(user));
      user = { ...user, rev: user.rev + 1 };
      expect(await reader.readChanges(realm, wholeFeed)).toHaveLength(round + 1);
      const newest = await writer.readChanges(realm, { ...wholeFeed, direction: 'descending', limit: 1 });
      expect(newest.map(({ rev }) => rev)).toEqual([user.rev]);
    }
  });
}

/** A realm with changes of four types, whose times do not follow their order. */
async function fill(world: World) {
  const realm = await newRealm(world.store);
  const user = await add(world.store, realm);
  for (let index = 0; index < 24; index++) {
    const type = types[index % 4] ?? 'user.updated';
    const diff = [{ path: `roles.${index}`, before: null, after: { deep: ['"', index, null] } }];
    const change = newChange(user, { userId: noUser, type, diff, at: 100 + ((index * 5) % 12) });
    await (index % 2 === 0 ? world.store : world.other).commit(newWrite(realm, { changes: [change] }));
  }
  return { realm, all: await world.store.readChanges(realm, wholeFeed) };
}

/** What can be asked for. */
export function feedQueryContract(world: World): void {
  test('types, times, place, limit and direction, and all of them together', async () => {
    const { realm, all } = await fill(world);
    expect(all).toHaveLength(24);
    const seq = (index: number) => all[index]?.seq ?? 0;
    for (const direction of ['ascending', 'descending'] as const) {
      const asked = [null, 0, seq(0), seq(7), seq(23), seq(23) + 1].flatMap((beyond) =>
        [null, [], types.slice(0, 1), types.slice(1, 3), ['user.deleted'] as const].flatMap((chosen) =>
          [null, 103].flatMap((from) =>
            [null, 103, 108].flatMap((to) =>
              [1, 6, 100].map((limit): ChangeQuery => ({ direction, beyond, types: chosen, from, to, limit })),
            ),
          ),
        ),
      );
      const found = await Promise.all(asked.map((query) => world.other.readChanges(realm, query)));
      expect(found).toEqual(asked.map((query) => expected(all, query)));
    }
  });
}

/** What is read while others write. */
export function feedRaceContract(world: World): void {
  test('a reader meets each of 10,000 changes by 8 writers once and in order', { timeout: 120_000 }, async () => {
    const realm = await newRealm(world.store);
    const names = Array.from({ length: 8 }, (_, index) => `writer-${index}`);
    const writing = names.map((name, index) =>
      writeChanges(index % 2 === 0 ? world.store : world.other, realm, name, 1250),
    );
    const readers = [world.store, world.other].map((store) => follow(store, realm, Promise.all(writing)));
    for (const reader of readers) expectEach(await reader, names, 1250);
  });
}
