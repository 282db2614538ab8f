// What can be said against a wish for tokens.

import { findApiToken } from '../../../core/commands/find-api-token.ts';
import { walkApiTokens } from '../../../core/commands/find-realm-objects.ts';
import type { ApiToken } from '../../../core/model/api-token.ts';
import { Refused } from '../../../core/model/error.ts';
import { badInput, badParameter, noPermissions, refused } from '../fault.ts';
import { guestSerial } from '../furnish.ts';
import type { Call } from '../method.ts';

/** Whose token is called how: `userid` as on the wire. */
export type Naming = { readonly userId: string; readonly userid: string; readonly name: string };

/** Refuses the guest, who has no tokens. */
export function checkGuest({ caller: { user } }: Call): void {
  if (user.system && user.serial === guestSerial) refused('You do not have permission to perform this operation.');
}

/** The tokens with these ids, as they are now. Refuses where one is not there or not for the caller. */
export async function findTokens({ context }: Call, tokenids: readonly string[]): Promise<readonly ApiToken[]> {
  const found: ApiToken[] = [];
  for (const id of tokenids) {
    try {
      found.push(await findApiToken(context, id));
    } catch (error) {
      throw error instanceof Refused ? noPermissions() : error;
    }
  }
  return found;
}

/** Refuses the second of two that name a token of the same user the same. */
export function checkDistinct(namings: readonly Naming[]): void {
  const seen = new Set<string>();
  for (const [index, { userid, name }] of namings.entries()) {
    const key = `${userid}/${name}`;
    if (seen.has(key)) badParameter(`/${index + 1}`, `value (userid, name)=(${userid}, ${name}) already exists`);
    seen.add(key);
  }
}

/** Refuses names that other tokens of the same users have. */
export async function checkNames({ context }: Call, namings: readonly Naming[]): Promise<void> {
  for (const [userId, wanted] of Map.groupBy(namings, (naming) => naming.userId)) {
    const names = new Map(wanted.map(({ name, userid }) => [name, userid]));
    for await (const { name } of walkApiTokens(context, userId)) {
      const userid = names.get(name);
      if (userid !== undefined) badInput(`API token "${name}" already exists for userid "${userid}".`);
    }
  }
}
