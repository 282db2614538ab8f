// Listing and counting users.

import type { UserFilter, UserQuery } from '../model/query.ts';
import type { User } from '../model/user.ts';
import { foldKey, foldText, relationPrefix } from '../rules/keys.ts';
import { isText } from '../rules/text.ts';
import { type Context, demand } from './context.ts';

/** Folds what is looked for, without what is no text: nobody has it, and a database may choke on it. */
export function foldFilter(filter: UserFilter): UserFilter {
  const vain = filter.texts.some(({ contains }) => !isText(contains)) || filter.relations.some(({ id }) => !isText(id));
  return {
    ...filter,
    ids: {
      include: vain ? [] : (filter.ids.include?.filter(isText) ?? null),
      exclude: filter.ids.exclude.filter(isText),
    },
    keys: filter.keys.map(({ kind, include, exclude }) => ({
      kind,
      include: include?.filter(isText).map((value) => foldKey(kind, value)) ?? null,
      exclude: exclude.filter(isText).map((value) => foldKey(kind, value)),
    })),
    relations: vain ? [] : filter.relations.map(({ kind, id }) => ({ kind, id: relationPrefix(id) })),
    texts: vain ? [] : filter.texts.map((text) => ({ ...text, contains: foldText(text.contains) })),
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
