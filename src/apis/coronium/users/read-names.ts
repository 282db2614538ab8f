// What a creation and an update read alike.

import { isVisible } from '../../../core/commands/is-visible.ts';
import { mismatched } from '../fault.ts';
import type { Parameters } from '../wire/parameters.ts';

const groupMax = 100;

/** The username; null: not said. */
export function readUsername(parameters: Parameters): string | null {
  const username = parameters.text('username');
  return username === '' ? mismatched('username', 'must not be empty') : username;
}

/** The group; empty: none; null: not said. */
export function readGroup(parameters: Parameters): string | null {
  const group = parameters.text('group');
  if (group === null || group === '') return group;
  const good = [...group].length <= groupMax && group.isWellFormed() && isVisible(group);
  return good ? group : mismatched('group', `must have at most ${groupMax} visible characters`);
}
