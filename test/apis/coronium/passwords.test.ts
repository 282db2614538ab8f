// Passwords: a game knows their MD5 alone, the other APIs the words themselves, and one password opens all.
import { beforeEach, describe, expect, test } from 'vitest';
import { secretsContext } from '../../../src/core/commands/context.ts';
import { useWire } from '../../conformance/coronium-wire.ts';
import { engines, homeScope, md5, useGame } from './game.ts';

const clock = { now: Date.UTC(2027, 0, 1) };
beforeEach(() => {
  // Beyond every limit and every lock that the test before has left.
  clock.now += 2 * 3_600_000;
});

const [old, fresh] = ['Lantern-keeper-7', 'Harbour-master-8'];
const inTheGame = (username: string, password: string) => ({ username, password: md5(password) });

describe.each(engines)('on %s', (engine) => {
  const game = useGame({ engine, clock: () => clock.now });

  /** Where this password lets the user in. */
  const doors = async (id: string, username: string, password: string) => {
    const ids = (await game.rest('GET', `/api/users/${id}`)).body.ids;
    const clerk = await game.rest('POST', `/v1/users/${ids.clerk}/verify_password`, { password });
    const native = await game.rest('POST', '/api/sign-in', { identifier: username, password });
    const played = await game.call('login', inTheGame(username, password));
    return { clerk: clerk.status === 200, native: native.status === 200, game: played.user_id === id };
  };
  const all = { clerk: true, native: true, game: true };
  const none = { clerk: false, native: false, game: false };

  test('made by a game, known by its MD5 alone, opens the other doors by the words', async () => {
    const username = game.fresh('made_by_game');
    const id = (await game.ask('create', inTheGame(username, old))).user_id;
    expect(await doors(id, username, fresh)).toEqual(none);
    expect(await doors(id, username, old)).toEqual(all);
    // What was kept of it when the words were known first does not shut the game out.
    expect(await doors(id, username, old)).toEqual(all);
    await game.ask('update', { user_id: id, update: { password: md5(fresh) } });
    expect(await doors(id, username, old)).toEqual(none);
    expect(await doors(id, username, fresh)).toEqual(all);
  });

  test('made by another API once there are games, opens the game', async () => {
    const username = game.fresh('made_by_clerk');
    const made = await game.rest('POST', '/v1/users', { username, password: old });
    const { id } = (await game.rest('GET', `/api/users/${made.body.id}`)).body;
    expect(await doors(id, username, old)).toEqual(all);
    const changed = await game.rest('PATCH', `/v1/users/${made.body.id}`, { password: fresh });
    expect(changed.status).toBe(200);
    expect(await doors(id, username, old)).toEqual(none);
    expect(await doors(id, username, fresh)).toEqual(all);
  });

  test('of before there were games needs one sign-in elsewhere, or a new one', async () => {
    const bcrypt = '$2b$04$abcdefghijklmnopqrstuuT4HMUIrxUgqoT5/UilxO.7.rYN4Ct7a';
    const make = async () => {
      const username = game.fresh('of_old');
      const wish = { username, password_digest: bcrypt, password_hasher: 'bcrypt' };
      const made = await game.rest('POST', '/v1/users', wish);
      expect(made.status, JSON.stringify(made.body)).toBe(200);
      return { username, id: (await game.rest('GET', `/api/users/${made.body.id}`)).body.id };
    };
    const one = await make();
    await game.refuse('login', inTheGame(one.username, 'password of old'), 605);
    const native = await game.rest('POST', '/api/sign-in', { identifier: one.username, password: 'password of old' });
    expect(native.status).toBe(200);
    expect(await game.ask('login', inTheGame(one.username, 'password of old'))).toMatchObject({ user_id: one.id });
    const two = await make();
    await game.ask('update', { user_id: two.id, update: { password: md5(old) } });
    expect(await doors(two.id, two.username, old)).toEqual(all);
    await game.refuse('login', inTheGame(two.username, 'password of old'), 603);
  });

  test('is the same by an MD5 in capitals', async () => {
    const username = game.fresh('capitals');
    const id = (await game.ask('create', { username, password: md5(old).toUpperCase() })).user_id;
    expect(await doors(id, username, old)).toEqual(all);
    expect((await game.ask('login', { username, password: md5(old).toUpperCase() })).user_id).toBe(id);
  });

  test('may be as short as the documented examples, and of any alphabet', async () => {
    for (const password of ['abcd', '1', '', 'пароль', '🎮']) {
      const username = game.fresh('short');
      await game.ask('create', inTheGame(username, password));
      await game.ask('login', inTheGame(username, password));
      await game.refuse('login', inTheGame(username, `${password}x`), 603);
    }
  });

  test('that is wrong is counted; after ten of them nothing opens for an hour', async () => {
    const username = game.fresh('guessed');
    const user_id = (await game.ask('create', inTheGame(username, old))).user_id;
    const failures = async () =>
      (await game.app.ports.store.loadUser('default', { by: 'id', id: user_id }))?.user.activity.failedAttempts;
    for (const wrong of ['a', 'b', 'c']) await game.refuse('login', inTheGame(username, wrong), 603);
    expect(await failures()).toBe(3);
    await game.ask('login', inTheGame(username, old));
    expect(await failures()).toBe(0);
    for (let guess = 0; guess < 10; guess += 1) await game.refuse('login', inTheGame(username, `guess ${guess}`), 603);
    const told = [old, 'another guess'].map(
      async (password) => await game.call('login', inTheGame(username, password)),
    );
    const [right, wrong] = await Promise.all(told);
    expect(right).toEqual({ error: expect.any(String), status: expect.any(Number) });
    expect(right).toEqual(wrong);
    clock.now += 3_600_001;
    expect((await game.ask('login', inTheGame(username, old))).user_id).toBe(user_id);
  });

  test('that is wrong too often from one address is not even looked at, whoever it is of', async () => {
    const username = game.fresh('bystander');
    await game.ask('create', inTheGame(username, old));
    for (let guess = 0; guess < 100; guess += 1) {
      const result = await game.call('login', inTheGame(`nobody-${guess}`, 'x'));
      if (result.status === 810) break;
    }
    expect(await game.refuse('login', inTheGame(username, old), 810)).toMatch(
      /^Too many attempts\. Please wait \d+ seconds\.$/,
    );
    clock.now += 600_001;
    await game.ask('login', inTheGame(username, old));
  });

  test('that is changed in the game ends what was signed in elsewhere', async () => {
    const username = game.fresh('ends');
    const id = (await game.ask('create', inTheGame(username, old))).user_id;
    const { body } = await game.rest('POST', '/api/sign-in', { identifier: username, password: old });
    const status = async () => (await game.app.ports.store.loadSession('default', body.sessionId))?.status;
    expect(await status()).toBe('active');
    await game.ask('update', { user_id: id, update: { group: 'x' } });
    expect(await status()).toBe('active');
    await game.ask('update', { user_id: id, update: { password: md5(fresh) } });
    expect(await status()).not.toBe('active');
  });
});

describe('a secret is never told', () => {
  const lines: string[] = [];
  const wire = useWire({
    keys: { MUSTER_LOG_LEVEL: 'trace' },
    log: { write: (line: string) => void lines.push(line) },
  });

  test('neither the MD5 nor what is kept of it, in answers, histories and logs', async () => {
    const { game, ours, plugin } = wire();
    const [first, second] = [md5(old), md5(fresh)];
    const texts: string[] = [];
    const say = async (by: typeof ours, action: string, body: object, said = {}) => {
      const text = await by(action, JSON.stringify(body), said);
      expect(text).not.toContain('null');
      texts.push(text);
      return JSON.parse(text).result;
    };
    for (const by of [ours, plugin]) {
      const username = game.fresh('secret');
      const said = by === ours ? { idempotencyKey: game.fresh('key') } : {};
      const wish = { username, password: first, email: `${username}@example.com`, scope: homeScope };
      const { user_id } = await say(by, 'create', wish, said);
      await say(by, 'create', wish);
      await say(by, 'login', { username, password: first });
      await say(by, 'login', { username, password: second });
      await say(by, 'update', { user_id, update: { password: second, extra: { a: 1 } } });
      await say(by, 'update', { user_id, update: { password: `${second}x` } });
      await say(by, 'get', { user_id });
      const history = await game.rest('GET', `/api/users/${user_id}/history`);
      texts.push(JSON.stringify(history.body), JSON.stringify(await game.rest('GET', `/v1/users/${user_id}`)));
      const stored = await game.app.ports.store.loadUser('default', { by: 'id', id: user_id });
      if (stored === null) throw new Error('the user is gone');
      const { passwords } = game.app.ports.vault.open(stored.secrets, secretsContext('default', user_id));
      expect(passwords).toHaveLength(1);
      const told = [...texts, ...lines].join('\n');
      for (const secret of [first, second, ...passwords.map(({ digest }) => digest)])
        expect(told).not.toContain(secret);
    }
    expect(lines.length).toBeGreaterThan(10);
  });
});
