// The record: a user as a game sees them.

import type { JsonObject } from '../../../core/model/json.ts';
import type { User } from '../../../core/model/user.ts';
import { groupOf } from './group.ts';
import { writeUserId } from './ids.ts';

/** The address a game knows of a user; null: none. */
export function emailOf({ emails, primaryEmailId }: User): string | null {
  return emails.find(({ id }) => id === primaryEmailId)?.address ?? null;
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.floor(ms / 1000);
}

/** What is there: a game's tables know no null. */
function present(members: Readonly<Record<string, JsonObject[string]>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

/** The parts that a login tells (documentation of Coronium Core 2.7, "Login object"). */
function loginMembers(user: User, scope: string) {
  const { extra } = user.metadata;
  return {
    user_id: writeUserId(user),
    username: user.username,
    email: emailOf(user),
    group: groupOf(user),
    extra: Object.keys(extra).length === 0 ? null : extra,
    active: user.active,
    validated: user.active && user.confirmation !== 'pending',
    confirmation: user.confirmation === 'pending' ? 'pending' : null,
    scope,
  };
}

/**
 * The full record; `oauth`: the provider it was found by. Times in whole seconds. Beyond what is documented it tells `created`,
 * `updated` and `last_login`.
 */
export function recordOf(user: User, scope: string, oauth: JsonObject | null = null): JsonObject {
  return present({
    ...loginMembers(user, scope),
    oauth,
    created: seconds(user.createdAt),
    updated: seconds(user.updatedAt),
    last_login: seconds(user.activity.lastSignInAt),
  });
}
