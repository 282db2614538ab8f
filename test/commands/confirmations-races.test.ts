// Races for a confirmation, on both engines: one of many has it, whichever link they follow.

import { describe, expect, test, vi } from 'vitest';
import { createPendingUser, resendConfirmation } from '../../src/core/commands/create-confirmation.ts';
import type { User } from '../../src/core/model/user.ts';
import { patch, replacement, wish } from '../users.ts';
import { byId, read } from './factors.ts';
import { engines, openProcesses, tally, wordOf } from './processes.ts';
import { historyOf, type World } from './world.ts';

/** The commands that race, as one process has them, so that neither process waits its turn behind the other. */
async function loadCommands() {
  vi.resetModules();
  const [{ acceptConfirmation }, { resendConfirmation }, { deleteUser }] = await Promise.all([
    import('../../src/core/commands/accept-confirmation.ts'),
    import('../../src/core/commands/create-confirmation.ts'),
    import('../../src/core/commands/delete-user.ts'),
  ]);
  return { acceptConfirmation, resendConfirmation, deleteUser };
}

type Racer = { readonly world: World; readonly commands: Awaited<ReturnType<typeof loadCommands>> };
const emails = replacement([wish('ada@example.com', { claim: 'reserved' })], { primary: { op: 'first' } });
const options = { system: false, ifRev: null };

/** Two processes, and Ada with as many links. */
async function openRace(engine: (typeof engines)[number], links: number) {
  const [one, other] = await openProcesses(engine);
  const racers: readonly Racer[] = [
    { world: one.world, commands: await loadCommands() },
    { world: other.world, commands: await loadCommands() },
  ];
  const { world } = one;
  const tokens: string[] = [];
  const linkOf = (token: string): string => {
    tokens.push(token);
    return token;
  };
  const waivers = { identifier: false, password: false };
  const mail = { linkOf, letter: null };
  const ada = await createPendingUser(world.context, patch({ emails }), waivers, mail);
  for (let count = 1; count < links; count++) await resendConfirmation(world.context, byId(ada), mail);
  return { world, ada, tokens, racers, mail };
}

/** What came of the work at the same moment, `count` times, by both in turn. */
async function race(racers: readonly Racer[], count: number, work: (racer: Racer, index: number) => Promise<unknown>) {
  const turns = Array.from({ length: count }, (_, index) => ({ index, racer: racers[index % 2] }));
  return tally(
    await Promise.all(turns.map(({ index, racer }) => wordOf(racer ? work(racer, index) : Promise.resolve()))),
  );
}

async function confirmations(world: World, ada: User): Promise<number> {
  return (await historyOf(world, ada.id)).filter(({ type }) => type === 'user.updated').length;
}

describe.each(engines)('$name', (engine) => {
  test.each([1, 3])('20 who follow %i links confirm once', async (links) => {
    const { world, ada, tokens, racers } = await openRace(engine, links);
    const words = await race(racers, 20, ({ world, commands }, index) =>
      commands.acceptConfirmation(world.context, tokens[index % links] ?? ''),
    );
    expect(words).toEqual({ done: 1, 'code-rejected used': 19 });
    expect(await read(world, ada)).toMatchObject({ active: true, confirmation: 'confirmed' });
    expect(await confirmations(world, ada)).toBe(1);
  });

  test('a link that is followed while others are sent confirms; none that was sent does it again', async () => {
    const { world, ada, tokens, racers, mail } = await openRace(engine, 1);
    const words = await race(racers, 4, ({ world, commands }, index) =>
      index === 1
        ? commands.acceptConfirmation(world.context, tokens[0] ?? '')
        : commands.resendConfirmation(world.context, byId(ada), mail),
    );
    const allowed = ['done', 'not-eligible', 'too-many-attempts'];
    expect(Object.keys(words).filter((word) => !allowed.includes(word))).toEqual([]);
    expect(await read(world, ada)).toMatchObject({ active: true, confirmation: 'confirmed' });
    const after = await race(racers, tokens.length, ({ world, commands }, index) =>
      commands.acceptConfirmation(world.context, tokens[index] ?? ''),
    );
    expect(Object.keys(after).filter((word) => !/^code-rejected (used|wrong)$/.test(word))).toEqual([]);
    expect(await confirmations(world, ada)).toBe(1);
  });

  test('a user who is deleted meanwhile is gone', async () => {
    const { world, ada, tokens, racers } = await openRace(engine, 1);
    const words = await race(racers, 2, ({ world, commands }, index) =>
      index === 0
        ? commands.acceptConfirmation(world.context, tokens[0] ?? '')
        : commands.deleteUser(world.context, byId(ada), options),
    );
    expect(words.done).toBeGreaterThanOrEqual(1);
    expect(Object.keys(words).filter((word) => !/^done$|^code-rejected (wrong|expired)$/.test(word))).toEqual([]);
    expect(await world.ports.store.loadUser('default', { by: 'id', id: ada.id })).toBe(null);
  });
});
