// Creating users, several at once, all or nothing.

import { isDeepStrictEqual } from 'node:util';
import { Refused, refuse } from '../model/error.ts';
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

/** One who is to be made. */
export type CreationRequest = { readonly patch: UserPatch; readonly waivers: Waivers };

/** The secrets of a new user, sealed; null when there are none. */
export function sealNew({ ports, realm }: Context, userId: string, secrets: Secrets): Sealed | null {
  const empty = isDeepStrictEqual(secrets, noSecrets);
  return empty ? null : ports.vault.seal(secrets, secretsContext(realm.id, userId));
}

async function make(context: Context, { patch, waivers }: CreationRequest) {
  const situation = await situationFor(context, null, patch);
  const blank = blankUser(context.realm.id, situation.newId(), situation.now);
  const { next, refusals } = decideCreation(blank, patch, waivers, situation);
  refuseAny(refusals);
  const secrets = sealNew(context, next.id, secretsOf(noSecrets, await secretsFor(context, patch), next));
  return {
    updated: { before: blank, after: next },
    step: { op: 'insert', user: next, secrets, keys: keysOf(next), search: searchTextOf(next) } as const,
    change: changeOf(context, next, 'user.created', differenceOf(null, next), situation.now),
  };
}

/**
 * Adds users: blank ones, changed by the patches under the same rules as an update; all of them or none. `waivers` pass by what the realm
 * requires of a new user; `companion` may commit something along, and is told of the users as if they had been blank before. A refusal tells the index of its element; `taken` cannot.
 * @fails forbidden, invalid, taken, password-rejected, digest-unsupported, not-eligible, not-found (image),
 * too-many-attempts, conflict.
 */
export async function createUsers(
  context: Context,
  requests: readonly CreationRequest[],
  companion: Companion = alone,
): Promise<readonly User[]> {
  demand(context, 'user.create');
  const made: Awaited<ReturnType<typeof make>>[] = [];
  for (const [index, request] of requests.entries()) {
    try {
      made.push(await make(context, request));
    } catch (error) {
      throw error instanceof Refused ? new Refused(error.refusals, index) : error;
    }
  }
  const along = await companion(made.map(({ updated }) => updated));
  const outcome = await context.ports.store.commit({
    realm: context.realm.id,
    users: made.map(({ step }) => step),
    images: [],
    sessions: [],
    documents: along.documents,
    changes: [...made.map(({ change }) => change), ...along.changes],
    mails: along.mails,
  });
  if (outcome.ok) return made.map(({ updated }, index) => ({ ...updated.after, serial: outcome.serials[index] ?? 0 }));
  if (outcome.reason === 'taken') return refuse({ code: 'taken', field: outcome.kind });
  // The ids are new, so it is what goes along that somebody else has changed.
  return refuse({ code: 'conflict', rev: outcome.rev });
}
