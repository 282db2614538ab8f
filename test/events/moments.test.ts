// What was is told as it was: records as of each change, whatever has become of the user since; and the ids of events.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSession } from '../../src/core/commands/create-session.ts';
import { createUser } from '../../src/core/commands/create-user.ts';
import { deleteUser } from '../../src/core/commands/delete-user.ts';
import { endSessions } from '../../src/core/commands/end-sessions.ts';
import { isBeyond, readEventId, writeEventId } from '../../src/core/commands/event-id.ts';
import { type Moment, readMoments } from '../../src/core/commands/read-moments.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import type { JsonObject } from '../../src/core/model/json.ts';
import { untouched } from '../../src/core/model/patch.ts';
import type { Session } from '../../src/core/model/session.ts';
import type { User } from '../../src/core/model/user.ts';
import { makeWorld, type World } from '../commands/world.ts';

const waivers = { identifier: true, password: true };
const options = { system: false, ifRev: null };
const facts = { method: 'password', ipAddress: '203.0.113.1', userAgent: 'test', organizationId: null };

const set = (metadata: JsonObject, firstName: string) => ({
  ...untouched,
  firstName: { op: 'set', value: firstName } as const,
  metadata: { ...untouched.metadata, public: { op: 'replace', value: metadata } as const },
});

async function momentsIn({ context, ports }: World): Promise<readonly Moment[]> {
  const all = { direction: 'ascending', beyond: null, types: null, from: null, to: null, limit: 1000 } as const;
  const { id } = context.realm;
  return await readMoments(ports.store, id, await ports.store.readChanges(id, all));
}

/** Traces of use are told as they are now; of who is gone, not at all. */
const recordOf = (user: User | null) => (user === null ? null : { ...user, activity: null, serial: 0 });

type Told = { user: User | null; session: Session | null };
const told = (moments: readonly Pick<Moment, 'user' | 'session'>[]) =>
  moments.map(({ user, session }) => ({ user: recordOf(user), session }));

const anyStep = fc.oneof(
  fc.record({ what: fc.constant('update' as const), name: fc.constantFrom('a', 'b', 'c'), count: fc.nat(3) }),
  fc.record({ what: fc.constantFrom('begin' as const, 'end' as const) }),
);

describe('moments', () => {
  test('show the record right after each change, also of who is deleted', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 12 }), fc.boolean(), async (steps, isDeleted) => {
        const world = await makeWorld();
        const { context, clock } = world;
        let user = await createUser(context, set({ kind: 'ticket', id: 'x' }, 'first'), waivers);
        const expected: Told[] = [{ user, session: null }];
        let active: Session[] = [];
        for (const step of steps) {
          clock.now += 1000;
          if (step.what === 'update') {
            const { after } = await updateUser(
              context,
              { by: 'id', id: user.id },
              set({ n: step.count }, step.name),
              options,
            );
            if (after.rev > user.rev) expected.push({ user: after, session: null });
            user = after;
          } else if (step.what === 'begin') {
            const session = await createSession(context, { by: 'id', id: user.id }, facts);
            active.push(session);
            expected.push({ user, session });
          } else {
            await endSessions(context, user.id, { which: 'all' }, 'revoked');
            const ended = { status: 'revoked', endedAt: clock.now, updatedAt: clock.now } as const;
            expected.push(...active.map((session) => ({ user, session: { ...session, ...ended } })));
            active = [];
          }
        }
        if (isDeleted) {
          clock.now += 1000;
          await deleteUser(context, { by: 'id', id: user.id }, options);
          expected.push({ user, session: null });
        }
        const moments = await momentsIn(world);
        expect(told(moments)).toEqual(told(expected));
        expect(moments.every(({ before, after }) => before === null && after === null)).toBe(true);
        await world.ports.store.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe('the id of an event', () => {
  const anyPlace = fc.record({ seq: fc.maxSafeNat(), part: fc.nat(0xffff) });
  const anyTime = fc.nat(2 ** 47);

  test('is its time and place, and sorts by them', () => {
    fc.assert(
      fc.property(anyTime, anyPlace, anyPlace, (at, place, other) => {
        const id = writeEventId(at, place);
        expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
        for (const text of [id, `event_${id}`, `msg_${id}`]) expect(readEventId(text)).toEqual({ at, place });
        expect(isBeyond(place, other)).toBe(id > writeEventId(at, other));
      }),
    );
  });

  test.each(['', 'event_', 'event_01HXYZ', '8ZZZZZZZZZZZZZZZZZZZZZZZZZ', 'event_0000000000ZZZZZZZZZZZZZZZZ', '../x'])(
    '%j is none',
    (text) => expect(readEventId(text)).toBeNull(),
  );
});
