// What the tests about accounts elsewhere need besides the API: players who have one, and what is kept of it.

import { getUser } from '../../../src/core/commands/get-user.ts';
import { updateUser } from '../../../src/core/commands/update-user.ts';
import { untouched } from '../../../src/core/model/patch.ts';
import type { Identity } from '../../../src/core/model/user.ts';
import type { Game } from './game.ts';

/** Seconds long gone, and far ahead. */
export const past = 1_516_647_155;
export const future = 4_102_444_800;
export const facebook = 'facebook';

/** The scene on a server. */
export function setScene(game: Game) {
  const link = (user_id: string, client_id: string, more: object = {}, provider = facebook) =>
    game.call('addAuthProvider', { user_id, provider, auth: { client_id, ...more } });
  const recordOf = async (id: string) => await getUser(await game.contextOf(), { by: 'id', id }, { system: false });
  return {
    link,
    recordOf,
    info: (user_id: string, provider = facebook) => game.call('getAuthProvider', { user_id, provider }),
    update: (user_id: string, wish: object) =>
      game.call('updateAuthProvider', { user_id, provider: facebook, update: wish }),
    /** What is kept of a token. */
    tokenOf: (identityId: string) => game.app.ports.store.loadDocument('default', 'identity-token', identityId),
    /** A player with an account and a token; `identityId` is what stands for the account. */
    async linked(more: object = {}) {
      const [id, clientId, token] = [await game.player(), game.fresh('account'), game.fresh('token')];
      await link(id, clientId, { access_token: token, access_token_expiry: future, ...more });
      const [identity] = (await recordOf(id)).identities;
      if (identity === undefined) throw new Error('nothing was linked');
      return { id, clientId, token, identityId: identity.id };
    },
    /** Gives a user an account as another API would. */
    async give(id: string, own: Partial<Identity> & Pick<Identity, 'provider' | 'subject'>): Promise<void> {
      const { clock, random } = game.app.ports;
      const texts = { email: null, username: null, firstName: null, lastName: null, imageUrl: null, label: null };
      const rest = { emailVerified: null, scopes: [], metadata: {}, createdAt: clock(), updatedAt: clock() };
      const identity = { id: random.uuid(clock()), ...texts, ...rest, ...own };
      const patch = { ...untouched, identities: { op: 'change', add: [identity], remove: [] } } as const;
      await updateUser(await game.contextOf(), { by: 'id', id }, patch, { system: false, ifRev: null });
    },
  };
}
