// The varied validator: a list of objects each of which tells by its own members what shape it has.

import { badParameter } from '../fault.ts';
import { optional } from './object.ts';
import { objects } from './objects.ts';
import { below, type Later, membersOf, read, type Validator } from './validator.ts';

/** What may be said of such a list. `unique`: fields of which no two objects may have the same values, found in what `of` makes of one. */
export type VariedOptions<T> = {
  readonly empty?: boolean;
  readonly unique: { readonly names: readonly string[]; readonly of: (row: T) => object };
};

const anything: Validator<unknown> = (value) => value;

/** Refuses the second of two rows with the same values of these fields; a row that lacks one is passed over. */
export function refuseSame(rows: readonly object[], names: readonly string[], path: string): void {
  const fields = Object.fromEntries(names.map((name) => [name, optional(anything)]));
  read(objects(fields, { open: true, empty: true, unique: [names] }), rows, path);
}

/** Reads a list; a single object stands for a list of it. `shapeOf` is asked with the members of each object and its index. */
export function varied<T>(
  shapeOf: (members: ReadonlyMap<string, unknown>, index: number) => Validator<T>,
  { empty = false, unique }: VariedOptions<T>,
): Validator<readonly T[]> {
  return (value: unknown, path: string, later: Later) => {
    const members = membersOf(value, path);
    if (members.size === 0 && !empty) badParameter(path, 'cannot be empty');
    const [firstKey = '0'] = members.keys();
    const items = /^\d+$/.test(firstKey) ? [...members.values()] : [value];
    const rows: T[] = [];
    later.push(() => refuseSame(rows.map(unique.of), unique.names, path));
    for (const [index, item] of items.entries()) {
      const place = below(path, index + 1);
      rows.push(shapeOf(membersOf(item, place), index)(item, place, later));
    }
    return rows;
  };
}
