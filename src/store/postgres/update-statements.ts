// The statements of the commit queue: one plain update with its change, or many, with or without what lists sort and search by.

type ColumnType = 'text' | 'bigint';

const plainColumns: readonly (readonly [name: string, type: ColumnType])[] = [
  ['realm', 'text'],
  ['id', 'text'],
  ['rev', 'bigint'],
  ['new_rev', 'bigint'],
  ['updated_at', 'bigint'],
  ['created_at', 'bigint'],
  ['banned', 'bigint'],
  ['record', 'text'],
  ['keep', 'bigint'],
  ['secrets', 'text'],
  ['secrets_before', 'text'],
  ['change_rev', 'bigint'],
  ['at', 'bigint'],
  ['type', 'text'],
  ['api', 'text'],
  ['request_id', 'text'],
  ['actor', 'text'],
  ['diff', 'text'],
];

const nameColumns = ['first_name', 'last_name', 'name_text'];
const otherColumns = [
  'username',
  'email',
  'phone',
  'wallet',
  'username_text',
  'email_text',
  'phone_text',
  'wallet_text',
];

/** How many values an update has whose search text stays. */
export const plainCount = plainColumns.length;

/** The values of an update, in order; those of an update whose search text stays end before the search columns. */
export const updateColumns: typeof plainColumns = [
  ...plainColumns,
  ...[...nameColumns, ...otherColumns].map((name) => [name, 'text'] as const),
];

type Shape = { readonly many: boolean; readonly searching: boolean };

/** The values as the table `i`, whose `place` counts the updates from 1. */
function source({ many, searching }: Shape): string {
  const columns = searching ? updateColumns : plainColumns;
  const names = columns.map(([name]) => name).join(', ');
  const values = columns.map(([, type], index) => `$${index + 1}::${type}${many ? '[]' : ''}`).join(', ');
  if (many) return `unnest(${values}) WITH ORDINALITY AS i (${names}, place)`;
  return `(VALUES (${values}, 1)) AS i (${names}, place)`;
}

/** Writes the columns of users that took and have a search text, where any of them is different. */
function searchUpdate(table: string, columns: readonly string[]): string {
  const list = (alias: string): string => columns.map((column) => `${alias}.${column}`).join(', ');
  return `UPDATE ${table} s SET ${columns.map((column) => `${column} = t.${column}`).join(', ')} FROM took t
    WHERE t.name_text IS NOT NULL AND s.realm = t.realm AND s.id = t.id AND (${list('s')}) IS DISTINCT FROM (${list('t')})`;
}

/** The statement; it answers the places of the updates whose `rev` held. One update: bound values; many: an array of each. */
export function updateStatement(shape: Shape): string {
  const searches = `,
  named AS (${searchUpdate('user_name', nameColumns)}),
  found AS (${searchUpdate('user_search', otherColumns)})`;
  return `WITH took AS (
    UPDATE "user" u SET rev = i.new_rev, updated_at = i.updated_at, created_at = i.created_at, banned = i.banned,
      record = i.record, secrets = CASE WHEN i.keep = 1 THEN u.secrets ELSE i.secrets END
    FROM ${source(shape)}
    WHERE u.realm = i.realm AND u.id = i.id AND u.rev = i.rev
      AND (i.keep = 1 OR u.secrets IS NOT DISTINCT FROM i.secrets_before)
    RETURNING i.*),
  logged AS (
    INSERT INTO change (realm, user_id, rev, at, type, api, request_id, actor, diff)
    SELECT realm, id, change_rev, at, type, api, request_id, actor, diff FROM took)${shape.searching ? searches : ''}
  SELECT place FROM took`;
}
