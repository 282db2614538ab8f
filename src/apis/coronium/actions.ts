// The actions: what a game may ask, by the names of both versions of the protocol.

import type { Handler } from './call.ts';
import { addProvider } from './providers/add.ts';
import { checkTokenExpired } from './providers/check-expired.ts';
import { getProvider } from './providers/get.ts';
import { removeProvider } from './providers/remove.ts';
import { updateProvider } from './providers/update.ts';
import { updateTokenExpiry } from './providers/update-expiry.ts';
import { create } from './users/create.ts';
import { remove } from './users/delete.ts';
import { get } from './users/get.ts';
import { login } from './users/login.ts';
import { resendConfirmation } from './users/resend-confirmation.ts';
import { update } from './users/update.ts';

/** An action: its name in version 2, in version 1, and who does it. `writes`: sent again under one key, it is done once. */
export type Action = {
  readonly name: string;
  readonly older: string;
  readonly writes: boolean;
  readonly handler: Handler;
};

const same = (name: string, writes: boolean, handler: Handler): Action => ({ name, older: name, writes, handler });

/** Every one of them. */
export const actions: readonly Action[] = [
  { name: 'login', older: 'loginUser', writes: false, handler: login },
  { name: 'get', older: 'getUsers', writes: false, handler: get },
  { name: 'create', older: 'createUser', writes: true, handler: create },
  { name: 'update', older: 'updateUser', writes: true, handler: update },
  { name: 'delete', older: 'deleteUser', writes: true, handler: remove },
  same('resendConfirmation', true, resendConfirmation),
  same('addAuthProvider', true, addProvider),
  same('getAuthProvider', false, getProvider),
  same('updateAuthProvider', true, updateProvider),
  same('removeAuthProvider', true, removeProvider),
  same('accessTokenExpired', false, checkTokenExpired),
  same('updateTokenExpiry', true, updateTokenExpiry),
];

const byName: ReadonlyMap<string, Action> = new Map(
  actions.flatMap((action) => [
    [action.older, action],
    [action.name, action],
  ]),
);

/** The action of this name, of either version; null: there is none. */
export function findAction(name: string): Action | null {
  return byName.get(name) ?? null;
}
