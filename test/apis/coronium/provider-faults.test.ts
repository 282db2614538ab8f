// What is said wrongly of accounts elsewhere: refused, and nothing is done.

import { expect, test } from 'vitest';
import { useGame } from './game.ts';
import { facebook, future, past, setScene } from './provider-scene.ts';

const game = useGame();
const { info, linked, recordOf } = setScene(game);

const auth = { client_id: 'c' };
const needs: Readonly<Record<string, object>> = {
  addAuthProvider: { auth },
  getAuthProvider: {},
  updateAuthProvider: { update: { access_token: 't' } },
  removeAuthProvider: {},
  accessTokenExpired: {},
  updateTokenExpiry: { expiry: past },
};

test.each(Object.entries(needs))('%s', async (action, more) => {
  const user_id = await game.player();
  const good = { user_id, provider: facebook, ...more };
  await game.refuse(action, { ...good, user_id: undefined }, 804);
  await game.refuse(action, { ...good, provider: undefined }, 804);
  await game.refuse(action, { ...good, user_id: 7 }, 801);
  await game.refuse(action, { ...good, provider: 7 }, 801);
  await game.refuse(action, { ...good, provider: 'a'.repeat(41) }, 801);
  await game.refuse(action, { ...good, provider: 'face book' }, 801);
  await game.refuse(action, { ...good, user_id: '01920000-0000-7000-8000-000000000000' }, 604);
  const elsewhere = await game.player({}, 'Elsewhere');
  await game.refuse(action, { ...good, user_id: elsewhere }, 604);
  if (action !== 'addAuthProvider') await game.refuse(action, good, 624);
});

test.each([
  ['addAuthProvider', { auth: {} }, 804],
  ['addAuthProvider', { auth: [] }, 804],
  ['addAuthProvider', {}, 804],
  ['addAuthProvider', { auth: 'c' }, 801],
  ['addAuthProvider', { auth: { client_id: 7 } }, 801],
  ['addAuthProvider', { auth: { client_id: '' } }, 804],
  ['addAuthProvider', { auth: { client_id: 'x'.repeat(5000) } }, 801],
  ['addAuthProvider', { auth: { ...auth, access_token: 7 } }, 801],
  ['addAuthProvider', { auth: { ...auth, access_token_expiry: '1516647155' } }, 801],
  ['addAuthProvider', { auth: { ...auth, access_token_expiry: 1e15 } }, 801],
  ['addAuthProvider', { auth: { ...auth, secret: 'x' } }, 801],
  ['updateAuthProvider', {}, 804],
  ['updateAuthProvider', { update: [] }, 804],
  ['updateAuthProvider', { update: { client_id: '' } }, 804],
  ['updateAuthProvider', { update: { provider: 'google' } }, 801],
  ['updateAuthProvider', { update: { access_token_expiry: -1 } }, 801],
  ['updateTokenExpiry', {}, 804],
  ['updateTokenExpiry', { expiry: 'soon' }, 801],
  ['updateTokenExpiry', { expiry: past, token: 7 }, 801],
])('%s %j', async (action, more, status) => {
  const { id, clientId, token } = await linked();
  const provider = action === 'addAuthProvider' ? 'google' : facebook;
  await game.refuse(action, { user_id: id, provider, ...more }, status);
  expect(await info(id)).toMatchObject({ client_id: clientId, access_token: token, access_token_expiry: future });
  expect((await recordOf(id)).identities).toHaveLength(1);
});
