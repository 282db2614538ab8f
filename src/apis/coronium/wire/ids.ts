// Coronium's spelling of ids: the UUID, or what an old system called the user.

import { isUuid } from '../../../core/model/id.ts';
import type { User, UserReference } from '../../../core/model/user.ts';

/** The name under which this API stands in the history and in what only it knows. */
export const apiName = 'coronium';

/** A user's `user_id`. */
export function writeUserId({ id, aliases }: User): string {
  return aliases[apiName] ?? id;
}

/** Reads a `user_id` as Muster makes them; null for any other. Does not look anything up. */
export function readUserId(text: string): UserReference | null {
  return isUuid(text) ? { by: 'id', id: text } : null;
}
