// Tests of proving to be somebody by a password that the client has hashed: what opens, what is told, what is counted.

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type ClientHashClaim,
  proveByClientHash,
  proveByPlainPassword,
} from '../../src/core/commands/prove-by-client-hash.ts';
import { recordSignIn } from '../../src/core/commands/record-sign-in.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { set, type UserPatch } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import { totpOf } from '../time-codes.ts';
import { patch, wish } from '../users.ts';
import { add, historyOf, openWorld, refusalsOf, type World } from './world.ts';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const hashed = (text: string) => ({ op: 'set', plain: md5(text), checks: 'skip', preHash: 'md5' }) as const;
const facts = { method: 'password', ipAddress: '192.0.2.7', userAgent: null };
const unknown = (id: string) => ({ code: 'not-found', what: 'user', id }) as const;

function prove({ context }: World, identifier: string, password: string, by: ClientHashClaim['by'] = 'username') {
  const anybody = { ...context, actor: { kind: 'anybody', address: '192.0.2.7' } } as const;
  return proveByClientHash(anybody, { by, identifier, hash: md5(password) }, facts);
}

const emails = (address: string) =>
  ({
    list: { op: 'replace', items: [wish(address, { claim: 'reserved' })] },
    primary: { op: 'first' },
    linked: 'refuse',
  }) as const;

async function open(wanted: Partial<UserPatch> = {}) {
  const world = await openWorld();
  return { world, ada: await add(world, { username: set('AdaLove'), password: hashed('1234'), ...wanted }) };
}

const change = (world: World, { id }: User, wanted: Partial<UserPatch>) =>
  updateUser(world.context, { by: 'id', id }, patch(wanted), { system: false, ifRev: null });
const failures = async (world: World, { id }: User) =>
  (await world.ports.store.loadUser('default', { by: 'id', id }))?.user.activity.failedAttempts;

describe('the right hash', () => {
  test('proves who somebody is, by username in any case or by email, and forgets the failures before', async () => {
    const { world, ada } = await open({ emails: emails('ada@example.com') });
    expect(await refusalsOf(() => prove(world, 'AdaLove', 'wrong'))).toEqual([{ code: 'wrong-credentials' }]);
    expect(await failures(world, ada)).toBe(1);
    expect(await prove(world, 'adalove', '1234')).toMatchObject({ user: { id: ada.id }, isHalf: false });
    expect(await failures(world, ada)).toBe(0);
    expect((await prove(world, 'Ada@Example.com', '1234', 'email')).user.id).toBe(ada.id);
  });

  test('proves it also of somebody who is not active, and half of somebody with a second factor', async () => {
    const { world, ada } = await open();
    await change(world, ada, { active: set(false) });
    expect((await prove(world, 'AdaLove', '1234')).user.active).toBe(false);
    await change(world, ada, { totp: set(totpOf(1)) });
    expect((await prove(world, 'AdaLove', '1234')).isHalf).toBe(true);
  });

  test('opens nothing for whoever is banned', async () => {
    const { world, ada } = await open();
    await change(world, ada, { banned: set(true) });
    const banned = [{ code: 'account-inactive', reason: 'banned', until: null }];
    expect(await refusalsOf(() => prove(world, 'AdaLove', '1234'))).toEqual(banned);
  });
});

describe('what is no proof', () => {
  test('nobody of that name is told as such, after as much work', async () => {
    const { world } = await open();
    expect(await refusalsOf(() => prove(world, 'Grace', '1234'))).toEqual([unknown('Grace')]);
    expect(await refusalsOf(() => prove(world, 'g@example.com', '1234', 'email'))).toEqual([unknown('g@example.com')]);
    expect(world.work.decoys).toBe(2);
  });

  test('a password of which no such digest is kept is told as such, and is no failure', async () => {
    const { world, ada } = await open({
      password: { op: 'set', plain: 'correct horse', checks: 'skip', preHash: 'none' },
    });
    const refusal = { code: 'digest-unsupported', reason: 'unknown-scheme' };
    expect(await refusalsOf(() => prove(world, 'AdaLove', 'correct horse'))).toEqual([refusal]);
    expect(await failures(world, ada)).toBe(0);
    expect(world.work).toMatchObject({ verified: 0, decoys: 1 });
  });

  test('after too many wrong ones even the right one is not looked at', async () => {
    const { world, ada } = await open();
    for (let count = 0; count < 10; count++) await refusalsOf(() => prove(world, 'AdaLove', `wrong ${count}`));
    expect(await refusalsOf(() => prove(world, 'AdaLove', '1234'))).toMatchObject([{ code: 'too-many-attempts' }]);
    const types = (await historyOf(world, ada.id)).map(({ type }) => type);
    expect(types.filter((type) => type === 'sign-in.failed')).toHaveLength(10);
  });
});

describe('the password itself', () => {
  const provePlain = ({ context }: World, username: string, password: string) =>
    proveByPlainPassword(context, { username, password }, facts);

  const plain = { op: 'set', plain: '1234', checks: 'skip', preHash: 'none' } as const;

  test('proves who somebody is, also where no digest of a hash is kept', async () => {
    const { world, ada } = await open({ password: plain });
    expect(await refusalsOf(() => provePlain(world, 'AdaLove', 'wrong'))).toEqual([{ code: 'wrong-credentials' }]);
    expect(await failures(world, ada)).toBe(1);
    expect(await provePlain(world, 'adalove', '1234')).toMatchObject({ user: { id: ada.id }, isHalf: false });
    expect(await failures(world, ada)).toBe(0);
  });

  test('proves nothing of nobody, nor by an email address', async () => {
    const { world } = await open({ emails: emails('ada@example.com') });
    expect(await refusalsOf(() => provePlain(world, 'Grace', '1234'))).toEqual([unknown('Grace')]);
    const address = 'ada@example.com';
    expect(await refusalsOf(() => provePlain(world, address, '1234'))).toEqual([unknown(address)]);
    expect(world.work.decoys).toBe(2);
  });

  test('tells a key who is locked, and lets nobody in who is banned', async () => {
    const { world, ada } = await open({ password: plain });
    await change(world, ada, { locked: set(true) });
    const [refusal] = await refusalsOf(() => provePlain(world, 'AdaLove', '1234'));
    expect(refusal).toMatchObject({ code: 'account-inactive', reason: 'locked' });
    await change(world, ada, { locked: set(false), banned: set(true) });
    const banned = [{ code: 'account-inactive', reason: 'banned', until: null }];
    expect(await refusalsOf(() => provePlain(world, 'AdaLove', '1234'))).toEqual(banned);
  });
});

test('who is locked is told what a wrong password is told, be it right or wrong', async () => {
  const { world, ada } = await open();
  await change(world, ada, { locked: set(true) });
  for (const password of ['1234', 'wrong']) {
    expect(await refusalsOf(() => prove(world, 'AdaLove', password))).toEqual([{ code: 'wrong-credentials' }]);
  }
  expect(world.work.verified).toBe(0);
  await change(world, ada, { locked: set(false) });
  expect((await prove(world, 'AdaLove', '1234')).user.id).toBe(ada.id);
});

test('a sign-in without a session is counted and told once', async () => {
  const { world, ada } = await open();
  await recordSignIn(world.context, ada, facts);
  const stored = await world.ports.store.loadUser('default', { by: 'id', id: ada.id });
  expect(stored?.user).toMatchObject({ rev: ada.rev, activity: { signInCount: 1, lastSignInAt: world.clock.now } });
  const history = await historyOf(world, ada.id);
  expect(history.filter(({ type }) => type === 'sign-in.succeeded')).toHaveLength(1);
});
