// Getting one user.

import type { User, UserReference } from '../model/user.ts';
import { type Context, demand } from './context.ts';
import { findUser } from './find-user.ts';
import { refuseOutOfReach } from './refuse-out-of-reach.ts';

/** Reads one user; changes nothing. `system`: built-in accounts too. @fails not-found, forbidden. */
export async function getUser(context: Context, reference: UserReference, options: { system: boolean }): Promise<User> {
  const { user } = await findUser(context, reference, options.system);
  demand(context, 'user.read', user.id);
  await refuseOutOfReach(context, user);
  return user;
}
