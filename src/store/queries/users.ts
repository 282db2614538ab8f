// Lists of users: the filter, the order and the page as SQL.

import { type CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { KeyFilter, Relation, SortField, TimeRange, UserFilter, UserQuery } from '../../core/model/query.ts';
import type { KeyKind } from '../../core/model/user.ts';
import { relationEnd, userColumns } from '../rows/user.ts';
import type { ContactField, Dialect, TextPlan } from './dialect.ts';

/**
 * The column of each order. `absent`: users may be without a value. `indexed`: an index gives the order row by row.
 * `updatedAt` and the traces of use have none on purpose: every update and every use would have to move its entry (on
 * PostgreSQL that also ends heap-only updates). Such a list reads the realm once and keeps the top.
 */
const sortColumns = {
  createdAt: { column: 'u.created_at', id: 'u.id', absent: false, indexed: true },
  updatedAt: { column: 'u.updated_at', id: 'u.id', absent: false, indexed: false },
  serial: { column: 'u.serial', id: 'u.id', absent: false, indexed: true },
  lastActiveAt: { column: 'u.last_active_at', id: 'u.id', absent: true, indexed: false },
  lastSignInAt: { column: 'u.last_sign_in_at', id: 'u.id', absent: true, indexed: false },
  username: { column: 's.username', id: 's.id', absent: true, indexed: true },
  email: { column: 's.email', id: 's.id', absent: true, indexed: true },
  phone: { column: 's.phone', id: 's.id', absent: true, indexed: true },
  wallet: { column: 's.wallet', id: 's.id', absent: true, indexed: true },
  firstName: { column: 'n.first_name', id: 'n.id', absent: true, indexed: true },
  lastName: { column: 'n.last_name', id: 'n.id', absent: true, indexed: true },
} as const satisfies Record<SortField, { column: string; id: string; absent: boolean; indexed: boolean }>;

/** Which users of an order are asked for: all, or those with a value, or those without, who come after them. */
export type Part = 'all' | 'present' | 'absent';

/** The parts an order is read in, one after the other. */
export function partsOf(field: SortField): readonly Part[] {
  return sortColumns[field].absent ? ['present', 'absent'] : ['all'];
}

/** True when a list in this order can stop reading once it is full. */
export function isIndexed(field: SortField): boolean {
  return sortColumns[field].indexed;
}

/** Search rows are joined outwardly so that a query that does not look at them does not read them. */
function everyUser(dialect: Dialect, realm: string, pinned: boolean) {
  return dialect.builder
    .selectFrom('user as u')
    .leftJoin('user_search as s', (join) => join.onRef('s.realm', '=', 'u.realm').onRef('s.id', '=', 'u.id'))
    .leftJoin('user_name as n', (join) => join.onRef('n.realm', '=', 'u.realm').onRef('n.id', '=', 'u.id'))
    .where(dialect.ofRealm(realm, pinned));
}

type Query = ReturnType<typeof everyUser>;

function within(
  query: Query,
  column: 'u.created_at' | 'u.last_active_at' | 'u.last_sign_in_at',
  range: TimeRange,
): Query {
  let narrowed = query;
  if (range.after !== null) narrowed = narrowed.where(column, '>', range.after);
  if (range.before !== null) narrowed = narrowed.where(column, '<', range.before);
  return narrowed;
}

const contactFields: { readonly [Kind in KeyKind]?: ContactField } = {
  email: 'email',
  phone: 'phone',
  wallet: 'wallet',
};

/** The index of texts knows nothing shorter, and no address is; a text with a line end is no line. */
function isLine(text: string): boolean {
  return [...text].length >= 3 && !text.includes('\n');
}

/** How a filter is best asked: a plan for each of its texts, and the names (`nameOfKey`) of its keys that nobody holds. */
export type Plan = { readonly texts: readonly TextPlan[]; readonly unheld: ReadonlySet<string> };

/** One name for a key of a kind. */
export function nameOfKey(kind: KeyKind, key: string): string {
  return `${kind} ${key}`;
}

/** Which of the keys somebody holds; null for a kind that can only be had by holding it. */
export function heldQuery(
  dialect: Dialect,
  realm: string,
  kind: KeyKind,
  keys: readonly string[],
): RawBuilder<unknown> | null {
  if (contactFields[kind] === undefined || keys.length === 0) return null;
  return sql`select k.key from user_key as k where k.realm = ${realm} and k.kind = ${kind} and k.key in ${dialect.list(keys)}`;
}

/**
 * The ids of users who hold one of the keys. Where nobody does, those who claim it: whoever looks an owner up by address must
 * not be given somebody who merely says so.
 */
function owners(
  dialect: Dialect,
  realm: string,
  kind: KeyKind,
  keys: readonly string[],
  plan: Plan,
): RawBuilder<unknown> {
  const inKeys = sql`k.key in ${dialect.list(keys)}`;
  const holders = sql`select k.user_id from user_key as k where k.realm = ${realm} and k.kind = ${kind} and ${inKeys}`;
  const field = contactFields[kind];
  const lines = keys.filter((key) => isLine(key) && plan.unheld.has(nameOfKey(kind, key)));
  if (field === undefined || lines.length === 0) return sql`(${holders})`;
  return sql`(${holders} union all ${dialect.withLine(realm, field, lines)})`;
}

function withKeys(query: Query, dialect: Dialect, realm: string, keys: KeyFilter, plan: Plan): Query {
  const { kind, include, exclude } = keys;
  let narrowed = query;
  if (include !== null) narrowed = narrowed.where(dialect.among(realm, owners(dialect, realm, kind, include, plan)));
  if (exclude.length === 0) return narrowed;
  return narrowed.where(sql<boolean>`u.id not in ${owners(dialect, realm, kind, exclude, plan)}`);
}

/** The ids of users who have a role or a group: the keys of their relations stand together. */
function havers(realm: string, { kind, id: prefix }: Relation): RawBuilder<unknown> {
  return sql`(select k.user_id from user_key as k where k.realm = ${realm} and k.kind = ${kind}
    and k.key >= ${prefix} and k.key < ${relationEnd(prefix)})`;
}

/** True when a filter names few users by itself. */
function isPinned(filter: UserFilter, plan: Plan): boolean {
  const named = filter.ids.include !== null || filter.keys.some(({ include }) => include !== null);
  return named || filter.relations.length > 0 || plan.texts.includes('index');
}

function filtered(dialect: Dialect, realm: string, filter: UserFilter, plan: Plan): Query {
  const { ids } = filter;
  let query = everyUser(dialect, realm, isPinned(filter, plan));
  if (!filter.system) query = query.where('u.system', '=', 0);
  if (ids.include !== null) query = query.where(dialect.among(realm, dialect.list(ids.include)));
  if (ids.exclude.length > 0) query = query.where(sql<boolean>`u.id not in ${dialect.list(ids.exclude)}`);
  for (const keys of filter.keys) query = withKeys(query, dialect, realm, keys, plan);
  for (const [index, text] of filter.texts.entries()) {
    query = query.where(dialect.contains(realm, text, plan.texts[index] ?? 'scan'));
  }
  for (const relation of filter.relations) query = query.where(dialect.among(realm, havers(realm, relation)));
  if (filter.banned !== null) query = query.where('u.banned', '=', filter.banned ? 1 : 0);
  query = within(query, 'u.created_at', filter.createdAt);
  query = within(query, 'u.last_active_at', filter.lastActiveAt);
  return within(query, 'u.last_sign_in_at', filter.lastSignInAt);
}

/** `leading`: the realm, where the order may be read from the index of the search row; null: where it must not be. */
function partOf(query: Query, field: SortField, part: Part, leading: string | null): Query {
  const { column } = sortColumns[field];
  if (part === 'absent') return query.where(column, 'is', null);
  if (part === 'all') return query;
  if (leading === null) return query.where(sql<boolean>`case when ${sql.ref(column)} is null then 0 else 1 end = 1`);
  const present = query.where(column, 'is not', null);
  if (column.startsWith('s.')) return present.where('s.realm', '=', leading);
  return column.startsWith('n.') ? present.where('n.realm', '=', leading) : present;
}

/** Beyond the user `after`: by serial alone, or by time and id. */
function beyond(query: Query, { sort, after }: UserQuery): Query {
  if (after === null) return query;
  const than = sort.direction === 'ascending' ? '>' : '<';
  if (sort.field === 'serial') return query.where('u.serial', than, after.serial);
  if (sort.field !== 'createdAt') throw new Error(`a page by ${sort.field} cannot begin after a user`);
  const place = sql<boolean>`(u.created_at, u.id) ${sql.raw(than)} (${after.createdAt}, ${after.id})`;
  return query.where(place);
}

/** One part of a page, with `offset` and `limit` counted within the part. Rows as `userOf` reads them. */
export function pageQuery(
  dialect: Dialect,
  realm: string,
  query: UserQuery,
  plan: Plan,
  part: { readonly part: Part; readonly limit: number; readonly offset: number },
): CompiledQuery {
  const { field, direction } = query.sort;
  const { column, id } = sortColumns[field];
  const order = direction === 'ascending' ? 'asc' : 'desc';
  const leading = isPinned(query.filter, plan) ? null : realm;
  const chosen = partOf(beyond(filtered(dialect, realm, query.filter, plan), query), field, part.part, leading);
  const tie = part.part === 'present' && leading !== null ? id : 'u.id';
  const ordered = part.part === 'absent' ? chosen : chosen.orderBy(column, order);
  const tied = field === 'serial' ? ordered : ordered.orderBy(tie, order);
  // The ids first: rows that are skipped or sorted need not carry their records along. (SQLite joins a cross join in its order.)
  const page = tied
    .select(['u.id as page_id', `${column} as page_order`])
    .limit(part.limit)
    .offset(part.offset);
  return dialect.builder
    .with('page', () => page)
    .selectFrom('page')
    .crossJoin('user as u')
    .whereRef('u.id', '=', 'page.page_id')
    .where('u.realm', '=', realm)
    .select(userColumns.map((name) => `u.${name}` as const))
    .orderBy('page.page_order', order)
    .orderBy('page.page_id', order)
    .compile();
}

/** How many users the filter (and the part of an order) leaves. */
export function countQuery(
  dialect: Dialect,
  realm: string,
  filter: UserFilter,
  plan: Plan,
  only: { readonly field: SortField; readonly part: Part } | null,
): CompiledQuery {
  const all = filtered(dialect, realm, filter, plan);
  const chosen = only === null ? all : partOf(all, only.field, only.part, null);
  return chosen.select((select) => select.fn.countAll().as('count')).compile();
}
