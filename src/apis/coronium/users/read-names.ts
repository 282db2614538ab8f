// What a creation and an update read alike.

import { mismatched } from '../fault.ts';
import type { Parameters } from '../wire/parameters.ts';

const groupMax = 100;

/** What ends a line, turns its direction or is not to be seen; joiners, variants and flags are parts of other characters. */
const unseen =
  /[\p{Cc}\p{Zl}\p{Zp}]|(?!\u200c|\u200d|[\ufe00-\ufe0f]|[\u{e0020}-\u{e007f}])\p{Default_Ignorable_Code_Point}/u;

/** True for a name that people can tell from another: whoever has the key of a game may be trying to pass for somebody. */
function isSeen(name: string): boolean {
  return !unseen.test(name) && /[\p{L}\p{N}\p{P}\p{S}]/u.test(name);
}

/** The username; null: not said. */
export function readUsername(parameters: Parameters): string | null {
  const username = parameters.text('username');
  if (username === '') return mismatched('username', 'must not be empty');
  return username === null || isSeen(username)
    ? username
    : mismatched('username', 'must have visible characters alone');
}

/** The group; empty: none; null: not said. */
export function readGroup(parameters: Parameters): string | null {
  const group = parameters.text('group');
  if (group === null || group === '') return group;
  const good = [...group].length <= groupMax && group.isWellFormed() && isSeen(group);
  return good ? group : mismatched('group', `must have at most ${groupMax} visible characters`);
}
