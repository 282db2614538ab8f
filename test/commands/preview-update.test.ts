// Tests of previewing an update: it tells what would be and what speaks against it, and writes nothing.

import { describe, expect, test } from 'vitest';
import { previewUpdate } from '../../src/core/commands/preview-update.ts';
import type { Refusal } from '../../src/core/model/error.ts';
import { clear, set, type UserPatch } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import { newGroup } from '../realm-objects.ts';
import { now, patch } from '../users.ts';
import { make } from './objects.ts';
import { add, allUsers, everything, openWorld, type World } from './world.ts';

const plain = (text: string) => ({ op: 'set', plain: text, checks: 'enforce', preHash: 'none' }) as const;

describe('a preview', () => {
  const preview = (world: World, one: User, wanted: Partial<UserPatch>, ifRev: number | null = null) =>
    previewUpdate(world.context, { by: 'id', id: one.id }, patch(wanted), { system: false, ifRev });
  const codes = (refusals: readonly Refusal[]) => refusals.map(({ code }) => code);

  test('tells what would be, and writes nothing', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove') });
    const before = await everything(world);
    world.clock.now = now + 5;
    const { after, diff, refusals } = await preview(world, ada, {
      firstName: set('Ada'),
      banned: set(true),
      password: plain('correct horse'),
    });
    expect(refusals).toEqual([]);
    expect(after).toMatchObject({ firstName: 'Ada', bannedAt: now + 5, rev: 2 });
    expect(diff.map(({ path }) => path)).toContain('firstName');
    expect(await everything(world)).toEqual(before);
    expect(world.work.hashed).toBe(0);
  });

  test('tells everything that speaks against it', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('adalove') });
    const wanted = { username: clear, password: { op: 'set-digest', scheme: 'x', digest: 'x' } as const };
    expect(codes((await preview(world, ada, wanted, 7)).refusals)).toEqual([
      'conflict',
      'last-way-in',
      'digest-unsupported',
    ]);
    expect(codes((await preview(world, ada, { username: set('x'), password: plain('x') })).refusals)).toEqual([
      'invalid',
      'password-rejected',
    ]);
  });

  test('tells that somebody is the last administrator, and of nobody else', async () => {
    const world = await openWorld();
    const admin = (await allUsers(world))[0] ?? expect.fail();
    const last = (wanted: Partial<UserPatch>) =>
      previewUpdate(world.context, { by: 'id', id: admin.id }, patch(wanted), { system: true, ifRev: null });
    const refused = { code: 'not-eligible', field: 'role', why: 'last' };
    for (const role of [clear, set('user')]) expect((await last({ role })).refusals).toEqual([refused]);
    expect((await last({ role: set('super-admin'), firstName: set('Ada') })).refusals).toEqual([]);
    await make(world, newGroup('open'));
    await add(world, { role: set('super-admin'), groups: set(['open']) });
    expect((await last({ role: clear })).refusals).toEqual([]);
    expect((await allUsers(world))[0]).toEqual(admin);
  });
});
