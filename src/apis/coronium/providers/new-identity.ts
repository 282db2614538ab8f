// Making the identity that stands for an account elsewhere.

import type { Context } from '../../../core/commands/context.ts';
import type { Identity } from '../../../core/model/user.ts';

/** An identity of which only its provider and who it is there are known. */
export function newIdentity({ ports }: Context, provider: string, subject: string): Identity {
  const now = ports.clock();
  const unknown = { email: null, emailVerified: null, username: null, firstName: null, lastName: null, imageUrl: null };
  const times = { createdAt: now, updatedAt: now };
  return { id: ports.random.uuid(now), provider, subject, ...unknown, label: null, scopes: [], metadata: {}, ...times };
}
