// The objects validator: a list of objects of one shape.

import { badParameter } from '../fault.ts';
import { type Fields, type ObjectOf, type ObjectOptions, object } from './object.ts';
import { below, membersOf, type Validator } from './validator.ts';

/** What may be said of a list of objects besides their fields. */
export type ObjectsOptions<Name extends string> = ObjectOptions & {
  /** Whether the list may be empty. */
  readonly empty?: boolean;
  /** Whether a single object stands for a list of it. */
  readonly normalise?: boolean;
  /** Sets of fields of which no two objects may have the same values; an object that lacks one of a set is passed over. */
  readonly unique?: readonly (readonly Name[])[];
};

function refuseDuplicates(rows: readonly object[], names: readonly string[], path: string): void {
  const seen = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const members = new Map<string, unknown>(Object.entries(row));
    if (!names.every((name) => members.has(name))) continue;
    const values = names.map((name) => String(members.get(name)));
    const key = JSON.stringify(values);
    if (seen.has(key)) {
      badParameter(below(path, index + 1), `value (${names.join(', ')})=(${values.join(', ')}) already exists`);
    }
    seen.add(key);
  }
}

/** Reads a list of objects; an object counts as the list of its values. Keys like `0` make it a list under `normalise` too. */
export function objects<Own extends Fields>(
  fields: Own,
  options: ObjectsOptions<keyof Own & string> = {},
): Validator<readonly ObjectOf<Own>[]> {
  const { empty = false, normalise = false, unique = [] } = options;
  const one = object(fields, options);
  return (value, path, later) => {
    const members = membersOf(value, path);
    if (members.size === 0 && !empty) badParameter(path, 'cannot be empty');
    const [firstKey = '0'] = members.keys();
    const isSingle = normalise && !/^(?:0|-?[1-9][0-9]{0,17})$/.test(firstKey);
    const rows: ObjectOf<Own>[] = [];
    // Noted before the rows are read: the outer list is judged before lists within it.
    for (const names of unique) later.push(() => refuseDuplicates(rows, names, path));
    for (const item of isSingle ? [value] : members.values()) rows.push(one(item, below(path, rows.length + 1), later));
    return rows;
  };
}
