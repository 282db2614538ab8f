// Creating a user.

import { refuse } from '../model/error.ts';
import type { UserPatch } from '../model/patch.ts';
import type { User } from '../model/user.ts';
import { blankUser, decideCreation, type Waivers } from '../rules/creation.ts';
import { differenceOf } from '../rules/difference.ts';
import { keysOf } from '../rules/keys.ts';
import { searchTextOf } from '../rules/search-text.ts';
import { type Context, demand, refuseAny, secretsContext } from './context.ts';
import { changeOf, digestsFor, situationFor } from './prepare-update.ts';

/**
 * Adds a user: a blank one, changed by the patch under the same rules as an update. `waivers` pass by what the realm
 * requires of a new user.
 * @fails forbidden, invalid, taken, password-rejected, digest-unsupported, not-eligible, not-found (image),
 * too-many-attempts.
 */
export async function createUser(context: Context, patch: UserPatch, waivers: Waivers): Promise<User> {
  const { ports, realm } = context;
  demand(context, 'user.create');
  const situation = await situationFor(context, null, patch);
  const blank = blankUser(realm.id, situation.newId(), situation.now);
  const { next, refusals } = decideCreation(blank, patch, waivers, situation);
  refuseAny(refusals);
  const digests = await digestsFor(context, patch);
  const secrets = digests === null || digests.length === 0 ? null : { passwords: digests };
  const outcome = await ports.store.commit({
    realm: realm.id,
    users: [
      {
        op: 'insert',
        user: next,
        secrets: secrets === null ? null : ports.vault.seal(secrets, secretsContext(realm.id, next.id)),
        keys: keysOf(next),
        search: searchTextOf(next),
      },
    ],
    images: [],
    sessions: [],
    changes: [changeOf(context, next, 'user.created', differenceOf(null, next), situation.now)],
    mails: [],
  });
  if (!outcome.ok) {
    if (outcome.reason === 'taken') return refuse({ code: 'taken', field: outcome.kind });
    throw new Error(`a new user met a conflict: ${outcome.userId}`);
  }
  return { ...next, serial: outcome.serials[0] ?? 0 };
}
