// The list validator: a list of ids or texts.

import { badParameter } from '../fault.ts';
import { below, membersOf, type Validator } from './validator.ts';

/** What may be said of a list besides its items. */
export type ListOptions = {
  /** Whether the list may be empty. */
  readonly empty?: boolean;
  /** Whether a single value stands for a list of it. */
  readonly normalise?: boolean;
  /** Whether no two items may be the same. */
  readonly unique?: boolean;
};

function refuseDuplicates(items: readonly string[], path: string): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (seen.has(item)) badParameter(below(path, index + 1), `value (${item}) already exists`);
    seen.add(item);
  }
}

/** Reads a list; an object counts as the list of its values. `isOne` tells what a single value may be under `normalise`. */
export function list(
  item: Validator<string>,
  isOne: (value: unknown) => boolean,
  { empty = false, normalise = false, unique = false }: ListOptions,
): Validator<readonly string[]> {
  return (value, path, later) => {
    const members = membersOf(normalise && isOne(value) ? [value] : value, path);
    if (members.size === 0 && !empty) badParameter(path, 'cannot be empty');
    const items: string[] = [];
    if (unique) later.push(() => refuseDuplicates(items, path));
    for (const member of members.values()) items.push(item(member, below(path, items.length + 1), later));
    return items;
  };
}
