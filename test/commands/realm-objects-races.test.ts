// Two processes that change the objects of one realm at once: no number is given twice, no name taken twice, nothing is lost.

import { describe, expect, test, vi } from 'vitest';
import { readRealmObjects } from '../../src/core/commands/find-realm-objects.ts';
import { defaultPolicy } from '../../src/core/model/realm.ts';
import { newGroup } from '../realm-objects.ts';
import { engines, openProcesses, tally, wordOf } from './processes.ts';

/** The commands as one process has them: neither waits its turn behind the other. */
async function loadCommands() {
  vi.resetModules();
  const [{ changeRealmObjects }, { openNumbers }, { changePolicy }] = await Promise.all([
    import('../../src/core/commands/change-realm-objects.ts'),
    import('../../src/core/commands/take-numbers.ts'),
    import('../../src/core/commands/change-policy.ts'),
  ]);
  return { changeRealmObjects, openNumbers, changePolicy };
}

describe.each(engines)('on $name', (engine) => {
  const open = async (count: number) => {
    const [one, other] = await openProcesses(engine);
    const sides = [
      { world: one.world, commands: await loadCommands() },
      { world: other.world, commands: await loadCommands() },
    ] as const;
    return { world: one.world, everySide: Array.from({ length: count }, (_, index) => sides[index % 2] ?? sides[0]) };
  };

  test('50 who make a group get 50 numbers', { timeout: 60_000 }, async () => {
    const { world, everySide } = await open(50);
    const given = await Promise.all(
      everySide.map(({ world: { context }, commands }) =>
        commands.changeRealmObjects(context, async () => {
          const numbers = await commands.openNumbers(context);
          const number = numbers.take('group', 14);
          const intents = [{ op: 'create', document: newGroup(String(number)) }] as const;
          return { intents, users: [], numbering: numbers.taken(), result: number };
        }),
      ),
    );
    const expected = Array.from({ length: 50 }, (_, index) => 14 + index);
    expect(given.toSorted((left, right) => left - right)).toEqual(expected);
    const { groups } = await readRealmObjects(world.context);
    expect(new Set(groups.keys())).toEqual(new Set(expected.map(String)));
  });

  test('one name is taken once', async () => {
    const { world, everySide } = await open(8);
    const words = await Promise.all(
      everySide.map(({ world: { context }, commands }, index) => {
        const intents = [{ op: 'create', document: newGroup(String(index), { name: 'Ops' }) }] as const;
        return wordOf(
          commands.changeRealmObjects(context, async () => ({ intents, users: [], numbering: null, result: 1 })),
        );
      }),
    );
    expect(tally(words)).toEqual({ done: 1, taken: 7 });
    expect((await readRealmObjects(world.context)).groups.size).toBe(1);
  });

  test('every change of the law counts', async () => {
    const { world, everySide } = await open(10);
    await Promise.all(
      everySide.map(({ world: { context }, commands }) =>
        commands.changePolicy(context, (policy) => ({
          ...policy,
          password: { ...policy.password, lengthMin: policy.password.lengthMin + 1 },
        })),
      ),
    );
    const { lengthMin } = defaultPolicy.password;
    expect(await world.ports.store.loadRealm('default')).toMatchObject({
      rev: 11,
      policy: { password: { lengthMin: lengthMin + 10 } },
    });
  });
});
