// Walking through users: all that a filter leaves, page by page.

import { everybody, type Relation, type UserFilter } from '../model/query.ts';
import type { User } from '../model/user.ts';
import { relationPrefix } from '../rules/keys.ts';
import { type Context, demand } from './context.ts';
import { findUser } from './find-user.ts';
import { foldFilter } from './find-users.ts';

const pageSize = 500;

/** Reads the users that pass a filter that is folded already, by serial, whoever asks; changes nothing. */
export async function* walkFound({ ports, realm }: Context, filter: UserFilter): AsyncGenerator<User> {
  const sort = { field: 'serial', direction: 'ascending' } as const;
  let after: User | null = null;
  while (true) {
    const page: readonly User[] = await ports.store.findUsers(realm.id, {
      ...{ filter, sort, limit: pageSize, offset: 0 },
      after,
    });
    yield* page;
    after = page.at(-1) ?? null;
    if (after === null || page.length < pageSize) return;
  }
}

/** Reads the users that pass the filter, by serial; changes nothing. @fails forbidden. */
export async function* walkUsers(context: Context, filter: UserFilter): AsyncGenerator<User> {
  demand(context, 'user.read');
  yield* walkFound(context, foldFilter(filter));
}

/** Reads those who have a role or a group, built-in accounts too, by serial; changes nothing. @fails forbidden. */
export function walkMembers(context: Context, relation: Relation): AsyncGenerator<User> {
  return walkUsers(context, { ...everybody, relations: [relation], system: true });
}

/**
 * Reads whoever shares a group with the signed-in user, and that user where there is one, by serial; changes nothing. What of them the caller may
 * see is more than names only for oneself. @fails not-found.
 */
export async function findColleagues(context: Context, userId: string): Promise<readonly User[]> {
  const { user } = await findUser(context, { by: 'id', id: userId }, true);
  const found = new Map<string, User>();
  for (const group of user.groups) {
    const relations = [{ kind: 'group', id: relationPrefix(group) }] as const;
    for await (const member of walkFound(context, { ...everybody, relations, system: true }))
      found.set(member.id, member);
  }
  return [...found.values()].toSorted((left, right) => left.serial - right.serial);
}
