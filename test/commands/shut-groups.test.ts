// Tests of groups that are shut: while one is, its members get in nowhere, by no way, and lose nothing that they have.

import { describe, expect, test } from 'vitest';
import { beginVisit } from '../../src/core/commands/begin-visit.ts';
import { createMagicCode } from '../../src/core/commands/create-magic-code.ts';
import { createSession } from '../../src/core/commands/create-session.ts';
import { findVisit } from '../../src/core/commands/find-visit.ts';
import { refreshSession } from '../../src/core/commands/refresh-session.ts';
import { signIn } from '../../src/core/commands/sign-in.ts';
import { enterPassword } from '../../src/core/commands/sign-in-on-visit.ts';
import { useSession } from '../../src/core/commands/use-session.ts';
import { set } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import { newGroup } from '../realm-objects.ts';
import { facts } from './entrance.ts';
import { byId, codeOf, first, update } from './factors.ts';
import { changeGroup, make } from './objects.ts';
import { byCode, byPassword, magicCode, person, place, plain, stepOf, stranger, withFactor } from './visitors.ts';
import { allSessions, everything, openWorld, refusalsOf, type World } from './world.ts';

const address = 'ada@example.com';
const shutOut = [{ code: 'account-inactive', reason: 'disabled', until: null }];

async function open(groups: readonly string[] = ['ops', 'all', 'a label']) {
  const world = await openWorld();
  await make(world, newGroup('ops'), newGroup('all'), newGroup('other', { active: false }));
  const ada = await person(world, address, true, { username: set('adalove'), groups: set(groups) });
  return { world, ada };
}

const enter = (world: World, password = plain) =>
  signIn(stranger(world), { identifier: 'adalove', password, code: null }, facts, { system: false });

/** Signs in on the hosted pages. */
async function visit(world: World): Promise<unknown> {
  const context = stranger(world);
  const nothing = { state: null, challenge: null, wantedOrganizationId: null, invitation: null, loginHint: null };
  const redirectUri = 'https://app.example.com/';
  const token = await beginVisit(context, { ...nothing, clientId: 'client', userCode: null, redirectUri });
  const begun = (await findVisit(context, token)) ?? expect.fail('the visit is over');
  return await enterPassword(context, begun, { email: address, password: plain }, place);
}

/** Every way in. */
const ways: Readonly<Record<string, (world: World, ada: User) => Promise<unknown>>> = {
  'a password in one step': (world) => enter(world),
  'a password in steps': (world) => byPassword(world, address, plain, stranger(world)),
  'a code by mail': async (world) => byCode(world, address, await magicCode(world, address), stranger(world)),
  'a session made by a key': ({ context }, ada) => createSession(context, byId(ada), { ...facts, method: 'password' }),
};

describe.each(Object.keys(ways))('%s', (way) => {
  const come = async (world: World, ada: User) => await ways[way]?.(world, ada);

  test('is refused while a group is shut, and leads in again when it is open', async () => {
    const { world, ada } = await open();
    await changeGroup(world, 'ops', { active: false });
    expect(await refusalsOf(() => come(world, ada))).toEqual(shutOut);
    expect(await allSessions(world)).toEqual([]);
    await changeGroup(world, 'ops', { active: true });
    await come(world, ada);
    expect(await allSessions(world)).toHaveLength(1);
  });

  test('leads in past groups of others, mere labels, and those that only bar from pages', async () => {
    const { world, ada } = await open();
    await changeGroup(world, 'all', { signIn: 'none' });
    await come(world, ada);
    expect(await allSessions(world)).toHaveLength(1);
  });

  test('is refused to somebody who joins what is shut, until they leave', async () => {
    const { world, ada } = await open([]);
    await update(world, ada, { groups: set(['other']) });
    expect(await refusalsOf(() => come(world, ada))).toEqual(shutOut);
    await update(world, ada, { groups: set([]) });
    await come(world, ada);
    expect(await allSessions(world)).toHaveLength(1);
  });
});

test('nobody learns of it who does not know the password', async () => {
  const { world } = await open();
  await changeGroup(world, 'ops', { active: false });
  expect(await refusalsOf(() => enter(world, 'wrong'))).toEqual([{ code: 'wrong-credentials' }]);
  expect(await refusalsOf(() => byPassword(world, address, 'wrong', stranger(world)))).toEqual([
    { code: 'wrong-credentials' },
  ]);
});

test('a sign-in that was begun before does not end in a session', async () => {
  const { world, ada } = await open();
  await update(world, ada, { totp: set(first) });
  const step = await stepOf(() => byPassword(world, address));
  await changeGroup(world, 'ops', { active: false });
  expect(await refusalsOf(() => withFactor(world, step.token, codeOf(world, first)))).toEqual(shutOut);
  expect(await allSessions(world)).toEqual([]);
});

test('the hosted pages lead nobody back to the client while it is shut', async () => {
  const { world } = await open();
  await changeGroup(world, 'ops', { active: false });
  expect(await refusalsOf(() => visit(world))).toEqual(shutOut);
  await changeGroup(world, 'ops', { active: true });
  expect(await visit(world)).toMatchObject({ at: 'client' });
});

test('a session is of no use while it is shut, and goes on afterwards', async () => {
  const { world, ada } = await open();
  const { session, refreshToken } = await byPassword(world, address);
  const use = () => useSession(world.context, session.id);
  const refresh = () =>
    refreshSession(world.context, { token: refreshToken, organizationId: null, clientId: 'client' });
  await use();
  await changeGroup(world, 'ops', { active: false });
  const before = await everything(world);
  world.clock.now += 120_000;
  expect(await refusalsOf(use)).toEqual(shutOut);
  expect(await refusalsOf(refresh)).toEqual(shutOut);
  expect(await everything(world)).toEqual(before);
  await changeGroup(world, 'ops', { active: true });
  expect((await use()).user.id).toBe(ada.id);
  expect((await refresh()).session.id).toBe(session.id);
});

test('what members are and have is not touched by it', async () => {
  const { world, ada } = await open();
  const before = await everything(world);
  await changeGroup(world, 'ops', { active: false });
  expect(await everything(world)).toEqual(before);
  await update(world, ada, { firstName: set('Ada') });
  await createMagicCode(world.context, { email: address, invitation: null });
  expect((await everything(world)).users.find(({ id }) => id === ada.id)).toMatchObject({
    firstName: 'Ada',
    active: true,
  });
});
