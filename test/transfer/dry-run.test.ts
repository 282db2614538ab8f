// The dry run: what it tells is what the run does, and it writes nothing.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { idOfAlias } from '../../src/cli/id-of-alias.ts';
import type { OnConflict } from '../../src/core/commands/import-users.ts';
import type { Arrival } from '../../src/core/commands/judge-arrival.ts';
import { set } from '../../src/core/model/patch.ts';
import { openMemory } from '../../src/transfer/memory.ts';
import { allUsers, everything } from '../commands/world.ts';
import { idOf } from '../users.ts';
import { clerk, comer, openEntrance, takeIn, words } from './comers.ts';
import { moveIn, moverOf, openHall } from './movers.ts';

describe('a dry run', () => {
  const here = clerk('a', { username: set('adalove') });
  const names = ['adalove', 'grace_h', 'no good'];
  const anyArrival = fc
    .record({
      alias: fc.option(fc.constantFrom('a', 'b', 'c')),
      username: fc.constantFrom(...names),
    })
    .map(({ alias, username }) =>
      comer({
        username: set(username),
        firstName: set('Ada'),
        ...(alias !== null && { aliases: set({ clerk: alias }) }),
      }),
    );
  // Who is one person by the alias and another by the name is known only once they are in; so is, when `strict`, what is left
  // to update of somebody whom two different lines name.
  const isClear = (all: readonly Arrival[], strict: boolean) => {
    const pairs = all.flatMap((one) => {
      if (one.from === 'muster') return [];
      const { aliases, username } = one.newcomer.patch;
      return [[JSON.stringify(aliases), JSON.stringify(username)]];
    });
    return pairs.every(([alias, name]) =>
      pairs.every(([other, its]) => (alias === other) === (name === its) || (strict ? false : alias !== other)),
    );
  };

  test.each<OnConflict>(['skip', 'update', 'fail'])(
    'tells what %s would do, and writes nothing',
    async (onConflict) => {
      const arrivals = fc
        .array(anyArrival, { minLength: 1, maxLength: 6 })
        .filter((all) => isClear(onConflict === 'update' ? [...all, here] : all, onConflict === 'update'));
      await fc.assert(
        fc.asyncProperty(arrivals, fc.boolean(), async (file, isHere) => {
          const world = await openEntrance();
          if (isHere) await takeIn(world, [here]);
          const before = await everything(world);
          const told = await takeIn(world, file, { onConflict, dryRun: openMemory(), idOf: idOfAlias });
          expect(await everything(world)).toEqual(before);
          expect(words(told)).toEqual(words(await takeIn(world, file, { onConflict, dryRun: null, idOf: idOfAlias })));
        }),
        { numRuns: 40 },
      );
    },
  );

  test('knows people of earlier batches', async () => {
    const world = await openEntrance();
    const options = { onConflict: 'fail', dryRun: openMemory(), idOf: idOfAlias } as const;
    expect(words(await takeIn(world, [clerk('a', { username: set('adalove') })], options))).toEqual(['created']);
    const next = [clerk('b', { username: set('grace_h') }), clerk('c', { username: set('adalove') }), clerk('d')];
    expect(words(await takeIn(world, next, options))).toEqual(['created', 'conflict']);
  });

  test('knows written users by their ids', async () => {
    const hall = await openHall();
    const one = moverOf({ id: idOf(7), serial: 9 });
    const told = await moveIn(hall, [one, one], { onConflict: 'skip', dryRun: openMemory(), idOf: idOfAlias });
    expect(words(told)).toEqual(['created', 'present']);
    expect(await allUsers(hall)).toHaveLength(1);
  });
});
