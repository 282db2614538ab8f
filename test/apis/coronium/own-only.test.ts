// Scopes in which users are changed by themselves alone: who is signed in as whom, and for how long.
import { describe, expect, test } from 'vitest';
import { useWire } from '../../conformance/coronium-wire.ts';
import { engines, homeScope, md5, useGame } from './game.ts';

const scope = 'Own only';
const logInFirst = 'In this scope, users are changed by themselves alone: log in first.';
const alone = 'In this scope, users are changed by themselves alone.';
const again = 'The user must log in again.';

describe.each(engines)('on %s', (engine) => {
  const game = useGame({ engine });

  /** A player of the scope who has logged in. */
  async function signedIn(more: object = {}) {
    await game.setScope(scope, { ownOnly: true });
    const username = game.fresh('owner');
    const user_id = await game.player({ username, ...more }, scope);
    const { result, session } = await game.send('login', { username, password: md5('1234') }, { scope });
    expect(result).toMatchObject({ user_id, scope });
    expect(result).not.toHaveProperty('session');
    expect(session).toEqual(expect.stringMatching(/^[\w.-]{20,}$/));
    return { user_id, username, session: String(session) };
  }

  const writes = (user_id: string): readonly (readonly [string, object])[] => [
    ['update', { user_id, update: { group: 'changed' } }],
    ['delete', { user_id }],
    ['addAuthProvider', { user_id, provider: 'google', auth: { client_id: 'x' } }],
    ['updateAuthProvider', { user_id, provider: 'facebook', update: { access_token: 'x' } }],
    ['removeAuthProvider', { user_id, provider: 'facebook' }],
    ['updateTokenExpiry', { user_id, provider: 'facebook', expiry: 1 }],
    ['getAuthProvider', { user_id, provider: 'facebook' }],
  ];

  test('nobody else changes a user, nor sees their access token', async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    const auth = { client_id: game.fresh('fb'), access_token: 'secret-token' };
    const linked = { user_id: one.user_id, provider: 'facebook', auth };
    await game.ask('addAuthProvider', linked, { scope, session: one.session });
    for (const [action, body] of writes(one.user_id)) {
      expect(await game.refuse(action, body, 810, { scope }), action).toBe(logInFirst);
      expect(await game.refuse(action, body, 810, { scope, session: other.session }), action).toBe(alone);
      expect(await game.refuse(action, body, 810, { scope, session: `${one.session}x` }), action).toBe(again);
      expect(await game.refuse(action, body, 810, { scope, session: 'x' }), action).toBe(again);
    }
    expect(await game.ask('get', { user_id: one.user_id }, { scope })).not.toHaveProperty('group');
  });

  test('the user does all of it', async () => {
    const { user_id, session } = await signedIn();
    const saying = { scope, session };
    const linked = { user_id, provider: 'facebook' };
    expect(await game.ask('update', { user_id, update: { group: 'mine' } }, saying)).toMatchObject({ group: 'mine' });
    await game.ask('addAuthProvider', { ...linked, auth: { client_id: game.fresh('fb'), access_token: 't' } }, saying);
    expect(await game.ask('getAuthProvider', linked, saying)).toMatchObject({ access_token: 't' });
    expect(await game.ask('delete', { user_id }, saying)).toBe(1);
    expect(await game.refuse('delete', { user_id }, 810, saying)).toBe(again);
  });

  test('an unknown user is unknown to whoever is signed in', async () => {
    const { session } = await signedIn();
    const user_id = await game.player();
    await game.refuse('update', { user_id, update: { group: 'x' } }, 604, { scope, session });
    expect(await game.ask('delete', { user_id }, { scope, session })).toBe(0);
  });

  test('creating, getting and logging in are open; a later login takes the place of the earlier', async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    await game.ask('get', { user_id: one.user_id }, { scope, session: other.session });
    const { session } = await game.send(
      'login',
      { username: other.username, password: md5('1234') },
      {
        ...{ scope, session: one.session },
      },
    );
    expect(session).not.toBe(other.session);
    await game.ask('update', { user_id: other.user_id, update: { group: 'x' } }, { scope, session });
  });

  test('a new password ends what was signed in, here and elsewhere', async () => {
    const { user_id, username, session } = await signedIn();
    const password = md5('another');
    await game.ask('update', { user_id, update: { password } }, { scope, session });
    expect(await game.refuse('update', { user_id, update: { group: 'x' } }, 810, { scope, session })).toBe(again);
    const fresh = await game.send('login', { username, password }, { scope });
    await game.ask('update', { user_id, update: { group: 'x' } }, { scope, session: fresh.session });
  });

  test('so does being inactive, or banned', async () => {
    const { user_id, username, session } = await signedIn();
    await game.ask('update', { user_id, update: { active: false } }, { scope, session });
    expect(await game.refuse('update', { user_id, update: { active: true } }, 810, { scope, session })).toBe(again);
    // An inactive user logs in, but is not signed in by it.
    const answer = await game.send('login', { username, password: md5('1234') }, { scope });
    expect([answer.result.active, answer.session]).toEqual([false, undefined]);
  });

  test('a session is of its scope alone', async () => {
    const { session } = await signedIn();
    const other = 'Own only, too';
    await game.setScope(other, { ownOnly: true });
    const user_id = await game.player({}, other);
    expect(await game.refuse('delete', { user_id }, 810, { scope: other, session })).toBe(again);
    // Where nobody must be signed in, it says nothing.
    const open = await game.player();
    await game.ask('update', { user_id: open, update: { group: 'x' } }, { session });
  });

  test('whoever names an account elsewhere has proven nothing', async () => {
    const { user_id, session } = await signedIn();
    const client_id = game.fresh('fb');
    const auth = { client_id, access_token: 'secret-token' };
    await game.ask('addAuthProvider', { user_id, provider: 'facebook', auth }, { scope, session });
    const answer = await game.send('login', { provider: 'facebook', client_id }, { scope });
    expect(answer).not.toHaveProperty('session');
    expect(JSON.stringify(answer)).not.toContain('secret-token');
  });

  test('a session is begun where it is needed alone', async () => {
    const username = game.fresh('free');
    await game.player({ username });
    expect(await game.send('login', { username, password: md5('1234') })).not.toHaveProperty('session');
  });
});

describe("the official plugin's requests", () => {
  const wire = useWire();

  test('have no session: in such a scope they change nobody, whatever they show', async () => {
    const { game, ours, plugin } = wire();
    await game.setScope(homeScope, { ownOnly: true });
    const user_id = await game.player({ username: 'Plugged' });
    const login = JSON.stringify({ username: 'Plugged', password: md5('1234'), scope: homeScope });
    expect(JSON.parse(await plugin('login', login))).not.toHaveProperty('session');
    const { session } = JSON.parse(await ours('login', login));
    const body = JSON.stringify({ user_id, update: { group: 'x' } });
    expect(JSON.parse(await plugin('update', body, { session })).result).toEqual({ error: logInFirst, status: 810 });
    expect(JSON.parse(await ours('update', body, { session })).result).toMatchObject({ group: 'x' });
    await game.setScope(homeScope, { ownOnly: false });
    expect(JSON.parse(await plugin('update', body)).result).toMatchObject({ group: 'x' });
  });
});
