// Logging in: what a game is told of whom, and when it counts.
import { describe, expect, test } from 'vitest';
import { getUser } from '../../../src/core/commands/get-user.ts';
import { updateUser } from '../../../src/core/commands/update-user.ts';
import { set, type UserPatch, untouched } from '../../../src/core/model/patch.ts';
import { everything } from '../../conformance/coronium-everything.ts';
import { totpOf } from '../../time-codes.ts';
import { engines, homeScope, md5, useGame } from './game.ts';

describe.each(engines)('on %s', (engine) => {
  const game = useGame({ engine });
  const password = md5('1234');
  const kept = async (id: string) => await getUser(await game.contextOf(), { by: 'id', id }, { system: false });
  const change = async (id: string, patch: Partial<UserPatch>, scope = homeScope) =>
    await updateUser(
      await game.contextOf(scope),
      { by: 'id', id },
      { ...untouched, ...patch },
      { system: false, ifRev: null },
    );

  test('by name in any case, or by email, is noted each time, with its time', async () => {
    const [username, email] = [game.fresh('Ann'), `${game.fresh('ann')}@example.com`];
    const user_id = await game.player({ username, email });
    const ways = [{ username }, { username: username.toUpperCase() }, { email }, { email: email.toUpperCase() }];
    for (const [index, way] of ways.entries()) {
      expect(await game.ask('login', { ...way, password })).toMatchObject({ user_id, username, email });
      expect((await kept(user_id)).activity.signInCount).toBe(index + 1);
    }
    expect(await game.ask('get', { user_id })).toHaveProperty('last_login', expect.any(Number));
    const [noted] = await game.app.ports.store.readHistory('default', user_id, null, 1);
    expect(noted).toMatchObject({ type: 'sign-in.succeeded', api: 'coronium' });
    // A name stands before an address, where there are both.
    const other = await game.player({ email: `${game.fresh('other')}@example.com` });
    const { email: otherEmail } = await game.ask('get', { user_id: other });
    expect((await game.ask('login', { username, email: otherEmail, password })).user_id).toBe(user_id);
  });

  test('a name is no address, nor an address a name', async () => {
    const [username, email] = [`${game.fresh('name')}@example.com`, `${game.fresh('mail')}@example.com`];
    const user_id = await game.player({ username, email });
    await game.refuse('login', { username: email, password }, 604);
    await game.refuse('login', { email: username, password }, 604);
    expect((await game.ask('login', { username, password })).user_id).toBe(user_id);
  });

  test('by an account elsewhere is noted, and tells of it', async () => {
    const user_id = await game.player();
    const auth = { client_id: game.fresh('fb'), access_token: 'abc', access_token_expiry: 1 };
    await game.ask('addAuthProvider', { user_id, provider: 'facebook', auth });
    const way = { provider: 'facebook', client_id: auth.client_id };
    const oauth = { ...auth, access_token_expired: true, provider: 'facebook' };
    expect(await game.ask('login', way)).toMatchObject({ user_id, oauth });
    expect(await game.ask('get', { user_id })).not.toHaveProperty('oauth');
    expect((await kept(user_id)).activity.signInCount).toBe(1);
  });

  test('does not count for who is inactive, pending, or has a second factor', async () => {
    for (const patch of [{ active: set(false) }, { totp: set(totpOf(1)) }, { confirmation: set('pending' as const) }]) {
      const username = game.fresh('Uncounted');
      const user_id = await game.player({ username });
      await change(user_id, patch);
      const before = await everything(game.app.ports.store);
      expect(await game.ask('login', { username, password })).toMatchObject({ user_id });
      expect(await everything(game.app.ports.store), JSON.stringify(patch)).toEqual(before);
    }
  });

  test('opens no session for half a proof', async () => {
    const scope = 'Own only';
    await game.setScope(scope, { ownOnly: true });
    const username = game.fresh('Half');
    const user_id = await game.player({ username }, scope);
    await change(user_id, { totp: set(totpOf(1)) }, scope);
    expect(await game.send('login', { username, password }, { scope })).not.toHaveProperty('session');
  });

  test('is shut for who is banned, by whichever way; they are told so who know the password', async () => {
    const username = game.fresh('Banned');
    const user_id = await game.player({ username });
    const auth = { client_id: game.fresh('fb') };
    await game.ask('addAuthProvider', { user_id, provider: 'facebook', auth });
    await change(user_id, { banned: set(true) });
    expect(await game.refuse('login', { username, password }, 810)).toBe('The account is closed.');
    expect(await game.refuse('login', { provider: 'facebook', ...auth }, 810)).toBe('The account is closed.');
    await game.refuse('login', { username, password: md5('wrong') }, 603);
    expect((await kept(user_id)).activity.signInCount).toBe(0);
  });

  test('does not let in who has no name or no password in the game', async () => {
    const email = `${game.fresh('nameless')}@example.com`;
    const made = await game.rest('POST', '/v1/users', { email_address: [email], skip_password_requirement: true });
    expect(made.status).toBe(200);
    await game.refuse('login', { email, password }, 604);
    await game.refuse('create', { username: game.fresh('thief'), password, email }, 600);
    const { id } = (await game.rest('GET', `/api/users/${made.body.id}`)).body;
    const record = await game.ask('get', { user_id: id });
    expect(record).toMatchObject({ user_id: id, email });
    expect(record).not.toHaveProperty('username');
    expect(JSON.stringify(record)).not.toContain('null');
  });
});
