// Finding what is linked: an account elsewhere by its user, and the user by it.

import { getUser } from '../../../core/commands/get-user.ts';
import { readIdentityToken } from '../../../core/commands/identity-tokens.ts';
import { Refused } from '../../../core/model/error.ts';
import type { JsonObject } from '../../../core/model/json.ts';
import type { Identity, User } from '../../../core/model/user.ts';
import type { Call } from '../call.ts';
import { fail } from '../fault.ts';
import { infoOf } from '../wire/provider.ts';

type Place = Pick<Call, 'context'>;

function unlinked(): never {
  return fail(624, 'The provider is not linked.');
}

/** The user's account at a provider; null: none. Other APIs may have linked several: the first. */
export function linkOf({ identities }: User, provider: string): Identity | null {
  return identities.find((identity) => identity.provider === provider) ?? null;
}

/** The user's account at a provider. Throws Fault 624. */
export function neededLink(user: User, provider: string): Identity {
  return linkOf(user, provider) ?? unlinked();
}

async function infoOfLink({ context }: Place, { id }: User, identity: Identity): Promise<JsonObject> {
  const facts = await readIdentityToken(context, id, identity.id);
  return infoOf(identity, facts, context.ports.clock());
}

/** What is known of the user's account at a provider, its access token included. Throws Fault 624. @fails forbidden. */
export async function providerInfo(place: Place, user: User, provider: string): Promise<JsonObject> {
  return await infoOfLink(place, user, neededLink(user, provider));
}

/** The user with this account at a provider, and what is known of it, its access token included. Throws Fault 624. @fails forbidden. */
export async function findByProvider(
  place: Place,
  provider: string,
  clientId: string,
): Promise<{ readonly user: User; readonly info: JsonObject }> {
  const reference = { by: 'key', kind: 'identity', value: `${provider}:${clientId}` } as const;
  try {
    const user = await getUser(place.context, reference, { system: false });
    // Elsewhere a provider's name may have a colon in it.
    const identity = user.identities.find((one) => one.provider === provider && one.subject === clientId);
    return identity === undefined ? unlinked() : { user, info: await infoOfLink(place, user, identity) };
  } catch (error) {
    if (error instanceof Refused && error.refusals[0].code === 'not-found') return unlinked();
    throw error;
  }
}
