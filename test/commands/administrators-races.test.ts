// Two processes in which two administrators take each other's place away at once: one of them remains, whoever is faster.

import { describe, expect, test, vi } from 'vitest';
import type { Context } from '../../src/core/commands/context.ts';
import type { Group } from '../../src/core/model/group.ts';
import { clear, set } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import { patch } from '../users.ts';
import { changesOf } from './organizations.ts';
import { engines, openProcesses, tally, wordOf } from './processes.ts';
import { add, allUsers, type World } from './world.ts';

const rounds = 100;
const administrator = 'super-admin';

/** The commands as one process has them: neither waits its turn behind the other. */
async function loadCommands() {
  vi.resetModules();
  const [{ updateUser }, { deleteUser }, { changeRealmObjects }] = await Promise.all([
    import('../../src/core/commands/update-user.ts'),
    import('../../src/core/commands/delete-user.ts'),
    import('../../src/core/commands/change-realm-objects.ts'),
  ]);
  return { updateUser, deleteUser, changeRealmObjects };
}

type Side = { readonly world: World; readonly commands: Awaited<ReturnType<typeof loadCommands>> };

const by = ({ world: { context } }: Side, user: User): Context => ({
  ...context,
  actor: { kind: 'user', userId: user.id, sessionId: null, role: administrator, rank: 'super-admin', address: null },
});

function giveRole(side: Side, actor: User, { id }: User, role: string | null) {
  const wanted = patch({ role: role === null ? clear : set(role) });
  return side.commands.updateUser(by(side, actor), { by: 'id', id }, wanted, { system: false, ifRev: null });
}

function remove(side: Side, actor: User, { id }: User) {
  return side.commands.deleteUser(by(side, actor), { by: 'id', id }, { system: false, ifRev: null });
}

async function makeGroup({ world: { context, clock }, commands }: Side): Promise<Group> {
  const owners = { forgetAt: null, userId: null, organizationId: null, subject: null, sealed: null } as const;
  const base = { ...owners, realm: 'default', id: '7', rev: 1, createdAt: clock.now, updatedAt: clock.now };
  const document: Group = { ...base, kind: 'group', name: 'Keepers', active: true, signIn: 'default', extras: {} };
  const plan = { intents: [{ op: 'create', document }], users: [], numbering: null, result: document } as const;
  return await commands.changeRealmObjects(context, async () => plan);
}

function setActive(side: Side, actor: User, active: boolean) {
  const context = by(side, actor);
  return side.commands.changeRealmObjects(context, async () => {
    const before = await context.ports.store.loadDocument('default', 'group', '7');
    if (before === null) throw new Error('there is no group');
    const after = { ...before, active, rev: before.rev + 1 };
    return { intents: [{ op: 'replace', before, after }], users: [], numbering: null, result: null };
  });
}

const makeAdministrator = (world: World, username: string) =>
  add(world, { username: set(username), role: set(administrator), groups: set(['7']) });

const administratorsIn = async (world: World) => (await allUsers(world)).filter(({ role }) => role === administrator);

describe.each(engines)('on $name', (engine) => {
  const open = async (): Promise<readonly [Side, Side]> => {
    const [one, other] = await openProcesses(engine);
    const sides = [
      { world: one.world, commands: await loadCommands() },
      { world: other.world, commands: await loadCommands() },
    ] as const;
    await makeGroup(sides[0]);
    return sides;
  };

  test('each takes the role of the other', { timeout: 60_000 }, async () => {
    const [one, other] = await open();
    const [ann, bob] = [await makeAdministrator(one.world, 'anna'), await makeAdministrator(one.world, 'bobby')];
    const words: string[] = [];
    for (let round = 0; round < rounds; round++) {
      words.push(
        ...(await Promise.all([wordOf(giveRole(one, ann, bob, null)), wordOf(giveRole(other, bob, ann, 'user'))])),
      );
      const [left, ...more] = await administratorsIn(one.world);
      expect(more).toEqual([]);
      if (left === undefined) throw new Error('nobody is left');
      await giveRole(one, left, left.id === ann.id ? bob : ann, administrator);
    }
    expect(tally(words)).toEqual({ done: rounds, 'not-eligible': rounds });
  });

  test('one takes the role of the other, who deletes them', { timeout: 60_000 }, async () => {
    const [one, other] = await open();
    let [ann, bob] = [await makeAdministrator(one.world, 'anna'), await makeAdministrator(one.world, 'bobby')];
    const words: string[] = [];
    for (let round = 0; round < rounds; round++) {
      words.push(...(await Promise.all([wordOf(giveRole(one, ann, bob, null)), wordOf(remove(other, bob, ann))])));
      const [left, ...more] = await administratorsIn(one.world);
      expect(more).toEqual([]);
      if (left === undefined) throw new Error('nobody is left');
      if (left.id === ann.id) await giveRole(one, ann, bob, administrator);
      else ann = await makeAdministrator(one.world, 'anna');
      bob = (await allUsers(one.world)).find(({ id }) => id === bob.id) ?? bob;
    }
    expect(tally(words)).toEqual({ done: rounds, 'not-eligible': rounds });
  });

  test('each deletes the other', { timeout: 60_000 }, async () => {
    const [one, other] = await open();
    const words: string[] = [];
    let ann = await makeAdministrator(one.world, 'anna');
    for (let round = 0; round < 20; round++) {
      const bob = await makeAdministrator(one.world, `bobby${round}`);
      words.push(...(await Promise.all([wordOf(remove(one, ann, bob)), wordOf(remove(other, bob, ann))])));
      const [left, ...more] = await allUsers(one.world);
      expect(more).toEqual([]);
      if (left === undefined) throw new Error('nobody is left');
      ann = left;
    }
    expect(tally(words)).toEqual({ done: 20, 'not-eligible': 20 });
  });

  test('nobody goes after the group of the one who remains was shut', { timeout: 60_000 }, async () => {
    const [one, other] = await open();
    const [ann, bob] = [await makeAdministrator(one.world, 'anna'), await makeAdministrator(one.world, 'bobby')];
    for (let round = 0; round < rounds / 2; round++) {
      const [first, second] = await Promise.all([
        wordOf(giveRole(one, ann, bob, null)),
        wordOf(setActive(other, bob, false)),
      ]);
      expect(second).toBe('done');
      expect(['done', 'not-eligible']).toContain(first);
      const told = (await changesOf(one.world)).slice(-2).map(({ type }) => type);
      // Shutting a group is nobody's to guard; the role is taken before it or not at all.
      if (first === 'done') expect(told).toEqual(['user.updated', 'group.updated']);
      await setActive(other, ann, true);
      if (first === 'done') await giveRole(one, ann, bob, administrator);
    }
  });
});
