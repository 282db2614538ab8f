// Two processes, one of which deletes a role or a group while the other gives it to somebody: nobody is left with what is gone.

import { describe, expect, test, vi } from 'vitest';
import { checking } from '../../src/core/commands/change-documents.ts';
import { readRealmObjects } from '../../src/core/commands/find-realm-objects.ts';
import { set, untouched } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import { newGroup, newUserRole } from '../realm-objects.ts';
import { make } from './objects.ts';
import { engines, openProcesses, wordOf } from './processes.ts';
import { add, type World } from './world.ts';

/** The commands as one process has them: neither waits its turn behind the other. */
async function loadCommands() {
  vi.resetModules();
  const [{ changeRealmObjects }, { updateUsers }, { walkMembers }, { refuse }] = await Promise.all([
    import('../../src/core/commands/change-realm-objects.ts'),
    import('../../src/core/commands/update-users.ts'),
    import('../../src/core/commands/walk-users.ts'),
    import('../../src/core/model/error.ts'),
  ]);
  return { changeRealmObjects, updateUsers, walkMembers, refuse };
}

type Side = Awaited<ReturnType<typeof loadCommands>> & { readonly world: World };

async function objectOf({ context }: World, kind: 'role' | 'group', id: string) {
  const objects = await readRealmObjects(context);
  return (kind === 'role' ? objects.roles.get(id) : objects.groups.get(id)) ?? null;
}

/** Gives somebody the role or group, while it is there as it was read. */
async function give({ world, updateUsers, refuse }: Side, user: User, kind: 'role' | 'group', id: string) {
  const held = await objectOf(world, kind, id);
  if (held === null) return refuse({ code: 'conflict', rev: 0 });
  const patch = { ...untouched, ...(kind === 'role' ? { role: set(id) } : { groups: set([id]) }) };
  const along = async () => ({ documents: [checking(held)], changes: [], mails: [] });
  const request = { reference: { by: 'id', id: user.id }, patch, ifRev: null } as const;
  return await updateUsers(world.context, [request], { system: false }, along);
}

/** Deletes the role or group, unless somebody has it; `meanwhile` happens when it is known that nobody has. */
async function remove(side: Side, kind: 'role' | 'group', id: string, meanwhile = async () => {}) {
  const { context } = side.world;
  let count = 0;
  await side.changeRealmObjects(context, async () => {
    count += 1;
    const before = await objectOf(side.world, kind, id);
    if (before === null) throw new Error('it is gone already');
    const { done } = await side.walkMembers(context, { kind, id }).next();
    if (done !== true) side.refuse({ code: 'not-eligible', field: 'role', why: 'in-use' });
    if (count === 1) await meanwhile();
    return { intents: [{ op: 'remove', before }], users: [], numbering: null, result: null };
  });
  return count;
}

describe.each(engines)('on $name', (engine) => {
  const open = async () => {
    const [one, other] = await openProcesses(engine);
    const sides = [
      { world: one.world, ...(await loadCommands()) },
      { world: other.world, ...(await loadCommands()) },
    ] as const;
    return sides;
  };

  test.each(['role', 'group'] as const)('a %s that is given while it is deleted stays', async (kind) => {
    const [one, other] = await open();
    await make(one.world, newUserRole('7'), newGroup('7'));
    const user = await add(one.world, { username: set('adalove') });
    const meanwhile = async () => {
      await give(other, user, kind, '7');
    };
    expect(await wordOf(remove(one, kind, '7', meanwhile))).toBe('not-eligible');
    expect(await objectOf(one.world, kind, '7')).not.toBeNull();
  });

  test('one that others have is no hindrance, nor is a longer id', async () => {
    const [one, other] = await open();
    await make(one.world, newUserRole('7'), newUserRole('77'), newUserRole('6'));
    for (const id of ['77', '6']) {
      await give(other, await add(one.world, { username: set(`somebody${id}`) }), 'role', id);
    }
    expect(await remove(one, 'role', '7')).toBe(1);
    expect(await objectOf(other.world, 'role', '7')).toBeNull();
  });

  test('whoever wins, nobody has what is gone', { timeout: 60_000 }, async () => {
    const [one, other] = await open();
    const ids = Array.from({ length: 20 }, (_, index) => String(100 + index));
    await make(one.world, ...ids.map((id) => newUserRole(id)), ...ids.map((id) => newGroup(id)));
    for (const kind of ['role', 'group'] as const) {
      for (const id of ids) {
        const user = await add(one.world, { username: set(`${kind}${id}`) });
        await Promise.all([wordOf(remove(one, kind, id)), wordOf(give(other, user, kind, id))]);
        const { done } = await one.walkMembers(one.world.context, { kind, id }).next();
        expect(done).toBe((await objectOf(one.world, kind, id)) === null);
      }
    }
  });
});
