// Finding the user whom an address belongs to, proven or held for them.

import { Refused } from '../model/error.ts';
import type { User } from '../model/user.ts';
import type { StoredUser } from '../ports.ts';
import { isSameAddress, opensAccount } from '../rules/tickets.ts';
import type { Context } from './context.ts';
import { findUser } from './find-user.ts';

/** The user who holds the address; null when nobody does, or what is given is no address. */
export async function findByEmail(context: Context, address: string): Promise<StoredUser | null> {
  try {
    const stored = await findUser(context, { by: 'key', kind: 'email', value: address }, false);
    return stored.user.emails.some((email) => isSameAddress(email.address, address)) ? stored : null;
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** The user whom a mail to the address may let in, and the address as they have it; null: nobody. */
export async function findAddressee(
  context: Context,
  address: string,
): Promise<{ readonly user: User; readonly address: string } | null> {
  const user = (await findByEmail(context, address))?.user ?? null;
  const own = user?.emails.find((email) => isSameAddress(email.address, address));
  return user !== null && own !== undefined && opensAccount(user, address) ? { user, address: own.address } : null;
}
