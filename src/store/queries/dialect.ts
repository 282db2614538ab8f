// The dialect: what the query builder must say differently to each engine.

import { type Expression, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TextField, TextFilter } from '../../core/model/query.ts';
import type { Tables } from '../schema.ts';

/** The fields whose texts hold a line for each of the user's contacts. */
export type ContactField = Extract<TextField, 'email' | 'phone' | 'wallet'>;

/** How a text is looked for: through the index of substrings, or by reading along until enough is found. */
export type TextPlan = 'index' | 'scan';

/**
 * What a list needs to know of its engine. Columns are named as in the query: `u` is the user, `s` its search row, `n` its names. A query is
 * `pinned` when one of its filters names few users by itself; those are then to be found first, whatever the order.
 */
export type Dialect = {
  /** A query builder that only compiles. */
  readonly builder: Kysely<Tables>;
  /** The texts as a subquery of one column, `user_id`: one bound value whatever their number. */
  list(values: readonly string[]): RawBuilder<unknown>;
  /** Users of the realm. */
  ofRealm(realm: string, pinned: boolean): Expression<SqlBool>;
  /** Users of the realm whose id is among `ids`, a subquery of one column, `user_id`. */
  among(realm: string, ids: Expression<unknown>): Expression<SqlBool>;
  /** Users of the realm with the text in one of its fields, or with an id in its range. */
  contains(realm: string, filter: TextFilter, plan: TextPlan): Expression<SqlBool>;
  /** Subquery of one column, `user_id`, without parentheses: users of the realm with one of `lines` as a whole line of the text. */
  withLine(realm: string, field: ContactField, lines: readonly string[]): RawBuilder<unknown>;
  /** Decides how to look for a text, before the query is built; `sorted`: the list can stop when it is full. */
  plan(realm: string, filter: TextFilter, sorted: boolean): Promise<TextPlan>;
};

/** The column that a search in the field looks into. */
export function textColumn(field: TextField): RawBuilder<unknown> {
  return sql.ref(field === 'name' ? 'n.name_text' : `s.${field}_text`);
}
