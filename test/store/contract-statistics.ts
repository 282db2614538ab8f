// The store's contract: what is counted per day.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change, NewChange } from '../../src/core/model/change.ts';
import { changeTypes, noUser } from '../../src/core/model/change.ts';
import type { DayCount, DayQuery } from '../../src/core/ports.ts';
import type { World } from '../store-contract.ts';
import { wholeFeed } from './contract-feed.ts';
import { newChange, newId, newRealm, newUser, newWrite } from './fixtures.ts';

const dayMs = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const january: DayQuery = { from: start, days: 31, userId: null, api: null, withoutSession: ['game'] };

/** What the query asks for, counted in the plainest way. */
function counted(all: readonly Change[], { from, days, userId, api, withoutSession }: DayQuery) {
  const isSignIn = (change: Change) =>
    change.type === (withoutSession.includes(change.api) ? 'sign-in.succeeded' : 'session.created');
  const among = all.filter(
    (change) =>
      (userId === null || change.userId === userId) &&
      (api === null || change.api === api) &&
      change.at >= from &&
      change.at < from + days * dayMs,
  );
  const usersOf = (changes: readonly Change[]) => new Set(changes.filter(isSignIn).map((change) => change.userId)).size;
  const perDay = Array.from({ length: days }, (_, day): DayCount => {
    const there = among.filter(({ at }) => Math.floor((at - from) / dayMs) === day);
    return {
      day,
      joined: userId === null ? there.filter(({ type }) => type === 'user.created').length : 0,
      signedIn: there.filter(isSignIn).length,
      failed: there.filter(({ type }) => type === 'sign-in.failed').length,
      users: usersOf(there),
    };
  });
  const busy = perDay.filter(({ joined, signedIn, failed }) => joined + signedIn + failed > 0);
  return { days: busy, users: usersOf(among) };
}

async function realmWith(world: World, facts: readonly Partial<NewChange>[]): Promise<string> {
  const realm = await newRealm(world.store);
  const user = newUser(realm);
  await world.store.commit(newWrite(realm, { changes: facts.map((fields) => newChange(user, fields)) }));
  return realm;
}

/** Joins and sign-ins. */
export function statisticsContract(world: World): void {
  test('a day is 24 hours from its first millisecond to its last, wherever the first of them begins', async () => {
    const [ann, bob] = [newId(), newId()];
    const realm = await realmWith(world, [
      { userId: ann, type: 'session.created', at: start - 1 },
      { userId: ann, type: 'session.created', at: start },
      { userId: ann, type: 'session.created', at: start + dayMs - 1 },
      { userId: ann, type: 'session.created', at: start + dayMs },
      { userId: bob, type: 'session.created', at: start + dayMs },
      { userId: ann, type: 'session.created', at: start + 2 * dayMs },
    ]);
    const twoDays = { ...january, days: 2 };
    const none = { joined: 0, failed: 0 };
    expect(await world.store.countDays(realm, twoDays)).toEqual({
      days: [
        { ...none, day: 0, signedIn: 2, users: 1 },
        { ...none, day: 1, signedIn: 2, users: 2 },
      ],
      users: 2,
    });
    // An hour east, the last millisecond of the old year and the last of the first day are already in the next.
    expect(await world.other.countDays(realm, { ...twoDays, from: start - 3_600_000 })).toEqual({
      days: [
        { ...none, day: 0, signedIn: 2, users: 1 },
        { ...none, day: 1, signedIn: 3, users: 2 },
      ],
      users: 2,
    });
    expect(await world.store.countDays(realm, { ...january, from: start + 9 * dayMs })).toEqual({ days: [], users: 0 });
    expect(await world.store.countDays(await newRealm(world.store), january)).toEqual({ days: [], users: 0 });
  });

  test('a sign-in is its session; only where none begins, what was noted of it', async () => {
    const at = start + 5;
    const [ann, bob] = [newId(), newId()];
    const realm = await realmWith(world, [
      ...(['sign-in.succeeded', 'sign-in.succeeded', 'session.created'] as const).map((type) => ({
        ...{ at, type, userId: ann, api: 'web' },
      })),
      { at, type: 'sign-in.succeeded', userId: bob, api: 'game' },
      { at, type: 'sign-in.failed', userId: bob, api: 'game' },
      { at, type: 'sign-in.failed', userId: noUser, api: 'web' },
      { at, type: 'user.created', userId: bob, api: 'web' },
      ...(['user.updated', 'session.ended', 'user.deleted', 'realm.exported'] as const).map((type) => ({ at, type })),
    ]);
    const ask = async (fields: Partial<DayQuery>) => await world.store.countDays(realm, { ...january, ...fields });
    const day = (joined: number, signedIn: number, failed: number, users: number) => ({
      days: [{ day: 0, joined, signedIn, failed, users }],
      users,
    });
    expect(await ask({})).toEqual(day(1, 2, 2, 2));
    expect(await ask({ api: 'web' })).toEqual(day(1, 1, 1, 1));
    expect(await ask({ api: 'game' })).toEqual(day(0, 1, 1, 1));
    expect(await ask({ withoutSession: [] })).toEqual(day(1, 1, 2, 1));
    expect(await ask({ withoutSession: [], userId: bob })).toEqual(day(0, 0, 1, 0));
    expect(await ask({ userId: bob })).toEqual(day(0, 1, 1, 1));
    expect(await ask({ userId: ann, api: 'game' })).toEqual({ days: [], users: 0 });
    expect(await ask({ api: "web' OR 1=1 --" })).toEqual({ days: [], users: 0 });
  });
}

/** Joins and sign-ins, whatever happened and whatever is asked. */
export function statisticsLawContract(world: World): void {
  test('the days of any question add up to what the feed tells', async () => {
    const people = [newId(), newId(), newId(), noUser];
    const apis = ['web', 'game', 'other'];
    const change = fc.record({
      type: fc.constantFrom(...changeTypes),
      userId: fc.constantFrom(...people),
      api: fc.constantFrom(...apis),
      at: fc.integer({ min: start - 2 * dayMs, max: start + 6 * dayMs }),
    });
    const question = fc.record({
      from: fc.integer({ min: start - 3 * dayMs, max: start + 3 * dayMs }),
      days: fc.integer({ min: 1, max: 8 }),
      userId: fc.constantFrom(null, null, ...people),
      api: fc.constantFrom(null, null, ...apis),
      withoutSession: fc.subarray(apis),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 40, maxLength: 120 }),
        fc.array(question, { minLength: 10, maxLength: 10 }),
        async (changes, questions) => {
          const realm = await realmWith(world, changes);
          const all = await world.store.readChanges(realm, wholeFeed);
          expect(all).toHaveLength(changes.length);
          for (const query of questions) {
            expect(await world.other.countDays(realm, query)).toEqual(counted(all, query));
          }
        },
      ),
      { numRuns: 15 },
    );
  });
}
