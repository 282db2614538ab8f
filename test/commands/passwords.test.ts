// Tests of passwords: setting, checking and losing them, and that nobody sees one.

import { describe, expect, test } from 'vitest';
import { createSession } from '../../src/core/commands/create-session.ts';
import { getUser } from '../../src/core/commands/get-user.ts';
import { setPassword } from '../../src/core/commands/set-password.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { verifyPassword } from '../../src/core/commands/verify-password.ts';
import { clear, set, type UserPatch } from '../../src/core/model/patch.ts';
import { defaultPolicy } from '../../src/core/model/realm.ts';
import type { User } from '../../src/core/model/user.ts';
import { patch } from '../users.ts';
import {
  add,
  allSessions,
  everything,
  forgiven,
  historyOf,
  oldDigest,
  openWorld,
  refusalsOf,
  type World,
} from './world.ts';

const facts = { method: 'password', ipAddress: null, userAgent: null, organizationId: null };
const plain = (text: string) => ({ op: 'set', plain: text, checks: 'enforce', preHash: 'none' }) as const;
const update = (world: World, one: User, wanted: Partial<UserPatch>) =>
  updateUser(world.context, { by: 'id', id: one.id }, patch(wanted), { system: false, ifRev: null });
const read = (world: World, one: User) => getUser(world.context, { by: 'id', id: one.id }, { system: true });

describe('passwords', () => {
  const verify = (world: World, one: User, text: string) =>
    verifyPassword(world.context, { by: 'id', id: one.id }, text);

  test('a new one holds at once, the old one no more', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove'), password: plain('correct horse') });
    expect((await verify(world, ada, 'correct horse')).id).toBe(ada.id);
    await update(world, ada, { password: plain('battery staple') });
    expect(await refusalsOf(() => verify(world, ada, 'correct horse'))).toEqual([{ code: 'wrong-credentials' }]);
    await verify(world, ada, 'battery staple');
    await update(world, ada, { password: clear });
    expect(await refusalsOf(() => verify(world, ada, 'battery staple'))).toEqual([
      { code: 'no-credential', what: 'password' },
    ]);
  });

  test('a wrong one counts as a failed attempt, a right one forgets it; neither changes anything else', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove'), password: plain('correct horse') });
    const before = await everything(world);
    expect(await refusalsOf(() => verify(world, ada, 'wrong'))).toEqual([{ code: 'wrong-credentials' }]);
    expect((await read(world, ada)).activity.failedAttempts).toBe(1);
    await verify(world, ada, 'correct horse');
    expect(await everything(world)).toEqual(forgiven(before, ada.id, world.clock.now));
  });

  test('a refused one is not hashed', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove') });
    await refusalsOf(() => update(world, ada, { password: plain('x') }));
    expect(world.work.hashed).toBe(0);
  });

  test('a better digest takes the place of an old one, which is no update', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove'), password: oldDigest('correct horse') });
    const before = await read(world, ada);
    const bound = `user/default/${ada.id}`;
    const scheme = async () => {
      const stored = await world.ports.store.loadUser('default', { by: 'id', id: ada.id });
      return world.ports.vault.open(stored?.secrets ?? null, bound).passwords.map((digest) => digest.scheme);
    };
    expect(await scheme()).toEqual(['old']);
    await verify(world, ada, 'correct horse');
    expect(await scheme()).toEqual(['new']);
    await verify(world, ada, 'correct horse');
    expect(await read(world, ada)).toEqual(before);
    expect(await historyOf(world, ada.id)).toHaveLength(1);
  });

  test('who has none, or is nobody, costs as much as a wrong one', async () => {
    const world = await openWorld();
    const bo = await add(world, { username: set('bo_only') });
    await refusalsOf(() => verify(world, bo, 'x'));
    expect(world.work).toMatchObject({ decoys: 1, verified: 0 });
    await refusalsOf(() => verifyPassword(world.context, { by: 'key', kind: 'username', value: 'nobody' }, 'x'));
    expect(world.work).toMatchObject({ decoys: 2, verified: 0 });
  });

  test('ends sessions as asked, or as the realm demands', async () => {
    for (const onPasswordChange of ['keep', 'end-all'] as const) {
      const world = await openWorld({ sessions: { ...defaultPolicy.sessions, onPasswordChange } });
      const ada = await add(world, { username: set('adalove') });
      const [first, second] = [
        await createSession(world.context, { by: 'id', id: ada.id }, facts),
        await createSession(world.context, { by: 'id', id: ada.id }, facts),
      ];
      await setPassword(world.context, { by: 'id', id: ada.id }, plain('correct horse'), {
        op: 'end-others',
        except: first.id,
      });
      const states = (await allSessions(world)).map(({ id, status }) => [id, status]);
      expect(new Map(states.map(([id, status]) => [id, status]))).toEqual(
        new Map([
          [first.id, onPasswordChange === 'keep' ? 'active' : 'revoked'],
          [second.id, 'revoked'],
        ]),
      );
    }
  });

  test('asking only for sessions to end ends them, and is no update', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove') });
    await createSession(world.context, { by: 'id', id: ada.id }, facts);
    const { before, after } = await update(world, ada, { sessions: 'end-all' });
    expect(after).toBe(before);
    expect((await allSessions(world)).map(({ status }) => status)).toEqual(['revoked']);
    expect((await historyOf(world, ada.id)).map(({ type, rev }) => [type, rev])).toEqual([
      ['user.created', 1],
      ['session.created', 1],
      ['session.ended', 1],
    ]);
  });

  test('none of it is in the history, the record, or what is stored unsealed', async () => {
    const world = await openWorld();
    const canary = 'canary-0b5c7e secret';
    const ada = await add(world, { username: set('adalove'), password: plain(`${canary} 1`) });
    await update(world, ada, { password: plain(`${canary} 2`), firstName: set('Ada') });
    await update(world, ada, { password: oldDigest(`${canary} 3`) });
    await verify(world, ada, `${canary} 3`);
    await refusalsOf(() => verify(world, ada, `${canary} 4`));
    const seen = JSON.stringify(await everything(world));
    expect(seen).not.toContain('canary');
    for (const number of [1, 2, 3]) expect(seen).not.toContain(oldDigest(`${canary} ${number}`).digest);
    const paths = (await historyOf(world, ada.id)).flatMap(({ diff }) => diff.map(({ path }) => path));
    expect(paths.filter((path) => path === 'secrets.password')).toHaveLength(2);
  });
});
