// Listing and counting users.

import type { UserFilter, UserQuery } from '../model/query.ts';
import type { User } from '../model/user.ts';
import { foldKey, foldText } from '../rules/keys.ts';
import { type Context, demand } from './context.ts';

function foldFilter(filter: UserFilter): UserFilter {
  return {
    ...filter,
    keys: filter.keys.map(({ kind, include, exclude }) => ({
      kind,
      include: include === null ? null : include.map((value) => foldKey(kind, value)),
      exclude: exclude.map((value) => foldKey(kind, value)),
    })),
    texts: filter.texts.map((text) => ({ ...text, contains: foldText(text.contains) })),
  };
}

/** Reads a page of the users that pass every filter; changes nothing. @fails forbidden. */
export async function findUsers(context: Context, query: UserQuery): Promise<readonly User[]> {
  demand(context, 'user.read');
  return await context.ports.store.findUsers(context.realm.id, { ...query, filter: foldFilter(query.filter) });
}

/** Counts the users that pass every filter; changes nothing. @fails forbidden. */
export async function countUsers(context: Context, filter: UserFilter): Promise<number> {
  demand(context, 'user.read');
  return await context.ports.store.countUsers(context.realm.id, foldFilter(filter));
}
