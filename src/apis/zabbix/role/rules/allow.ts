// The permission: what a role's rules allow its users.

import type { JsonObject } from '../../../../core/model/json.ts';
import { covers, methodRanks } from './methods.ts';
import type { Rank } from './rank.ts';
import { rulesOf } from './stored.ts';

/** Whether the role allows an action, such as `manage_api_tokens`; one that the rank does not have is for the caller to know. */
export function allowsAction(stored: JsonObject, action: string): boolean {
  const rules = rulesOf(stored);
  return (rules['actions.default_access'] === 1) !== rules.actions.includes(action);
}

/**
 * Whether users of the role may call the method (`user.get`, in lower case): by rank, by the action that tokens need, and by
 * the rules about the API. It is not to be asked of methods that need no session, and denies what it does not know.
 */
export function allowsMethod(stored: JsonObject, rank: Rank, method: string): boolean {
  const least = methodRanks.get(method);
  if (least === undefined || least > rank) return false;
  if (covers('token.*', method) && !allowsAction(stored, 'manage_api_tokens')) return false;
  const rules = rulesOf(stored);
  if (rules['api.access'] === 0) return false;
  if (rules.api.length === 0) return true;
  const isListed = rules.api.some((entry) => covers(entry, method));
  return isListed === (rules['api.mode'] === 1);
}
