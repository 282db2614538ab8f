// Creating a user.

import { isDeepStrictEqual } from 'node:util';
import { refuse } from '../model/error.ts';
import type { UserPatch } from '../model/patch.ts';
import { noSecrets, type Secrets, type User } from '../model/user.ts';
import type { Sealed } from '../ports.ts';
import { blankUser, decideCreation, type Waivers } from '../rules/creation.ts';
import { differenceOf } from '../rules/difference.ts';
import { keysOf } from '../rules/keys.ts';
import { searchTextOf } from '../rules/search-text.ts';
import { type Context, demand, refuseAny, secretsContext } from './context.ts';
import { changeOf, secretsFor, secretsOf, situationFor } from './prepare-update.ts';
import { alone, type Companion } from './update-users.ts';

/** The secrets of a new user, sealed; null when there are none. */
export function sealNew({ ports, realm }: Context, userId: string, secrets: Secrets): Sealed | null {
  const empty = isDeepStrictEqual(secrets, noSecrets);
  return empty ? null : ports.vault.seal(secrets, secretsContext(realm.id, userId));
}

/**
 * Adds a user: a blank one, changed by the patch under the same rules as an update. `waivers` pass by what the realm
 * requires of a new user; `companion` may commit something along.
 * @fails forbidden, invalid, taken, password-rejected, digest-unsupported, not-eligible, not-found (image),
 * too-many-attempts, conflict.
 */
export async function createUser(
  context: Context,
  patch: UserPatch,
  waivers: Waivers,
  companion: Companion = alone,
): Promise<User> {
  const { ports, realm } = context;
  demand(context, 'user.create');
  const situation = await situationFor(context, null, patch);
  const blank = blankUser(realm.id, situation.newId(), situation.now);
  const { next, refusals } = decideCreation(blank, patch, waivers, situation);
  refuseAny(refusals);
  const secrets = secretsOf(noSecrets, await secretsFor(context, patch), next);
  const along = await companion([]);
  const outcome = await ports.store.commit({
    realm: realm.id,
    users: [
      {
        op: 'insert',
        user: next,
        secrets: sealNew(context, next.id, secrets),
        keys: keysOf(next),
        search: searchTextOf(next),
      },
    ],
    images: [],
    sessions: [],
    documents: along.documents,
    changes: [changeOf(context, next, 'user.created', differenceOf(null, next), situation.now), ...along.changes],
    mails: along.mails,
  });
  if (!outcome.ok) {
    if (outcome.reason === 'taken') return refuse({ code: 'taken', field: outcome.kind });
    // The id is new, so it is what goes along that somebody else has changed.
    return refuse({ code: 'conflict', rev: outcome.rev });
  }
  return { ...next, serial: outcome.serials[0] ?? 0 };
}
