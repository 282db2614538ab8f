// Written users who move in: built-in accounts, records that lie, images that come late.

import { describe, expect, test } from 'vitest';
import { updateUser } from '../../src/core/commands/update-user.ts';
import type { JsonObject } from '../../src/core/model/json.ts';
import { set } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import { allUsers, type World } from '../commands/world.ts';
import { email, idOf, now, patch } from '../users.ts';
import { failing, find, secretsOf, words } from './comers.ts';
import { digests, fileOf, moveIn, moverOf, openHall, richMover, skipping, totp } from './movers.ts';

describe('built-in accounts of a written file', () => {
  const admin = (change: Partial<User> = {}) =>
    moverOf(
      { id: idOf(70), serial: 1, system: true, username: 'Admin', role: 'super-admin', ...change },
      { passwords: [digests.own] },
    );

  test('take the place of one that nobody has used', async () => {
    const hall = await openHall();
    for (const options of [skipping, failing]) {
      expect(words(await moveIn(hall, [admin()], options))).toEqual([options === skipping ? 'created' : 'present']);
    }
    expect((await allUsers(hall)).map(({ id, serial }) => ({ id, serial }))).toEqual([{ id: idOf(70), serial: 1 }]);
    expect((await secretsOf(hall, idOf(70))).passwords).toEqual([digests.own]);
  });

  test.each([
    ['boot', 'created'],
    ['another', 'skipped'],
  ])('of one that was changed through %s: %s', async (api, word) => {
    const hall = await openHall();
    const wish = patch({ groups: set(['7']) });
    await updateUser({ ...hall.context, api }, { by: 'id', id: idOf(1) }, wish, { system: true, ifRev: null });
    await hall.ports.store.countFailure('default', idOf(1), [], { now, until: null, from: null });
    expect(words(await moveIn(hall, [admin()]))).toEqual([word]);
    expect((await allUsers(hall)).map(({ id }) => id)).toEqual([idOf(word === 'created' ? 70 : 1)]);
  });

  test('without secrets in the file, leave it its password', async () => {
    const hall = await openHall();
    await moveIn(hall, [admin()]);
    const bare = admin({ id: idOf(71), credentials: { ...admin().written.user.credentials, password: null } });
    const [one] = await moveIn(hall, [{ ...bare, written: { ...bare.written, secrets: null } }]);
    expect(one?.is).toBe('created');
    expect((await find(hall, 'Admin')).credentials.password).toEqual({ compromised: false });
    expect((await secretsOf(hall, idOf(71))).passwords).toEqual([digests.own]);
  });

  test('leave one alone that was used, and stop a strict import', async () => {
    const hall = await openHall();
    await hall.ports.store.recordActivity('default', idOf(1), { at: now, signIn: true });
    const after = moverOf({ id: idOf(72), serial: 9, username: 'after_it' });
    expect(words(await moveIn(hall, [admin(), after], failing))).toEqual(['conflict']);
    expect(words(await moveIn(hall, [admin()]))).toEqual(['skipped']);
    expect((await allUsers(hall)).map(({ id }) => id)).toEqual([idOf(1)]);
  });
});

describe('a written record that lies is refused, and changes nothing', () => {
  const good = richMover();
  const { user } = good.written;
  const secrets = good.written.secrets ?? expect.fail();
  const proto: JsonObject = JSON.parse('{"__proto__":{"admin":true}}');
  const bag = { metadata: { ...user.metadata, public: proto } };
  const [firstEmail = email(1, '')] = user.emails;
  const lies: Readonly<Record<string, Partial<User>>> = {
    'an id that is none': { id: 'me' },
    'a primary address of somebody else': { primaryEmailId: idOf(999) },
    'no address': { emails: [{ ...firstEmail, address: 'nonsense' }] },
    'an address in other words': { emails: [{ ...firstEmail, address: ' ada@example.com' }] },
    'two of one address': { emails: [firstEmail, { ...firstEmail, id: idOf(998), address: 'ADA@example.com' }] },
    'no contact id': { emails: [{ ...firstEmail, id: 'x' }], primaryEmailId: null },
    'a huge bag': { metadata: { ...user.metadata, public: { a: 'x'.repeat(9000) } } },
    'numbers among labels': { metadata: { ...user.metadata, labels: { a: 1 } } },
    'a prototype': bag,
    'a password that is not there': { credentials: { ...user.credentials, password: null } },
    'codes that are not there': { credentials: { ...user.credentials, backupCodes: { enabledAt: 1, remaining: 2 } } },
    'no authenticator': { credentials: { ...user.credentials, totp: null } },
    'revision 0': { rev: 0 },
    'a serial that leaves no further ones': { serial: Number.MAX_SAFE_INTEGER },
    'a moment that has no date': { createdAt: 9e15 },
    'a picture that is not there': { profileImageId: idOf(997) },
    'a NUL': { firstName: 'a\0b' },
    'half a character': { lastName: '\ud800' },
  };

  test.each(Object.entries(lies))('%s', async (_, lie) => {
    const hall = await openHall();
    const before = await fileOf(hall);
    const [arrived] = await moveIn(hall, [{ ...good, written: { secrets, user: { ...user, ...lie } } }]);
    expect(arrived).toMatchObject({ is: 'refused' });
    expect(await fileOf(hall)).toBe(before);
  });

  test.each([
    ['an unknown scheme', { passwords: [{ ...digests.own, scheme: 'rot13' }] }],
    ['a digest of another scheme', { passwords: [{ ...digests.own, scheme: 'bcrypt' }] }],
    ['a secret that is none', { totp: { ...totp, secret: 'not base32' } }],
    ['a code of no length', { enrolling: { ...totp, digits: 0 } }],
    ['a backup code in clear', { backupCodes: ['abcd-efgh'] }],
  ])('%s', async (_, lie) => {
    const hall = await openHall();
    const [arrived] = await moveIn(hall, [{ ...good, written: { user, secrets: { ...secrets, ...lie } } }]);
    expect(arrived).toMatchObject({ is: 'refused' });
    expect(await allUsers(hall)).toHaveLength(1);
  });

  test.each([
    ['an image without an id', { id: 'a\0' }],
    ['an image of no time', { createdAt: -1 }],
  ])('%s', async (_, lie) => {
    const hall = await openHall();
    const images = good.images.map((image, index) => (index === 1 ? { ...image, ...lie } : image));
    expect(words(await moveIn(hall, [{ ...good, images }]))).toEqual(['refused']);
    expect(await allUsers(hall)).toHaveLength(1);
  });

  test('and the good one is not', async () => {
    expect(words(await moveIn(await openHall(), [good]))).toEqual(['created']);
  });
});

describe('an import that was killed between a user and the images', () => {
  test('brings them the next time, unless the user was changed since', async () => {
    const rich = richMover();
    const hall = await openHall();
    await moveIn(hall, [rich]);
    const whole = await fileOf(hall);
    for (const { id, userId } of rich.images) await forget(hall, userId, id);
    expect(words(await moveIn(hall, [rich]))).toEqual(['present']);
    expect(await fileOf(hall)).toBe(whole);

    const byId = { by: 'id', id: idOf(100) } as const;
    const key: World = { ...hall, context: { ...hall.context, actor: { kind: 'system' } } };
    await updateUser(key.context, byId, patch({ firstName: set('Augusta') }), { system: true, ifRev: null });
    await forget(hall, idOf(100), idOf(202));
    await moveIn(hall, [rich]);
    expect(await hall.ports.store.hasImage('default', idOf(100), idOf(202))).toBe(false);
  });

  async function forget({ ports }: World, userId: string, id: string) {
    const nothing = { users: [], sessions: [], documents: [], changes: [], mails: [] };
    await ports.store.commit({ realm: 'default', ...nothing, images: [{ op: 'forget', userId, id }] });
  }
});
