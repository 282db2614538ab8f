// Listing users: filters, order and pages.

import Type, { type Static } from 'typebox';
import { countUsers, findUsers } from '../../core/commands/find-users.ts';
import { everybody, type KeyFilter, type SortField, type UserFilter, type UserQuery } from '../../core/model/query.ts';
import { showUser } from './change-user.ts';
import { userCursor } from './cursor.ts';
import { fault, Refusing } from './problem.ts';
import { badRequest } from './request-problems.ts';
import { noBody, type Route, route } from './route.ts';
import { UserPage } from './schema-answers.ts';
import { closed, oneOf } from './schema-basics.ts';
import { readTime } from './times.ts';

const sortFields = {
  createdAt: 'createdAt',
  updatedAt: 'updatedAt',
  lastActiveAt: 'lastActiveAt',
  lastSignInAt: 'lastSignInAt',
  email: 'email',
  phone: 'phone',
  wallet: 'wallet',
  username: 'username',
  firstName: 'firstName',
  lastName: 'lastName',
  serial: 'serial',
} as const satisfies { [Field in SortField]: Field };

/** The orders in which a page can begin after a user, so that nothing is skipped or shown twice while others come and go. */
const steady: ReadonlySet<SortField> = new Set<SortField>(['createdAt', 'serial']);

const filterText = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 1000, description }));
const truth = (description: string) => Type.Optional(oneOf(['true', 'false'], { description }));
const instant = (description: string) => Type.Optional(Type.String({ format: 'date-time', description }));

/** The parameters every list has. */
export const pageParameters = {
  limit: Type.Optional(
    Type.String({ pattern: '^(?:[1-9][0-9]?|[1-4][0-9]{2}|500)$', description: '1 to 500; 50 unless told.' }),
  ),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 2000, description: '`next` of the page before.' })),
};

/** How many entries a page has. */
export function limitOf({ limit }: { limit?: string }): number {
  return limit === undefined ? 50 : Number(limit);
}

const query = closed({
  ...pageParameters,
  sort: Type.Optional(
    Type.String({
      pattern: `^-?(?:${Object.keys(sortFields).join('|')})$`,
      description: 'A field, with `-` in front descending; `-createdAt` unless told. Absent values come last.',
    }),
  ),
  email: filterText('Whose verified or reserved address this is.'),
  phone: filterText('Whose verified or reserved number this is.'),
  username: filterText('Exactly, but for case.'),
  externalId: filterText('Exactly.'),
  q: filterText('In any email address, telephone number, username, wallet or name, without regard to case.'),
  banned: truth('Only the banned, or only the others.'),
  createdAfter: instant('Exclusive.'),
  createdBefore: instant('Exclusive.'),
  system: truth('`true`: built-in accounts too.'),
  count: truth('`true`: tell how many there are on all pages.'),
});

type Query = Static<typeof query>;

const keyParameters = {
  email: 'email',
  phone: 'phone',
  username: 'username',
  externalId: 'external-id',
} as const satisfies { [Name in keyof Query]?: KeyFilter['kind'] };

function timeOf(asked: Query, name: 'createdAfter' | 'createdBefore'): number | null {
  const text = asked[name];
  if (text === undefined) return null;
  const at = readTime(text);
  if (at === null) throw new Refusing(badRequest([fault(name, 'format')]));
  return at;
}

function filterOf(asked: Query): UserFilter {
  const names = ['email', 'phone', 'username', 'externalId'] as const;
  return {
    ...everybody,
    keys: names.flatMap((name) => {
      const value = asked[name];
      return value === undefined ? [] : [{ kind: keyParameters[name], include: [value], exclude: [] }];
    }),
    texts:
      asked.q === undefined
        ? []
        : [{ fields: ['email', 'phone', 'username', 'wallet', 'name'], contains: asked.q, idRange: null }],
    banned: asked.banned === undefined ? null : asked.banned === 'true',
    createdAt: { after: timeOf(asked, 'createdAfter'), before: timeOf(asked, 'createdBefore') },
    system: asked.system === 'true',
  };
}

function sortOf(sort: string): UserQuery['sort'] {
  const name = sort.replace('-', '');
  const field = Object.values(sortFields).find((known) => known === name) ?? 'createdAt';
  return { field, direction: sort.startsWith('-') ? 'descending' : 'ascending' };
}

export const findUsersRoute: Route = route({
  method: 'GET',
  path: '/users',
  id: 'findUsers',
  summary: 'List users',
  description:
    'Pages in the order of `createdAt` and `serial` neither skip nor repeat anybody while users come and go.',
  answers: { 200: { description: 'A page of users.', schema: UserPage } },
  refusals: [],
  query,
  body: noBody,
  async handle({ host, context, query: asked }) {
    const text = asked.sort ?? '-createdAt';
    const sort = sortOf(text);
    const filter = filterOf(asked);
    const limit = limitOf(asked);
    const place = asked.cursor === undefined ? null : userCursor.read(asked.cursor);
    const fits = place === null || (place.sort === text && (place.after === null || steady.has(sort.field)));
    if (!fits) throw new Refusing(badRequest([fault('cursor', 'value')], 'The cursor is of a list in another order.'));
    const offset = place?.offset ?? 0;
    const after = place?.after ?? null;
    const found = await findUsers(context, { filter, sort, limit: limit + 1, offset, after });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = (): string | null => {
      if (last === undefined || found.length <= limit) return null;
      const { id, createdAt, serial } = last;
      const onward = steady.has(sort.field)
        ? { offset: 0, after: { id, createdAt, serial } }
        : { offset: offset + limit, after: null };
      return userCursor.write({ list: 'users', sort: text, ...onward });
    };
    return {
      status: 200,
      body: {
        items: items.map((user) => showUser(host, user)),
        next: next(),
        ...(asked.count === 'true' && { total: await countUsers(context, filter) }),
      },
    };
  },
});
