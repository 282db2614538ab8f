// Tests of API tokens: what they are kept as, and whom they speak for.

import { describe, expect, test } from 'vitest';
import { banUsers } from '../../src/core/commands/ban-users.ts';
import { changeRealmObjects } from '../../src/core/commands/change-realm-objects.ts';
import { deleteUser } from '../../src/core/commands/delete-user.ts';
import { digestOfApiToken, newApiTokenSecret, useApiToken } from '../../src/core/commands/use-api-token.ts';
import type { ApiToken } from '../../src/core/model/api-token.ts';
import { set } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import { idOf } from '../users.ts';
import { changesOf } from './organizations.ts';
import { add, openWorld, refusalsOf, type World } from './world.ts';

const secret = 'ab'.repeat(32);
const unknown = [{ code: 'not-authenticated' }];
const byId = ({ id }: User) => ({ by: 'id', id }) as const;

async function open(change: Partial<ApiToken> = {}) {
  const world = await openWorld();
  const { context, clock } = world;
  const ada = await add(world, { username: set('adalove'), groups: set(['a label']) });
  const owners = { forgetAt: null, userId: ada.id, organizationId: null, subject: null, sealed: null };
  const base = { ...owners, realm: 'default', id: idOf(70), rev: 1, createdAt: clock.now, updatedAt: clock.now };
  const plain = { name: 'script', description: '', active: true, expireAt: null, creatorId: ada.id, lastUsedAt: null };
  const document: ApiToken = { ...base, ...plain, kind: 'api-token', digest: digestOfApiToken(secret), ...change };
  const plan = { intents: [{ op: 'create', document }], users: [], numbering: null, result: null } as const;
  await changeRealmObjects(context, async () => plan);
  return { world, ada };
}

const use = ({ context }: World, text = secret) => useApiToken({ ...context, groups: null }, text);
const stored = ({ ports }: World) => ports.store.loadDocument('default', 'api-token', idOf(70));

describe('a token', () => {
  test('is 32 bytes in hex, kept as its SHA-512', () => {
    const random = { token: (count: number) => Buffer.alloc(count, 0xab).toString('base64url') };
    expect(newApiTokenSecret(random)).toBe(secret);
    expect(digestOfApiToken('abc')).toMatch(/^ddaf35a193617aba.*2a9ac94fa54ca49f$/);
  });

  test('speaks for its user, and notes its use once a second', async () => {
    const { world, ada } = await open();
    expect((await use(world)).user.id).toBe(ada.id);
    const first = world.clock.now;
    world.clock.now = first + 999;
    await use(world);
    expect(await stored(world)).toMatchObject({ lastUsedAt: first, updatedAt: first });
    world.clock.now = first + 1000;
    await use(world);
    expect(await stored(world)).toMatchObject({ lastUsedAt: first + 1000, updatedAt: first, rev: 3 });
    expect((await changesOf(world)).map(({ type }) => type)).toEqual(['api-token.created']);
  });

  test('is no other text', async () => {
    const { world } = await open();
    for (const text of ['', 'x', secret.toUpperCase(), digestOfApiToken(secret), `${secret}\0`]) {
      expect(await refusalsOf(() => use(world, text))).toEqual(unknown);
    }
  });

  test('is unknown while disabled, also when it has run out', async () => {
    const { world } = await open({ active: false, expireAt: 0 });
    expect(await refusalsOf(() => use(world))).toEqual(unknown);
    expect(await stored(world)).toMatchObject({ lastUsedAt: null });
  });

  test('runs out, and says so also of somebody who is barred', async () => {
    const { world, ada } = await open();
    const before = await stored(world);
    if (before === null) throw new Error('there is no token');
    const after = { ...before, rev: 2, expireAt: world.clock.now + 1000 };
    const plan = { intents: [{ op: 'replace', before, after }], users: [], numbering: null, result: null } as const;
    await changeRealmObjects(world.context, async () => plan);
    world.clock.now += 999;
    await use(world);
    world.clock.now += 1;
    expect(await refusalsOf(() => use(world))).toEqual([{ code: 'code-rejected', reason: 'expired' }]);
    await banUsers(world.context, [byId(ada)], true);
    expect(await refusalsOf(() => use(world))).toEqual([{ code: 'code-rejected', reason: 'expired' }]);
  });

  test('speaks for nobody who is banned, and again when that is over', async () => {
    const { world, ada } = await open();
    await banUsers(world.context, [byId(ada)], true);
    expect(await refusalsOf(() => use(world))).toEqual(unknown);
    await banUsers(world.context, [byId(ada)], false);
    expect((await use(world)).user.id).toBe(ada.id);
  });

  test('goes with its user, which the history tells without its digest', async () => {
    const { world, ada } = await open();
    await deleteUser(world.context, byId(ada), { system: false, ifRev: null });
    expect(await stored(world)).toBeNull();
    expect(await refusalsOf(() => use(world))).toEqual(unknown);
    const told = await changesOf(world);
    expect(told.map(({ type }) => type)).toEqual(['api-token.created', 'api-token.deleted', 'user.deleted']);
    expect(JSON.stringify(told)).not.toContain(digestOfApiToken(secret));
  });
});
