// Tests of what an app reaches: players, and nobody who has a say in the realm.

import { expect, test } from 'vitest';
import { deleteUser } from '../../src/core/commands/delete-user.ts';
import { getUser } from '../../src/core/commands/get-user.ts';
import { proveByClientHash } from '../../src/core/commands/prove-by-client-hash.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { set } from '../../src/core/model/patch.ts';
import type { UserRole } from '../../src/core/model/user-role.ts';
import { appKey, patch } from '../users.ts';
import { add, openWorld, refusalsOf, type World } from './world.ts';

const options = { system: false, ifRev: null };
const hash = '81dc9bdb52d04dc20036dbd8313ed055';
const facts = { method: 'password', ipAddress: '192.0.2.7', userAgent: null };

async function addRole({ ports, context, clock }: World, id: string, rank: UserRole['rank']): Promise<void> {
  const owners = { forgetAt: null, userId: null, organizationId: null, subject: null, sealed: null } as const;
  const document: UserRole = {
    ...{ kind: 'user-role', realm: context.realm.id, id, rev: 1, createdAt: clock.now, updatedAt: clock.now },
    ...{ ...owners, name: id, rank, builtIn: false, extras: {} },
  };
  const none = { users: [], images: [], sessions: [], changes: [], mails: [] };
  await ports.store.commit({ realm: context.realm.id, ...none, documents: [{ op: 'insert', document, keys: [] }] });
}

test.each(['admin', 'super-admin'] as const)(
  'an app does not see, change or delete a user of rank %s',
  async (rank) => {
    const world = await openWorld();
    await addRole(world, 'boss', rank);
    const { id } = await add(world, { username: set('boss'), role: set('boss') });
    const app = { ...world.context, actor: appKey };
    const gone = [{ code: 'not-found', what: 'user', id }];
    expect(await refusalsOf(() => getUser(app, { by: 'id', id }, options))).toEqual(gone);
    const wanted = patch({ active: set(false) });
    expect(await refusalsOf(() => updateUser(app, { by: 'id', id }, wanted, options))).toEqual(gone);
    expect(await refusalsOf(() => deleteUser(app, { by: 'id', id }, options))).toEqual(gone);
    expect(await getUser(world.context, { by: 'id', id }, options)).toMatchObject({ active: true, rev: 1 });
  },
);

test.each(['admin', 'super-admin'] as const)(
  'nobody of rank %s is let in through an app, nor known, nor locked out by one',
  async (rank) => {
    const world = await openWorld();
    await addRole(world, 'boss', rank);
    const password = { op: 'set', plain: hash, checks: 'skip', preHash: 'md5' } as const;
    const { id } = await add(world, { username: set('boss'), role: set('boss'), password });
    const anybody = { ...world.context, actor: { kind: 'anybody', address: '192.0.2.7' } } as const;
    const unknown = [{ code: 'not-found', what: 'user', id: 'boss' }];
    for (const guess of [hash, 'f'.repeat(32)]) {
      const claim = { by: 'username', identifier: 'boss', hash: guess } as const;
      expect(await refusalsOf(() => proveByClientHash(anybody, claim, facts))).toEqual(unknown);
    }
    expect(world.work).toMatchObject({ verified: 0, decoys: 2 });
    expect((await getUser(world.context, { by: 'id', id }, options)).activity.failedAttempts).toBe(0);
  },
);

test('it reaches users without a role, with one of rank user, and with one that is a mere label', async () => {
  const world = await openWorld();
  await addRole(world, 'player', 'user');
  const app = { ...world.context, actor: appKey };
  for (const [index, role] of [null, 'player', 'label'].entries()) {
    const { id } = await add(world, { username: set(`player${index}`), ...(role !== null && { role: set(role) }) });
    await updateUser(app, { by: 'id', id }, patch({ active: set(false) }), options);
    expect((await getUser(app, { by: 'id', id }, options)).active).toBe(false);
    await deleteUser(app, { by: 'id', id }, options);
  }
});
