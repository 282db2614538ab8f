// Tests of proving to be somebody by username and password: all who fail are told the same, and nobody guesses for ever.

import { describe, expect, test } from 'vitest';
import type { Context } from '../../src/core/commands/context.ts';
import { proveByUsername, type UsernameClaim } from '../../src/core/commands/prove-by-username.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import type { Refusal } from '../../src/core/model/error.ts';
import { clear, set, type UserPatch } from '../../src/core/model/patch.ts';
import { defaultPolicy, type Policy } from '../../src/core/model/realm.ts';
import type { User } from '../../src/core/model/user.ts';
import { totpOf } from '../time-codes.ts';
import { appKey, listChange, patch, wish } from '../users.ts';
import { add, historyOf, openWorld, refusalsOf, type World } from './world.ts';

const plain = (text: string) => ({ op: 'set', plain: text, checks: 'skip', preHash: 'none' }) as const;
const right = 'correct horse';
const wrong: Refusal = { code: 'wrong-credentials' };
const inPause = (retryAfterMs: number): Refusal => ({ code: 'too-many-attempts', retryAfterMs });
const facts = { ipAddress: '192.0.2.7', userAgent: null };

const visitor = (world: World, address = '192.0.2.7'): Context => ({
  ...world.context,
  actor: { kind: 'anybody', address },
});

/** Claims to be somebody who is called so exactly. */
function claim(username: string, password: string, change: Partial<UsernameClaim> = {}): UsernameClaim {
  const names = (user: User) => (user.username ?? user.emails[0]?.address) === username;
  return { username, password, names, elsewhere: () => null, admits: () => true, wantsMore: () => false, ...change };
}

const prove = (world: World, ...claims: Parameters<typeof claim>) =>
  proveByUsername(visitor(world), claim(...claims), facts);
const refused = (world: World, ...claims: Parameters<typeof claim>) => refusalsOf(() => prove(world, ...claims));

async function open(lockout: Partial<Policy['lockout']> = {}, wanted: Partial<UserPatch> = {}) {
  const world = await openWorld({ lockout: { ...defaultPolicy.lockout, ...lockout } });
  return { world, ada: await add(world, { username: set('AdaLove'), password: plain(right), ...wanted }) };
}

const change = (world: World, { id }: User, wanted: Partial<UserPatch>) =>
  updateUser(world.context, { by: 'id', id }, patch(wanted), { system: false, ifRev: null });
const failuresOf = async (world: World, { id }: User) =>
  (await world.ports.store.loadUser('default', { by: 'id', id }))?.user.activity;
const errorsOf = async (world: World, { id }: User) =>
  (await historyOf(world, id)).flatMap(({ type, diff: [one] }) => (type === 'sign-in.failed' ? [one?.after] : []));

describe('the right password', () => {
  test('proves who somebody is, begins nothing, and forgets the failures before', async () => {
    const { world, ada } = await open();
    expect(await refused(world, 'AdaLove', 'wrong')).toEqual([wrong]);
    const { user, isHalf } = await prove(world, 'AdaLove', right);
    expect([user.id, user.activity.failedAttempts, isHalf]).toEqual([ada.id, 1, false]);
    expect(await failuresOf(world, ada)).toMatchObject({
      failedAttempts: 0,
      failedAt: world.clock.now,
      signInCount: 0,
    });
    expect((await historyOf(world, ada.id)).map(({ type }) => type)).toEqual(['user.created', 'sign-in.failed']);
  });

  test.each<[string, Partial<UserPatch>, Partial<UsernameClaim>]>([
    ['a secret for codes', { totp: set(totpOf(1)) }, {}],
    ['whoever asks wanting more', {}, { wantsMore: () => true }],
  ])('is half a proof with %s: it forgets nothing', async (_, wanted, more) => {
    const { world, ada } = await open();
    await change(world, ada, wanted);
    expect(await refused(world, 'AdaLove', 'wrong')).toEqual([wrong]);
    expect((await prove(world, 'AdaLove', right, more)).isHalf).toBe(true);
    expect(await failuresOf(world, ada)).toMatchObject({ failedAttempts: 1 });
  });

  const disabled: Refusal = { code: 'account-inactive', reason: 'disabled', until: null };
  test.each<[string, Partial<UserPatch>, Partial<UsernameClaim>, Refusal]>([
    ['banned', { banned: set(true) }, {}, { ...disabled, reason: 'banned' }],
    ['inactive', { active: set(false) }, {}, disabled],
    ['not admitted', {}, { admits: () => false }, disabled],
    ['compromised', { passwordCompromised: set(true) }, {}, { code: 'verification-required', of: 'new-password' }],
  ])('lets nobody in who is %s, and counts nothing', async (_, wanted, more, refusal) => {
    const { world, ada } = await open();
    await change(world, ada, wanted);
    expect(await refused(world, 'AdaLove', 'wrong', more)).toEqual([wrong]);
    expect(await refused(world, 'AdaLove', right, more)).toEqual([refusal]);
    expect(await failuresOf(world, ada)).toMatchObject({ failedAttempts: 1 });
  });

  test('may be known elsewhere: then nothing that is kept here counts', async () => {
    const { world } = await open();
    const asked: string[] = [];
    const elsewhere =
      ({ username }: User) =>
      async () =>
        asked.push(username ?? '') < 2;
    await prove(world, 'AdaLove', 'anything', { elsewhere });
    expect(await refused(world, 'AdaLove', right, { elsewhere })).toEqual([wrong]);
    expect(asked).toEqual(['AdaLove', 'AdaLove']);
    expect(world.work).toMatchObject({ verified: 0, decoys: 0 });
  });
});

describe('all others', () => {
  test('are told the same, at the same cost', async () => {
    const { world } = await open();
    await add(world, { username: set('nopassword') });
    for (const [name, verified, decoys] of [
      ['AdaLove', 1, 0],
      ['adalove', 0, 1],
      ['nobody', 0, 1],
      ['nopassword', 0, 1],
      ['a\0b', 0, 1],
      ['', 0, 1],
    ] as const) {
      Object.assign(world.work, { verified: 0, decoys: 0 });
      expect(await refused(world, name, 'wrong')).toEqual([wrong]);
      expect(world.work, name).toMatchObject({ verified, decoys });
    }
  });

  test('are not taken for whoever has the same name as an address', async () => {
    const { world, ada } = await open({}, { username: set('AdaLove') });
    const emails = listChange({ add: [wish('grace@example.com')] });
    const grace = await add(world, { emails, password: plain('other horse') });
    expect((await prove(world, 'grace@example.com', 'other horse')).user.id).toBe(grace.id);
    expect(await refused(world, 'grace@example.com', right)).toEqual([wrong]);
    expect((await prove(world, 'AdaLove', right)).user.id).toBe(ada.id);
  });

  test('have to be allowed to ask', async () => {
    const { world } = await open();
    const context = { ...world.context, actor: appKey };
    const work = () => proveByUsername(context, claim('AdaLove', right), facts);
    expect(await refusalsOf(work)).toMatchObject([{ code: 'forbidden' }]);
  });
});

describe('too many failures', () => {
  const pauses = { pauseAttemptsMax: 3, pauseMs: 30_000, attemptsMax: 5 };
  const fail = async (world: World, count: number) => {
    for (let index = 0; index < count; index++) expect(await refused(world, 'AdaLove', 'wrong')).toEqual([wrong]);
  };

  test('make a pause, in which nothing is tried and nothing counted for the user', async () => {
    const { world, ada } = await open(pauses);
    await fail(world, 3);
    const { verified } = world.work;
    const before = await failuresOf(world, ada);
    expect(await refused(world, 'AdaLove', right)).toEqual([inPause(30_000)]);
    world.clock.now += 29_999;
    expect(await refused(world, 'AdaLove', 'wrong')).toEqual([inPause(1)]);
    expect([world.work.verified, world.work.decoys]).toEqual([verified, 2]);
    expect(await failuresOf(world, ada)).toEqual(before);
    world.clock.now += 1;
    await prove(world, 'AdaLove', right);
    await fail(world, 2);
    await prove(world, 'AdaLove', right);
  });

  test('one more makes another, and the realm’s lock comes on top', async () => {
    const { world, ada } = await open(pauses);
    await fail(world, 3);
    for (let count = 0; count < 2; count++) {
      world.clock.now += 30_000;
      await fail(world, 1);
    }
    world.clock.now += 30_000;
    expect(await refused(world, 'AdaLove', right)).toMatchObject([{ code: 'too-many-attempts' }]);
    expect((await world.ports.store.loadUser('default', { by: 'id', id: ada.id }))?.user.lockedAt).not.toBeNull();
  });

  test('are told in the history; those in a pause only as often as an address may fail', async () => {
    const { world, ada } = await open(pauses);
    const { realm } = world.context;
    const policy = { ...realm.policy, guesses: { perAddressMax: 5, windowMs: 600_000 } };
    const strict: World = { ...world, context: { ...world.context, realm: { ...realm, policy } } };
    await fail(strict, 3);
    for (let count = 0; count < 4; count++) {
      expect(await refused(strict, 'AdaLove', right)).toMatchObject([{ code: 'too-many-attempts' }]);
    }
    expect(await errorsOf(world, ada)).toMatchObject([
      ...[1, 2, 3].map(() => ({ error: 'wrong-credentials', ...facts })),
      ...[4, 5].map(() => ({ error: 'too-many-attempts' })),
    ]);
  });

  test('are none where the realm has no lock', async () => {
    const { world, ada } = await open({ ...pauses, enabled: false, attemptsMax: 100 });
    await fail(world, 8);
    await prove(world, 'AdaLove', right);
    expect((await historyOf(world, ada.id)).flatMap(({ diff }) => diff.map(({ path }) => path))).not.toContain(
      'activity.failedAttempts',
    );
  });

  test('tried at once are checked one after the other', async () => {
    const { world, ada } = await open(pauses);
    const all = await Promise.all(Array.from({ length: 10 }, () => refused(world, 'AdaLove', 'wrong')));
    const codes = all.map(([one]) => one?.code);
    expect(codes.filter((code) => code === 'wrong-credentials')).toHaveLength(3);
    expect(world.work.verified).toBe(3);
    expect(await failuresOf(world, ada)).toMatchObject({ failedAttempts: 3 });
  });
});

describe('who knows the password elsewhere may change the user by being asked', () => {
  const asked = (world: World, id: string, wanted: Partial<UserPatch>, more: Partial<UsernameClaim> = {}) => {
    const ask = async () => {
      await updateUser(world.context, { by: 'id', id }, patch(wanted), { system: false, ifRev: null });
      return true;
    };
    return ['AdaLove', 'any', { elsewhere: () => ask, ...more }] as const;
  };

  test('whoever is not let in any more by what was found there stays outside', async () => {
    const { world, ada } = await open({}, { role: set('user') });
    const admits = ({ role }: User) => role !== null;
    const claims = asked(world, ada.id, { role: clear }, { admits });
    expect(await refused(world, ...claims)).toEqual([{ code: 'account-inactive', reason: 'disabled', until: null }]);
  });

  test('whoever has to show more since shows more', async () => {
    const { world, ada } = await open();
    const wantsMore = ({ groups }: User) => groups.includes('careful');
    expect((await prove(world, ...asked(world, ada.id, { groups: set(['careful']) }, { wantsMore }))).isHalf).toBe(
      true,
    );
  });
});
