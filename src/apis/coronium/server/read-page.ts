// Reading how much of a list is wanted, and in which order.

import type { SortField, UserQuery } from '../../../core/model/query.ts';
import { fail, mismatched } from '../fault.ts';
import type { Parameters } from '../wire/parameters.ts';

/** Which part of a list. `isSingle`: the first of it, and not as a list. */
export type Page = { readonly offset: number; readonly count: number; readonly isSingle: boolean };

const countUsual = 100;
const countMax = 1000;

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Reads `limit`: how many, or a list of how many to leave out and how many to take. Throws Fault 801. */
export function readPage(parameters: Parameters): Page {
  const limit = parameters.value('limit') ?? countUsual;
  const [offset, count] = Array.isArray(limit) && limit.length === 2 ? limit : [0, limit];
  if (!isWhole(offset) || !isWhole(count)) return mismatched('limit', 'must be a whole number, or a list of two');
  if (count < 1 || count > countMax) return mismatched('limit', `must be from 1 to ${countMax}`);
  return { offset, count, isSingle: limit === 1 };
}

/** Whoever was made first comes first. */
export const byAge: UserQuery['sort'] = { field: 'serial', direction: 'ascending' };

/** The columns of the record that a list can be in the order of; ids are given out in the order in which users are made. */
const columns: ReadonlyMap<string, SortField> = new Map([
  ['user_id', 'serial'],
  ['username', 'username'],
  ['email', 'email'],
  ['created', 'createdAt'],
  ['updated', 'updatedAt'],
  ['last_login', 'lastSignInAt'],
]);

const directions: ReadonlyMap<string, UserQuery['sort']['direction']> = new Map([
  ['ASC', 'ascending'],
  ['DESC', 'descending'],
]);

/** Reads `orderby`: one column and `ASC` or `DESC`. Throws Fault 801. */
export function readOrder(parameters: Parameters): UserQuery['sort'] {
  const [first, ...more] = Object.entries(parameters.table('orderby') ?? {});
  if (first === undefined) return byAge;
  if (more.length > 0) return mismatched('orderby', 'must name one column: a table has no order');
  const [column, value] = first;
  const field = columns.get(column);
  const direction = typeof value === 'string' ? directions.get(value.toUpperCase()) : undefined; // not a key: a word of SQL
  if (field === undefined) return mismatched('orderby', `must name one of ${[...columns.keys()].join(', ')}`);
  return direction === undefined ? fail(801, 'orderby must say ASC or DESC.') : { field, direction };
}
