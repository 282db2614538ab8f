// Listing users: those of a group, or those that a query describes.

import { findUsers } from '../../../core/commands/find-users.ts';
import { isSameEmail } from '../../../core/commands/is-same-email.ts';
import { refuse } from '../../../core/model/error.ts';
import { everybody, type KeyFilter, type UserQuery } from '../../../core/model/query.ts';
import type { User } from '../../../core/model/user.ts';
import { type Answer, answer, type Call, type Handler } from '../call.ts';
import { fail } from '../fault.ts';
import { groupLabel } from '../wire/group.ts';
import { Parameters } from '../wire/parameters.ts';
import { emailOf, recordOf } from '../wire/record.ts';
import { byAge, type Page, readOrder, readPage } from './read-page.ts';

/** Who is wanted: null is anybody. */
type Wanted = {
  readonly active: boolean | null;
  readonly email: string | null;
  readonly group: string | null;
  readonly username: string | null;
};

type Sort = UserQuery['sort'];

const readMax = 20_000;

function keyFilter(kind: KeyFilter['kind'], value: string | null): readonly KeyFilter[] {
  return value === null ? [] : [{ kind, include: [value], exclude: [] }];
}

function filterOf({ email, group, username }: Wanted): UserQuery['filter'] {
  return {
    ...everybody,
    keys: [...keyFilter('email', email), ...keyFilter('username', username)],
    relations: group === null ? [] : [{ kind: 'group', id: groupLabel(group) }],
  };
}

/** What the directory cannot be asked; null: nothing. */
function checkOf({ active, email }: Wanted): ((user: User) => boolean) | null {
  if (active === null && email === null) return null;
  return (user) =>
    (active === null || user.active === active) && (email === null || isSameEmail(emailOf(user) ?? '', email));
}

async function collect(
  { context }: Call,
  wanted: Wanted,
  sort: Sort,
  { offset, count }: Page,
): Promise<readonly User[]> {
  const query = { filter: filterOf(wanted), sort, after: null };
  const check = checkOf(wanted);
  if (check === null) return await findUsers(context, { ...query, limit: count, offset });
  const limit = Math.min(500, Math.max(50, count));
  const found: User[] = [];
  let passed = 0;
  for (let read = 0; passed < offset + count; read += limit) {
    if (read >= readMax) fail(810, 'Too many users must be looked through for this: ask for fewer.');
    const page = await findUsers(context, { ...query, limit, offset: read });
    const fitting = page.filter(check);
    found.push(...fitting.slice(Math.max(0, offset - passed), Math.max(0, offset + count - passed)));
    passed += fitting.length;
    if (page.length < limit) break;
  }
  return found;
}

async function list(call: Call, wanted: Wanted, sort: Sort, page: Page): Promise<Answer> {
  const users = await collect(call, wanted, sort, page);
  const records = users.map((user) => recordOf(user, call.scope.name));
  if (!page.isSingle) return answer(records);
  return answer(records[0] ?? refuse({ code: 'not-found', what: 'user', id: '' }));
}

/** `getGroup` of a server's `core.users`: those of the group who are active, the oldest first. Throws Fault 801, 804 and 810. @fails not-found. */
export const getGroup: Handler = async (call) => {
  const group = call.body.needed('group');
  return await list(call, { active: true, email: null, group, username: null }, byAge, readPage(call.body));
};

const queryNames = ['active', 'email', 'group', 'username', 'orderby', 'limit'] as const;

/** `getWithQuery` of a server's `core.users`: whoever all of the query holds for. Throws Fault 801, 804 and 810. @fails not-found. */
export const getWithQuery: Handler = async (call) => {
  const query = new Parameters(call.body.table('query_tbl') ?? {}, 'query_tbl.');
  if (query.has('country_code')) fail(810, 'country_code is not kept here.');
  if (query.has('password')) fail(810, 'Nobody can be found by a password here: no two of them are kept alike.');
  query.only(queryNames);
  const named = (name: 'email' | 'group' | 'username') => (query.has(name) ? query.needed(name) : null);
  const wanted = {
    active: query.flag('active'),
    email: named('email'),
    group: named('group'),
    username: named('username'),
  };
  return await list(call, wanted, readOrder(query), readPage(query));
};
