// The filters, order and page of user lists.

import { getUser } from '../../core/commands/get-user.ts';
import { uuidRangeOfKsuidPrefix } from '../../core/model/id.ts';
import {
  everybody,
  type KeyFilter,
  type SortField,
  type TextField,
  type TextFilter,
  type TimeRange,
  type UserFilter,
  type UserQuery,
} from '../../core/model/query.ts';
import type { KeyKind, User } from '../../core/model/user.ts';
import { found } from './found.ts';
import type { Call } from './route.ts';
import { userIdStem, userReferenceOf } from './wire/ids.ts';
import { readProvider } from './wire/objects/provider.ts';
import { type Page, Query, readPage } from './wire/query.ts';
import { reject, wireError } from './wire/rejected.ts';

const exactFilters = [
  { param: 'email_address', kind: 'email' },
  { param: 'phone_number', kind: 'phone' },
  { param: 'username', kind: 'username' },
  { param: 'web3_wallet', kind: 'wallet' },
] as const satisfies readonly { readonly param: string; readonly kind: KeyKind }[];

const textFilters: readonly { readonly param: string; readonly fields: readonly TextField[] }[] = [
  { param: 'email_address_query', fields: ['email'] },
  { param: 'phone_number_query', fields: ['phone'] },
  { param: 'username_query', fields: ['username'] },
  { param: 'name_query', fields: ['name'] },
];

const everywhere: readonly TextField[] = ['email', 'phone', 'username', 'wallet', 'name'];

const sortFields: ReadonlyMap<string, SortField> = new Map([
  ['created_at', 'createdAt'],
  ['updated_at', 'updatedAt'],
  ['email_address', 'email'],
  ['web3wallet', 'wallet'],
  ['first_name', 'firstName'],
  ['last_name', 'lastName'],
  ['phone_number', 'phone'],
  ['username', 'username'],
  ['last_active_at', 'lastActiveAt'],
  ['last_sign_in_at', 'lastSignInAt'],
]);

/** Values with `+` (or nothing) in front are wanted, those with `-` are not. */
function signed(values: readonly string[] | undefined): {
  include: readonly string[] | null;
  exclude: readonly string[];
} {
  const bare = (value: string) => value.replace(/^[+ -]/, '');
  const include = (values ?? []).filter((value) => !value.startsWith('-')).map(bare);
  const exclude = (values ?? []).filter((value) => value.startsWith('-')).map(bare);
  return { include: include.length > 0 ? include : null, exclude };
}

function findByWireId(call: Call, text: string): Promise<User | null> {
  return found(getUser(call.context, userReferenceOf(text), { system: false }));
}

/** The ids of the users that are meant; only ids from an old system are looked up. */
async function idsOf(call: Call, texts: readonly string[]): Promise<readonly string[]> {
  const ids = await Promise.all(
    texts.map(async (text) => {
      const reference = userReferenceOf(text);
      return reference.by === 'id' ? reference.id : ((await findByWireId(call, text))?.id ?? null);
    }),
  );
  return ids.filter((id) => id !== null);
}

function keyFilters(query: Query): readonly KeyFilter[] {
  const filters: KeyFilter[] = [];
  for (const { param, kind } of exactFilters) {
    const include = query.texts(param);
    if (include !== undefined) filters.push({ kind, include, exclude: [] });
  }
  const external = signed(query.texts('external_id'));
  if (external.include !== null || external.exclude.length > 0) filters.push({ kind: 'external-id', ...external });
  const provider = query.text('provider');
  const subjects = query.texts('provider_user_id');
  if (provider !== undefined && subjects !== undefined) {
    const include = subjects.map((subject) => `${readProvider(provider)}:${subject}`);
    filters.push({ kind: 'identity', include, exclude: [] });
  } else if (provider !== undefined) {
    query.fault(wireError('conditionMissing', { param: 'provider_user_id', condition: 'provider' }));
  } else if (subjects !== undefined) {
    query.fault(wireError('conditionMissing', { param: 'provider', condition: 'provider_user_id' }));
  }
  return filters;
}

/** The search in everything also finds users by the beginning of their id, and by an id from an old system. */
async function anyTextFilter(call: Call, contains: string): Promise<TextFilter | null> {
  const stem = userIdStem(contains);
  if (stem === '') return null;
  if (stem === null) return { fields: everywhere, contains, idRange: null };
  const id = stem.length < 27 ? null : ((await findByWireId(call, contains))?.id ?? null);
  const idRange = id === null ? uuidRangeOfKsuidPrefix(stem) : { from: id, to: id };
  return { fields: everywhere, contains, idRange };
}

async function textsOf(call: Call, query: Query): Promise<readonly TextFilter[]> {
  const filters: TextFilter[] = [];
  for (const { param, fields } of textFilters) {
    const contains = query.text(param);
    if (contains !== undefined) filters.push({ fields, contains, idRange: null });
  }
  const text = query.text('query');
  const anywhere = text === undefined ? null : await anyTextFilter(call, text);
  return anywhere === null ? filters : [...filters, anywhere];
}

function range(query: Query, name: string): TimeRange {
  return { after: query.time(`${name}_after`) ?? null, before: query.time(`${name}_before`) ?? null };
}

/** `since` includes its moment, `after` does not; the later of the two counts. */
function activeRange(query: Query): TimeRange {
  const { after, before } = range(query, 'last_active_at');
  const since = query.time('last_active_at_since');
  return { after: since === undefined ? after : Math.max(since - 1, after ?? -1), before };
}

/** Reads every filter; all must hold. Nobody belongs to an organization, so asking for one leaves nobody. */
async function readFilter(call: Call, query: Query): Promise<UserFilter> {
  const users = signed(query.texts('user_id'));
  const organizations = signed(query.texts('organization_id'));
  const filter = {
    ...everybody,
    keys: keyFilters(query),
    banned: query.flag('banned') ?? null,
    createdAt: range(query, 'created_at'),
    lastActiveAt: activeRange(query),
    lastSignInAt: range(query, 'last_sign_in_at'),
  };
  query.settle();
  const include = users.include === null ? null : await idsOf(call, users.include);
  return {
    ...filter,
    ids: { include: organizations.include === null ? include : [], exclude: await idsOf(call, users.exclude) },
    texts: await textsOf(call, query),
  };
}

function readSort(query: Query): UserQuery['sort'] {
  const text = query.text('order_by') ?? '-created_at';
  const field = sortFields.get(text.replace(/^[+ -]/, ''));
  if (field === undefined) query.fault(wireError('valueInvalid', { param: 'order_by', value: text }));
  return { field: field ?? 'createdAt', direction: text.startsWith('-') ? 'descending' : 'ascending' };
}

/** A list can be read on from a user only in an order that does not change under way, and without skipping. */
function readCursor(query: Query, sort: UserQuery['sort'], page: Page): string | null {
  const cursor = query.text('starting_after');
  if (cursor === undefined) return null;
  if (sort.field !== 'createdAt') {
    const value = query.text('order_by') ?? '';
    query.fault(wireError('conditionDisallowedWhen', { param: 'starting_after', condition: 'order_by', value }));
  }
  if (page.offset > 0) {
    query.fault(wireError('conditionDisallowed', { param: 'offset', condition: 'starting_after' }));
  }
  return cursor;
}

/** Clerk BAPI 2026-05-12, GET /users; 2026-08. */
export async function readUserList(call: Call): Promise<UserQuery> {
  const query = new Query(call.query);
  const page = readPage(query);
  const sort = readSort(query);
  const cursor = readCursor(query, sort, page);
  const filter = await readFilter(call, query);
  const after = cursor === null ? null : await findByWireId(call, cursor);
  if (cursor !== null && after === null) reject('parameterResourceNotFound', { param: 'starting_after' });
  return { filter, sort, ...page, after };
}

/** Clerk BAPI 2026-05-12, GET /users/count; 2026-08. Takes every filter of the list. */
export async function readUserCount(call: Call): Promise<UserFilter> {
  return await readFilter(call, new Query(call.query));
}
