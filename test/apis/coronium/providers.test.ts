// Accounts elsewhere: linked, logged in by, changed, unlinked.

import { describe, expect, test } from 'vitest';
import { findByProvider, providerInfo } from '../../../src/apis/coronium/providers/find.ts';
import { updateUser } from '../../../src/core/commands/update-user.ts';
import { clear, untouched } from '../../../src/core/model/patch.ts';
import { engines, useGame } from './game.ts';
import { facebook, future, past, setScene } from './provider-scene.ts';

describe.each(engines)('on %s', (engine) => {
  const game = useGame({ engine });
  const { give, info, link, linked, recordOf, tokenOf, update } = setScene(game);

  describe('an account is linked', () => {
    test('with a token, and told', async () => {
      const user_id = await game.player();
      const auth = { client_id: 'fb-id-1234', access_token: '1234abcd', access_token_expiry: past };
      const told = { ...auth, access_token_expired: true, provider: facebook };
      expect(await game.call('addAuthProvider', { user_id, provider: facebook, auth })).toEqual(told);
      expect(await info(user_id)).toEqual(told);
    });

    test('without a token; what is absent is absent', async () => {
      const user_id = await game.player();
      const told = { client_id: 'device', access_token_expired: false, provider: 'openudid' };
      expect(await link(user_id, 'device', { access_token: '', access_token_expiry: null }, 'openudid')).toEqual(told);
      expect(await info(user_id, 'openudid')).toEqual(told);
      const [identity] = (await recordOf(user_id)).identities;
      expect(await tokenOf(identity?.id ?? '')).toBeNull();
    });

    test('with its keys beside the provider, where there is no auth', async () => {
      const user_id = await game.player();
      const account = { client_id: game.fresh('flat'), access_token: 'abc', access_token_expiry: future };
      const told = { ...account, access_token_expired: false, provider: 'google' };
      expect(await game.call('addAuthProvider', { user_id, provider: 'google', ...account })).toEqual(told);
      expect(await game.refuse('addAuthProvider', { provider: 'google', ...account }, 804)).toContain('user_id');
      const both = { user_id, provider: 'other', client_id: 'x', auth: { client_id: 'y' } };
      await game.refuse('addAuthProvider', both, 801);
    });

    test('one of each provider', async () => {
      const { id, clientId, token } = await linked();
      await game.refuse('addAuthProvider', { user_id: id, provider: facebook, auth: { client_id: 'second' } }, 620);
      expect(await info(id)).toMatchObject({ client_id: clientId, access_token: token });
      expect(await link(id, clientId, {}, 'my_own-Provider2')).toMatchObject({ client_id: clientId });
    });

    test('to one user of the scope', async () => {
      const { id, clientId } = await linked();
      const other = await game.player();
      const wish = { user_id: other, provider: facebook, auth: { client_id: clientId, access_token: 'mine now' } };
      await game.refuse('addAuthProvider', wish, 620);
      await game.refuse('getAuthProvider', { user_id: other, provider: facebook }, 624);
      expect((await recordOf(other)).rev).toBe(1);
      const scope = 'Elsewhere';
      const stranger = await game.player({}, scope);
      await game.ask('addAuthProvider', { ...wish, user_id: stranger }, { scope });
      expect((await game.ask('login', { provider: facebook, client_id: clientId })).user_id).toBe(id);
      expect((await game.ask('login', { provider: facebook, client_id: clientId }, { scope })).user_id).toBe(stranger);
    });

    test('once, however many want it at the same moment', async () => {
      const [one, two] = [await game.player(), await game.player()];
      const clientId = game.fresh('wanted');
      const raced = await Promise.all([link(one, clientId), link(two, clientId), link(one, game.fresh('account'))]);
      expect(raced.filter(({ status }) => status === 620).length).toBeGreaterThanOrEqual(1);
      for (const id of [one, two]) expect((await recordOf(id)).identities.length).toBeLessThanOrEqual(1);
      const { user } = await findByProvider({ context: await game.contextOf() }, facebook, clientId);
      expect(user.identities[0]?.subject).toBe(clientId);
    });

    test('once, also when the call is sent again', async () => {
      const user_id = await game.player();
      const body = { user_id, provider: facebook, auth: { client_id: game.fresh('again'), access_token: 'again' } };
      const first = await game.ask('addAuthProvider', body, { key: 'a'.repeat(32) });
      expect(await game.ask('addAuthProvider', body, { key: 'a'.repeat(32) })).toEqual(first);
      await game.refuse('addAuthProvider', body, 620);
    });
  });

  describe('logging in by an account', () => {
    test('answers the record with the account', async () => {
      const { id, clientId, token } = await linked();
      const { oauth, user_id } = await game.ask('login', { provider: facebook, client_id: clientId });
      expect(user_id).toBe(id);
      const about = { access_token: token, access_token_expiry: future, access_token_expired: false };
      expect(oauth).toEqual({ client_id: clientId, provider: facebook, ...about });
      await game.refuse('login', { provider: 'google', client_id: clientId }, 624);
      await game.refuse('login', { provider: facebook, client_id: 'nobody' }, 624);
    });

    test('does not take one name for another', async () => {
      const id = await game.player();
      await give(id, { provider: 'custom:saml', subject: 'ada' });
      await game.refuse('login', { provider: 'custom', client_id: 'saml:ada' }, 624);
      await game.refuse('login', { provider: 'custom', client_id: '' }, 804);
    });

    test('finds accounts that another API linked', async () => {
      const id = await game.player();
      await give(id, { provider: 'google', subject: 'g-1', email: 'ada@example.com', scopes: ['email'] });
      expect((await game.ask('login', { provider: 'google', client_id: 'g-1' })).user_id).toBe(id);
      await game.ask('updateTokenExpiry', { user_id: id, provider: 'google', expiry: future, token: 'g-token' });
      const [identity] = (await recordOf(id)).identities;
      expect(identity).toMatchObject({ email: 'ada@example.com', scopes: ['email'] });
      const place = { context: await game.contextOf() };
      expect(await providerInfo(place, await recordOf(id), 'google')).toMatchObject({ access_token: 'g-token' });
    });
  });

  describe('an update', () => {
    test('changes what it names, and nothing else', async () => {
      const { id, clientId, token } = await linked();
      const before = { client_id: clientId, access_token: token, access_token_expiry: future };
      const rest = { access_token_expired: false, provider: facebook };
      expect(await update(id, { access_token: 'new' })).toEqual({ ...before, access_token: 'new', ...rest });
      const expired = { access_token_expiry: past, access_token_expired: true, provider: facebook };
      expect(await update(id, { access_token_expiry: past })).toEqual({ ...before, access_token: 'new', ...expired });
      const { access_token: _, ...without } = { ...before, ...expired };
      expect(await update(id, { access_token: '' })).toEqual(without);
      expect(await info(id)).toEqual(without);
    });

    test('puts another account in the place of one, whose token comes along', async () => {
      const { id, clientId, token, identityId } = await linked();
      const next = game.fresh('account');
      expect(await update(id, { client_id: next })).toMatchObject({ client_id: next, access_token: token });
      expect(await info(id)).toMatchObject({ client_id: next, access_token: token, access_token_expiry: future });
      expect(await tokenOf(identityId)).toBeNull();
      await game.refuse('login', { provider: facebook, client_id: clientId }, 624);
      expect((await game.ask('login', { provider: facebook, client_id: next })).user_id).toBe(id);
      expect(await update(id, { client_id: next, access_token: 'z' })).toMatchObject({ access_token: 'z' });
      expect(await link(await game.player(), clientId)).toEqual({
        client_id: clientId,
        access_token_expired: false,
        provider: facebook,
      });
    });

    test('to an account of somebody else is refused, all of it', async () => {
      const [one, two] = [await linked(), await linked()];
      const wish = { client_id: two.clientId, access_token: 'stolen' };
      await game.refuse('updateAuthProvider', { user_id: one.id, provider: facebook, update: wish }, 620);
      expect(await info(one.id)).toMatchObject({ client_id: one.clientId, access_token: one.token });
      expect(await info(two.id)).toMatchObject({ client_id: two.clientId, access_token: two.token });
    });

    test('of the time, with the token or without', async () => {
      const { id, clientId, token } = await linked();
      const body = { user_id: id, provider: facebook, expiry: past };
      const told = { client_id: clientId, provider: facebook, access_token_expiry: past, access_token_expired: true };
      expect(await game.ask('updateTokenExpiry', body)).toEqual({ ...told, access_token: token });
      expect(await game.ask('updateTokenExpiry', { ...body, token: 't2' })).toEqual({ ...told, access_token: 't2' });
    });

    test('of several at the same moment is lost of none', async () => {
      const { id } = await linked();
      const calls = ['a', 'b'].map((text) => update(id, { client_id: game.fresh('raced'), access_token: text }));
      await Promise.all([...calls, update(id, { access_token_expiry: past })]);
      const { access_token, access_token_expiry } = await info(id);
      expect({ access_token, access_token_expiry }).toEqual({
        access_token: expect.stringMatching(/^[ab]$/),
        access_token_expiry: past,
      });
      expect((await recordOf(id)).identities).toHaveLength(1);
    });
  });

  describe('whether a token has expired', () => {
    const expired = (user_id: string) => game.call('accessTokenExpired', { user_id, provider: facebook });

    test('is told of what is known', async () => {
      const { id } = await linked();
      expect(await expired(id)).toEqual({ expired: false });
      await game.ask('updateTokenExpiry', { user_id: id, provider: facebook, expiry: past });
      expect(await expired(id)).toEqual({ expired: true });
      const unsaid = await game.player();
      await link(unsaid, game.fresh('account'));
      expect(await expired(unsaid)).toEqual({ expired: false });
    });
  });

  describe('an account is unlinked', () => {
    test('with its token', async () => {
      const { id, clientId, identityId } = await linked();
      expect(await tokenOf(identityId)).not.toBeNull();
      expect(await game.ask('removeAuthProvider', { user_id: id, provider: facebook })).toEqual({ user_id: id });
      expect(await tokenOf(identityId)).toBeNull();
      await game.refuse('removeAuthProvider', { user_id: id, provider: facebook }, 624);
      expect(await link(id, clientId)).not.toHaveProperty('access_token');
    });

    test('all of the provider, and no others', async () => {
      const { id } = await linked();
      await give(id, { provider: facebook, subject: game.fresh('another') });
      await link(id, game.fresh('account'), {}, 'google');
      await game.ask('removeAuthProvider', { user_id: id, provider: facebook });
      expect((await recordOf(id)).identities.map(({ provider }) => provider)).toEqual(['google']);
    });

    test('not when nothing is left to log in by', async () => {
      const { id } = await linked();
      const nameless = { ...untouched, username: clear };
      await updateUser(await game.contextOf(), { by: 'id', id }, nameless, { system: false, ifRev: null });
      await game.refuse('removeAuthProvider', { user_id: id, provider: facebook }, 810);
      expect(await info(id)).toHaveProperty('access_token');
    });

    test('through another API, and its token goes as well', async () => {
      const { id, identityId } = await linked();
      expect((await game.rest('PATCH', `/api/users/${id}`, { identities: [] })).status).toBe(200);
      expect(await tokenOf(identityId)).toBeNull();
      await game.refuse('getAuthProvider', { user_id: id, provider: facebook }, 624);
    });

    test('with its user', async () => {
      const { id, identityId } = await linked();
      expect(await game.ask('delete', { user_id: id })).toBe(1);
      expect(await tokenOf(identityId)).toBeNull();
    });
  });
});
