// Tests of taking people in: whom they meet, what `update` may do, where `fail` stops.

import { describe, expect, test } from 'vitest';
import { set, type UserPatch } from '../../src/core/model/patch.ts';
import {
  clerk,
  comer,
  failing,
  find,
  mail,
  openEntrance,
  secretsOf,
  takeIn,
  updating,
  words,
} from '../transfer/comers.ts';
import { digests, moveIn, moverOf, openHall, richMover, skipping, totp } from '../transfer/movers.ts';
import { idOf, now } from '../users.ts';
import { add, allUsers, everything, historyOf, oldDigest, openWorld, refusalsOf } from './world.ts';

test('nobody but the command line may take people in', async () => {
  const world = await openWorld();
  expect(await refusalsOf(() => takeIn(world, [clerk('a')]))).toEqual([{ code: 'forbidden', action: 'user.import' }]);
});

describe('newcomers', () => {
  test('are dated back, keep what they had, and are found by their old id', async () => {
    const world = await openEntrance();
    const created = now - 9e9;
    const past = { updatedAt: now - 5, lastSignInAt: now - 7, signInCount: 3 };
    const one = comer(
      {
        aliases: set({ clerk: 'user_1' }),
        username: set('adalove'),
        createdAt: set(created),
        emails: mail('ada@example.com'),
        password: oldDigest('correct horse'),
        totp: set(totp),
        backupCodes: set([digests.foreign.digest]),
      },
      past,
    );
    const [arrived] = await takeIn(world, [one]);
    const user = await find(world, 'adalove');
    expect(arrived).toEqual({ is: 'created', userId: user.id });
    expect(user).toMatchObject({
      createdAt: created,
      updatedAt: now - 5,
      aliases: { clerk: 'user_1' },
      emails: [{ address: 'ada@example.com', createdAt: created, verification: { status: 'verified', at: created } }],
      activity: { lastSignInAt: now - 7, lastActiveAt: now - 7, signInCount: 3 },
      credentials: { passwordUpdatedAt: created, totp: { enabledAt: created }, backupCodes: { remaining: 1 } },
    });
    // A UUIDv7 begins with its time.
    expect(Number.parseInt(user.id.replace('-', '').slice(0, 12), 16)).toBe(created);
    expect(await secretsOf(world, user.id)).toMatchObject({ passwords: [{ scheme: 'old' }], totp });
    expect(await historyOf(world, user.id)).toMatchObject([{ type: 'user.created', at: now }]);
  });

  test('are refused one by one, with every reason, and the others come', async () => {
    const world = await openEntrance();
    const arrived = await takeIn(world, [
      clerk('a', { username: set('fine_one') }),
      clerk('b', { username: set('no good'), emails: mail('nonsense') }),
      clerk('c', { username: set('other_one'), password: { op: 'set-digest', scheme: 'rot13', digest: 'x' } }),
      comer({}),
      clerk('d', { username: set('last_one') }),
    ]);
    expect(words(arrived)).toEqual(['created', 'refused', 'refused', 'refused', 'created']);
    expect(arrived[1]).toMatchObject({ refusals: [{ issues: [{ path: 'username' }, { path: 'emails.0' }] }] });
    expect((await allUsers(world)).map(({ username }) => username)).toEqual(['Admin', 'fine_one', 'last_one']);
  });

  test('of the same name: the first comes', async () => {
    const world = await openEntrance();
    const arrived = await takeIn(world, [
      clerk('a', { username: set('twin_one'), firstName: set('First') }),
      clerk('b', { username: set('TWIN_ONE'), firstName: set('Second') }),
    ]);
    expect(arrived[1]).toMatchObject({ is: 'skipped', field: 'username' });
    expect((await find(world, 'twin_one')).firstName).toBe('First');
  });

  test('who only claim an address keep nobody out', async () => {
    const world = await openEntrance();
    const claims = ['a', 'b'].map((alias) => clerk(alias, { emails: mail('shared@example.com', 'unverified') }));
    const proven = clerk('c', { emails: mail('shared@example.com') });
    expect(words(await takeIn(world, [...claims, proven, clerk('d', { emails: mail('shared@example.com') })]))).toEqual(
      [...['created', 'created', 'created'], 'skipped'],
    );
  });

  test('come once, however often the file is read', async () => {
    const world = await openEntrance();
    const all = [clerk('a', { username: set('adalove') }), clerk('b'), clerk('b')].map((one, index) =>
      index === 0 ? one : { ...one, ...clerk('b', { username: set('grace_h') }) },
    );
    expect(words(await takeIn(world, all))).toEqual(['created', 'created', 'present']);
    const before = await everything(world);
    for (const options of [skipping, updating, failing]) {
      expect(words(await takeIn(world, all, options))).toEqual(['present', 'present', 'present']);
    }
    expect(await everything(world)).toEqual(before);
  });
});

describe('skip', () => {
  test('leaves who is here alone', async () => {
    const world = await openEntrance();
    await add(
      { ...world, context: { ...world.context, actor: { kind: 'system' } } },
      {
        username: set('adalove'),
        emails: mail('ada@example.com'),
      },
    );
    const before = await everything(world);
    const arrived = await takeIn(world, [
      clerk('a', { username: set('adalove'), firstName: set('Other') }),
      clerk('b', { emails: mail('ADA@example.com') }),
    ]);
    expect(arrived).toMatchObject([
      { is: 'skipped', field: 'username' },
      { is: 'skipped', field: 'email' },
    ]);
    expect(await everything(world)).toEqual(before);
  });
});

describe('update', () => {
  const here = {
    username: set('adalove'),
    firstName: set('Ada'),
    lastName: set('Lovelace'),
    aliases: set({ auth0: 'auth0|1' }),
    emails: mail('ada@example.com'),
  };
  const coming: Partial<UserPatch> = {
    username: set('adalove'),
    firstName: set('Augusta'),
    createdAt: set(now - 9e9),
    emails: mail('second@example.com'),
    password: oldDigest('from the file'),
    totp: set(totp),
    backupCodes: set([digests.foreign.digest]),
  };

  test('changes what the file says, adds, merges, and keeps the rest', async () => {
    const world = await openEntrance();
    await takeIn(world, [comer(here)]);
    const before = await find(world, 'adalove');
    expect(words(await takeIn(world, [clerk('user_1', coming)], updating))).toEqual(['updated']);
    const after = await find(world, 'adalove');
    expect(after).toMatchObject({
      id: before.id,
      createdAt: before.createdAt,
      firstName: 'Augusta',
      lastName: 'Lovelace',
      aliases: { auth0: 'auth0|1', clerk: 'user_1' },
      emails: [{ address: 'ada@example.com' }, { address: 'second@example.com' }],
      primaryEmailId: before.primaryEmailId,
      credentials: { password: { compromised: false }, backupCodes: { remaining: 1 } },
      rev: 2,
    });
    expect(words(await takeIn(world, [clerk('user_1', coming)], updating))).toEqual(['present']);
    expect(await find(world, 'adalove')).toEqual(after);
  });

  test('never touches a password, an authenticator or backup codes that are here', async () => {
    const world = await openEntrance();
    const own = { password: oldDigest('my own'), totp: set({ ...totp, digits: 8 }), backupCodes: set(['own-code-1']) };
    await takeIn(world, [comer({ ...here, ...own })]);
    const { id, credentials } = await find(world, 'adalove');
    const secrets = await secretsOf(world, id);
    expect(words(await takeIn(world, [clerk('user_1', coming)], updating))).toEqual(['updated']);
    expect(await secretsOf(world, id)).toEqual(secrets);
    expect((await find(world, 'adalove')).credentials).toEqual(credentials);

    const written = moverOf(
      { username: 'adalove' },
      { passwords: [digests.own], totp, backupCodes: [digests.foreign.digest] },
    );
    const hall = await openHall();
    await moveIn(hall, [moverOf({ id: idOf(7), serial: 3, username: 'adalove' }, { passwords: [digests.foreign] })]);
    expect(words(await moveIn(hall, [written], updating))).toEqual(['updated']);
    expect(await secretsOf(hall, idOf(7))).toMatchObject({ passwords: [digests.foreign], totp });
  });

  test('never touches a built-in account from the file of another system', async () => {
    const world = await openEntrance();
    const before = await everything(world);
    const admin = clerk('a', { username: set('Admin'), firstName: set('Mallory'), password: oldDigest('mine now') });
    expect(await takeIn(world, [admin], updating)).toEqual([
      { is: 'refused', refusals: [{ code: 'not-eligible', field: 'user', why: 'system' }] },
    ]);
    for (const options of [skipping, failing])
      expect(words(await takeIn(world, [admin], options))).not.toContain('created');
    const claim = moverOf({ username: 'Admin' }, { passwords: [digests.own] });
    const [{ is } = { is: '' }] = await moveIn(world, [claim], updating);
    expect(is).toBe('refused');
    expect(await everything(world)).toEqual(before);
  });

  test('refuses who is two people here, and changes neither', async () => {
    const world = await openEntrance();
    await takeIn(world, [comer({ username: set('adalove') }), comer({ emails: mail('grace@example.com') })]);
    const before = await everything(world);
    const both = clerk('a', { username: set('adalove'), emails: mail('grace@example.com') });
    expect(words(await takeIn(world, [both], updating))).toEqual(['conflict']);
    expect(await everything(world)).toEqual(before);
  });

  test('by a written record keeps who they are here, and brings images', async () => {
    const hall = await openHall();
    const own = moverOf({
      id: idOf(7),
      serial: 3,
      username: 'adalove',
      createdAt: now - 5e9,
      aliases: { workos: 'user_w' },
    });
    await moveIn(hall, [own]);
    const rich = richMover();
    expect(words(await moveIn(hall, [rich], updating))).toEqual(['updated']);
    const after = await find(hall, 'adalove');
    expect(after).toMatchObject({
      id: idOf(7),
      serial: 3,
      rev: 2,
      createdAt: now - 5e9,
      aliases: { ...rich.written.user.aliases, workos: 'user_w' },
      profileImageId: idOf(201),
    });
    expect(await hall.ports.store.hasImage('default', idOf(7), idOf(201))).toBe(true);
    expect(words(await moveIn(hall, [rich], updating))).toEqual(['present']);
  });
});

describe('fail', () => {
  const file = ['a', 'b', 'c', 'd'].map((alias) => clerk(alias, { username: set(`user_${alias}`) }));

  test('stops at the first who meets somebody here: nobody after it comes', async () => {
    const world = await openEntrance();
    await takeIn(world, [comer({ username: set('user_c') })]);
    expect(words(await takeIn(world, file, failing))).toEqual(['created', 'created', 'conflict']);
    expect((await allUsers(world)).map(({ username }) => username)).toEqual(['Admin', 'user_c', 'user_a', 'user_b']);
  });

  test('stops at the first who meets somebody of the same file', async () => {
    const world = await openEntrance();
    const twin = clerk('x', { username: set('user_a') });
    expect(words(await takeIn(world, [...file.slice(0, 2), twin, ...file.slice(2)], failing))).toEqual([
      ...['created', 'created'],
      'conflict',
    ]);
    expect((await allUsers(world)).map(({ username }) => username)).toEqual(['Admin', 'user_a', 'user_b']);
  });

  test('does not stop at who came before, nor at who is refused', async () => {
    const world = await openEntrance();
    await takeIn(world, file.slice(0, 2));
    const bad = clerk('x', { username: set('no good') });
    expect(words(await takeIn(world, [bad, ...file, ...file.slice(3)], failing))).toEqual([
      ...['refused', 'present', 'present', 'created', 'created'],
      'present',
    ]);
  });
});
