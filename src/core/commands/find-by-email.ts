// Finding the user whom an address belongs to, proven or held for them.

import { Refused } from '../model/error.ts';
import type { StoredUser } from '../ports.ts';
import { isSameAddress } from '../rules/tickets.ts';
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
