// Tests of batches: all or nothing, names that change hands, and whose fault it was.

import { describe, expect, test } from 'vitest';
import { banUsers } from '../../src/core/commands/ban-users.ts';
import { inTurn } from '../../src/core/commands/turns.ts';
import { type UpdateRequest, updateUsers } from '../../src/core/commands/update-users.ts';
import { set, type UserPatch } from '../../src/core/model/patch.ts';
import type { User, UserReference } from '../../src/core/model/user.ts';
import { idOf, patch, replacement, wish } from '../users.ts';
import { add, allUsers, everything, historyOf, openWorld, refusedBy, type World } from './world.ts';

const byName = (value: string): UserReference => ({ by: 'key', kind: 'username', value });
const request = (
  one: User | UserReference,
  wanted: Partial<UserPatch>,
  ifRev: number | null = null,
): UpdateRequest => ({
  reference: 'by' in one ? one : { by: 'id', id: one.id },
  patch: patch(wanted),
  ifRev,
});
const update = (world: World, requests: readonly UpdateRequest[]) =>
  updateUsers(world.context, requests, { system: false });

const idle: UserReference = { by: 'id', id: idOf(404) };

async function three(): Promise<World & { all: readonly [User, User, User] }> {
  const world = await openWorld();
  const make = (name: string) =>
    add(world, { username: set(name), emails: replacement([wish(`${name}@x.com`)], { primary: { op: 'first' } }) });
  return { ...world, all: [await make('ada_1'), await make('bob_2'), await make('cec_3')] };
}

describe('a batch', () => {
  test('changes all, each with its own change, in the order asked', async () => {
    const world = await three();
    const [ada, bob, cec] = world.all;
    const updated = await update(world, [
      request(cec, { name: set('C') }),
      request(byName('ADA_1'), { name: set('A') }),
      request(bob, {}),
    ]);
    expect(updated.map(({ after }) => [after.name, after.rev])).toEqual([
      ['C', 2],
      ['A', 2],
      [null, 1],
    ]);
    expect((await allUsers(world)).slice(1).map(({ name }) => name)).toEqual(['A', null, 'C']);
    expect((await historyOf(world, ada.id)).at(-1)?.diff).toEqual([{ path: 'name', before: null, after: 'A' }]);
    expect(await historyOf(world, bob.id)).toHaveLength(1);
  });

  test('of nothing does nothing', async () => {
    const world = await three();
    const before = await everything(world);
    expect(await update(world, [])).toEqual([]);
    expect(await everything(world)).toEqual(before);
  });

  test.each([
    [
      'not-found',
      2,
      (all: readonly User[]) => [
        request(all[0] ?? idle, { name: set('A') }),
        request(all[1] ?? idle, { banned: set(true) }),
        request({ by: 'id', id: idOf(404) }, {}),
      ],
    ],
    [
      'not-found',
      1,
      (all: readonly User[]) => [
        request(all[0] ?? idle, { name: set('A') }),
        request({ by: 'serial', serial: 99 }, {}),
      ],
    ],
    [
      'invalid',
      1,
      (all: readonly User[]) => [
        request(all[0] ?? idle, { name: set('A') }),
        request(all[1] ?? idle, { name: set('\0') }),
      ],
    ],
    [
      'invalid',
      2,
      (all: readonly User[]) => [
        request(all[0] ?? idle, { name: set('A') }),
        request(all[1] ?? idle, {}),
        request(byName('ada_1'), {}),
      ],
    ],
    [
      'conflict',
      1,
      (all: readonly User[]) => [
        request(all[0] ?? idle, { name: set('A') }),
        request(all[1] ?? idle, { name: set('B') }, 9),
      ],
    ],
  ] as const)('with one bad element (%s at %i) changes nothing and says which', async (code, index, requests) => {
    const world = await three();
    const before = await everything(world);
    const error = await refusedBy(() => update(world, requests(world.all)));
    expect([error.refusals[0].code, error.index]).toEqual([code, index]);
    expect(await everything(world)).toEqual(before);
  });

  test('in which the store refuses a name changes nothing', async () => {
    const world = await three();
    const [ada, bob] = world.all;
    const before = await everything(world);
    const error = await refusedBy(() =>
      update(world, [request(ada, { name: set('A') }), request(bob, { username: set('CEC_3') })]),
    );
    expect(error.refusals).toEqual([{ code: 'taken', field: 'username' }]);
    expect(await everything(world)).toEqual(before);
  });

  test('lets two users swap names and addresses, and three pass them round', async () => {
    const world = await three();
    const [ada, bob, cec] = world.all;
    const as = (name: string) => ({
      username: set(name),
      emails: replacement([wish(`${name}@x.com`)], { primary: { op: 'value', value: `${name}@x.com` } }),
    });
    await update(world, [request(ada, as('bob_2')), request(bob, as('ada_1'))]);
    await update(world, [request(ada, as('cec_3')), request(bob, as('bob_2')), request(cec, as('ada_1'))]);
    const now = (await allUsers(world)).slice(1);
    expect(now.map((one) => [one.username, one.emails[0]?.address])).toEqual([
      ['cec_3', 'cec_3@x.com'],
      ['bob_2', 'bob_2@x.com'],
      ['ada_1', 'ada_1@x.com'],
    ]);
    for (const one of now) {
      const found = await world.ports.store.loadUser('default', {
        by: 'key',
        kind: 'email',
        key: `${one.username}@x.com`,
      });
      expect(found?.user.id).toBe(one.id);
    }
  });

  test('that crosses another ends, whatever the order, and none is lost', async () => {
    const world = await three();
    const [ada, bob, cec] = world.all;
    const orders = [
      [ada, bob, cec],
      [cec, bob, ada],
      [bob, ada],
      [cec, ada],
    ];
    const batches = Array.from({ length: 40 }, (_, index) => orders[index % orders.length] ?? []);
    await Promise.all(
      batches.map((users, index) =>
        update(
          world,
          users.map((one) =>
            request(one, {
              metadata: { ...patch({}).metadata, private: { op: 'merge-deep', value: { [`b${index}`]: 1 } } },
            }),
          ),
        ),
      ),
    );
    const counts = (await allUsers(world)).slice(1).map(({ metadata }) => Object.keys(metadata.private).length);
    expect(counts).toEqual([40, 30, 30]);
  });
});

test('a ban of several is one batch', async () => {
  const world = await three();
  const references = world.all.map(({ id }): UserReference => ({ by: 'id', id }));
  const banned = await banUsers(world.context, references, true);
  expect(banned.map(({ bannedAt }) => bannedAt)).toEqual([world.clock.now, world.clock.now, world.clock.now]);
  const again = await banUsers(world.context, references, true);
  expect(again.map(({ rev }) => rev)).toEqual([2, 2, 2]);
  expect((await banUsers(world.context, references, false)).map(({ bannedAt }) => bannedAt)).toEqual([
    null,
    null,
    null,
  ]);
});

describe('turns', () => {
  test('of one user come one after the other, in the order asked; of others at once', async () => {
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`${name} ends`);
    };
    await Promise.all([
      inTurn('r', ['1', '2'], work('A')),
      inTurn('r', ['2', '3'], work('B')),
      inTurn('r', ['4'], work('C')),
      inTurn('s', ['1'], work('D')),
      inTurn('r', ['3', '1'], work('E')),
    ]);
    expect(log.slice(0, 3)).toEqual(['A begins', 'C begins', 'D begins']);
    const order = ['A', 'B', 'E'].flatMap((name) => [log.indexOf(`${name} begins`), log.indexOf(`${name} ends`)]);
    expect(order).toEqual(order.toSorted((left, right) => left - right));
  });

  test('go on after a failure', async () => {
    const failing = inTurn('r', ['1'], () => Promise.reject(new Error('no')));
    const next = inTurn('r', ['1', '1'], async () => 'done');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('done');
  });
});
