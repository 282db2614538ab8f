// The query: which users to list, in which order, from where.

import type { KeyKind, User } from './user.ts';

/** What a substring search looks into. */
export type TextField = 'email' | 'phone' | 'username' | 'wallet' | 'name';

/** Milliseconds, exclusive on both sides; null: open. */
export type TimeRange = { readonly after: number | null; readonly before: number | null };

/**
 * Users with a key of one kind among `include` (null: any) and none among `exclude`. An address means its holder; where nobody
 * holds it, those who claim it unproven. Values as typed; the core folds them.
 */
export type KeyFilter = {
  readonly kind: KeyKind;
  readonly include: readonly string[] | null;
  readonly exclude: readonly string[];
};

/**
 * Users with `contains` in any of `fields`, without regard to case. `idFrom`/`idTo` widen it to ids in that range
 * (inclusive), for a text that may be the beginning of an id.
 */
export type TextFilter = {
  readonly fields: readonly TextField[];
  readonly contains: string;
  readonly idRange: { readonly from: string; readonly to: string } | null;
};

/** A role or a group that users have, by its id; the core folds it to what the keys of the relation begin with. */
export type Relation = { readonly kind: 'role' | 'group'; readonly id: string };

export type SortField =
  | 'createdAt'
  | 'updatedAt'
  | 'lastActiveAt'
  | 'lastSignInAt'
  | 'email'
  | 'phone'
  | 'wallet'
  | 'username'
  | 'firstName'
  | 'lastName'
  | 'serial';

/** All filters must hold. Absent values sort last, in both directions; ties go by id in the same direction. */
export type UserFilter = {
  readonly ids: { readonly include: readonly string[] | null; readonly exclude: readonly string[] };
  readonly keys: readonly KeyFilter[];
  readonly texts: readonly TextFilter[];
  /** Those who have all of these roles and groups. */
  readonly relations: readonly Relation[];
  readonly banned: boolean | null;
  readonly createdAt: TimeRange;
  readonly lastActiveAt: TimeRange;
  readonly lastSignInAt: TimeRange;
  /** Built-in accounts too? */
  readonly system: boolean;
};

/** `after` is the last user of the page before: only with a sort by `createdAt` or `serial`, and with offset 0. */
export type UserQuery = {
  readonly filter: UserFilter;
  readonly sort: { readonly field: SortField; readonly direction: 'ascending' | 'descending' };
  readonly limit: number;
  readonly offset: number;
  readonly after: Pick<User, 'id' | 'createdAt' | 'serial'> | null;
};

/** What lists sort and search a user by, folded. Sort values are the primary contact's; texts hold all values, by field. */
export type SearchText = {
  readonly sort: {
    readonly username: string | null;
    readonly email: string | null;
    readonly phone: string | null;
    readonly wallet: string | null;
    readonly firstName: string | null;
    readonly lastName: string | null;
  };
  readonly text: {
    readonly username: string;
    readonly email: string;
    readonly phone: string;
    readonly wallet: string;
    readonly name: string;
  };
};

const anyTime: TimeRange = { after: null, before: null };

/** Every user that is not built in. */
export const everybody: UserFilter = {
  ids: { include: null, exclude: [] },
  keys: [],
  texts: [],
  relations: [],
  banned: null,
  createdAt: anyTime,
  lastActiveAt: anyTime,
  lastSignInAt: anyTime,
  system: false,
};
