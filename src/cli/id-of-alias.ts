// The id behind an alias: what an API would take it for.

import { apis } from '../apis/index.ts';

/**
 * The id (UUID) of a user of ours that the API of this name would read the alias as; null when it is no id there. Muster's own
 * spreadsheet names users by their ids as they are.
 */
export function idOfAlias(name: string, alias: string): string | null {
  const reference = apis.find((api) => api.name === (name === 'muster' ? 'native' : name))?.readUserId(alias);
  return reference?.by === 'id' ? reference.id : null;
}
