// Tokens of accounts elsewhere: told to nobody but whom they are for.

import { describe, expect, test } from 'vitest';
import { beginTokenSession } from '../../../src/core/commands/begin-token-session.ts';
import { getUser } from '../../../src/core/commands/get-user.ts';
import { engines, useGame } from './game.ts';
import { facebook, future, past, setScene } from './provider-scene.ts';

describe.each(engines)('on %s', (engine) => {
  const logged: string[] = [];
  const log = { write: (line: string) => void logged.push(line) };
  const game = useGame({ engine, log, keys: { MUSTER_LOG_LEVEL: 'trace' } });
  const { linked, recordOf, tokenOf } = setScene(game);

  describe('a token', () => {
    test('is in no log, no history, no other rendering, and sealed', async () => {
      const { id, token, identityId } = await linked({ access_token: 'swordfish-first' });
      const user = { user_id: id, provider: facebook };
      await game.ask('updateAuthProvider', { ...user, update: { access_token: 'swordfish-second' } });
      await game.ask('updateAuthProvider', { ...user, update: { client_id: token, access_token: 'swordfish-third' } });
      const history = await game.rest('GET', `/api/users/${id}/history`);
      const urls = [`/api/users/${id}`, '/v1/users?limit=100', '/user_management/users?limit=100'];
      const told = await Promise.all(urls.map((url) => game.rest('GET', url)));
      const shown = [
        await game.ask('get', { user_id: id }),
        await game.ask('update', { user_id: id, update: { group: 'g' } }),
      ];
      const kept = (await recordOf(id)).identities.map((identity) => tokenOf(identity.id));
      expect(await Promise.all(kept)).toMatchObject([{ userId: id, sealed: expect.stringMatching(/^v1\./) }]);
      expect(JSON.stringify([history, told, shown, await Promise.all(kept), logged])).not.toContain('swordfish');
      expect(logged.length).toBeGreaterThan(0);
      expect(told.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(JSON.stringify(history.body)).toContain('secrets.identityToken');
      expect(await tokenOf(identityId)).toBeNull();
    });

    test('that is the same again changes nothing', async () => {
      const { id, token } = await linked();
      const before = await game.rest('GET', `/api/users/${id}/history`);
      await game.ask('updateTokenExpiry', { user_id: id, provider: facebook, expiry: future, token });
      expect(await game.rest('GET', `/api/users/${id}/history`)).toEqual(before);
    });
  });

  describe('where users are changed by themselves alone', () => {
    const scope = 'Own Only';

    async function signedIn(wish: object = {}) {
      const id = await game.player(wish, scope);
      const context = await game.contextOf(scope);
      const user = await getUser(context, { by: 'id', id }, { system: false });
      const facts = { method: 'password', ipAddress: null, userAgent: null, organizationId: null };
      return { id, session: (await beginTokenSession(context, user, facts, 'coronium')).token };
    }

    test('a token is told to its user alone, and nobody else touches it', async () => {
      await game.setScope(scope, { ownOnly: true });
      const [ada, eve] = [await signedIn(), await signedIn()];
      const account = { user_id: ada.id, provider: facebook };
      const auth = { client_id: 'ada', access_token: 'of ada', access_token_expiry: past };
      const own = { scope, session: ada.session };
      await game.ask('addAuthProvider', { ...account, auth }, own);
      for (const saying of [{ scope }, { scope, session: eve.session }]) {
        await game.refuse('getAuthProvider', account, 810, saying);
        await game.refuse('addAuthProvider', { ...account, provider: 'google', auth }, 810, saying);
        await game.refuse('updateAuthProvider', { ...account, update: { client_id: 'eve' } }, 810, saying);
        await game.refuse('updateTokenExpiry', { ...account, expiry: future }, 810, saying);
        await game.refuse('removeAuthProvider', account, 810, saying);
        expect(await game.call('accessTokenExpired', account, saying)).toEqual({ expired: true });
      }
      expect(await game.call('getAuthProvider', account, own)).toMatchObject(auth);
      await game.ask('removeAuthProvider', account, own);
    });
  });
});
