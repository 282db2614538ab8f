// The functions: what a server may ask.

import type { Handler } from '../call.ts';
import { getProvider } from '../providers/get.ts';
import { updateBy as updateProviderBy } from '../providers/update.ts';
import { updateTokenExpiry } from '../providers/update-expiry.ts';
import { remove } from '../users/delete.ts';
import { get } from '../users/get.ts';
import { updateBy } from '../users/update.ts';
import { plainPasswordEdit } from '../wire/password.ts';
import { getAndMerge } from './get-and-merge.ts';
import { getGroup, getWithQuery } from './list.ts';
import { login } from './login.ts';
import {
  addProvider,
  checkTokenExpired,
  getProviders,
  getWithProvider,
  removeProvider,
  removeProviders,
} from './providers.ts';
import { register } from './register-user.ts';
import { flushPasswordResets, sendConfirmationLink, sendPasswordResetLink } from './send-links.ts';

/**
 * A function: its arguments as the documentation names them, besides `scope`, which all of them take. `writes`: sent again under one key, it is
 * done once.
 */
export type ServerFunction = {
  readonly parameters: readonly string[];
  readonly writes: boolean;
  readonly handler: Handler;
};

const reads = (parameters: readonly string[], handler: Handler): ServerFunction => {
  return { parameters, writes: false, handler };
};
const writes = (parameters: readonly string[], handler: Handler): ServerFunction => {
  return { parameters, writes: true, handler };
};

const ofProvider = ['user_id', 'provider'];

/** Every one of them (documentation of Coronium Core 2.7, server modules "Users" and "OAuth"; 2019-09). */
const functions: ReadonlyMap<string, ServerFunction> = new Map([
  ['register', writes(['username', 'password', 'meta'], register)],
  ['login', reads(['username', 'password', 'provider', 'client_id', 'user_id'], login)],
  ['update', writes(['user_id', 'update_params'], updateBy('update_params', plainPasswordEdit))],
  ['delete', writes(['user_id'], remove)],
  ['get', reads(['user_id'], get)],
  ['getGroup', reads(['group', 'limit'], getGroup)],
  ['getWithQuery', reads(['query_tbl'], getWithQuery)],
  ['getAndMerge', reads(['user_id', 'merge_tbl'], getAndMerge)],
  ['sendConfirmationLink', writes(['user_id', 'options'], sendConfirmationLink)],
  ['sendPasswordResetLink', writes(['to_email', 'options'], sendPasswordResetLink)],
  ['flushExpiredPasswordResets', reads([], flushPasswordResets)],
  ['getWithProvider', reads(['provider', 'client_id'], getWithProvider)],
  ['addAuthProvider', writes([...ofProvider, 'info_tbl'], addProvider)],
  ['getAuthProvider', reads(ofProvider, getProvider)],
  ['getAuthProviders', reads(['user_id'], getProviders)],
  ['updateAuthProvider', writes([...ofProvider, 'params'], updateProviderBy('params'))],
  ['removeAuthProvider', writes(ofProvider, removeProvider)],
  ['removeAuthProviders', writes(['user_id'], removeProviders)],
  ['accessTokenExpired', reads(ofProvider, checkTokenExpired)],
  ['updateTokenExpiry', writes([...ofProvider, 'expiry', 'token'], updateTokenExpiry)],
]);

/** The function of this name; null: there is none. */
export function findFunction(name: string): ServerFunction | null {
  return functions.get(name) ?? null;
}
