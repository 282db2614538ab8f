// What SQLite is told in its own words.

import type { OwnStatements, StatementName, Statements } from '../statements.ts';
import { changeColumns, commonStatements, mailColumns } from '../statements.ts';

const ending = `FROM session WHERE realm = $1 AND user_id = $2 AND status = 'active' AND expire_at > $5 AND abandon_at > $5
  AND ($3 IS NULL OR id = $3) AND ($4 IS NULL OR id <> $4)`;

const chosen = '($6 IS NULL OR type IN (SELECT value FROM json_each($6)))';

const own: OwnStatements = {
  'user.check': 'SELECT 1 FROM "user" WHERE realm = $1 AND id = $2 AND rev = $3',
  'user.hold': 'SELECT 1 FROM "user" WHERE realm = $1 AND id = $2 AND rev = $3',
  'user.recordActivity': `UPDATE "user" SET last_active_at = max(coalesce(last_active_at, 0), $3),
      last_sign_in_at = CASE WHEN $4 = 1 THEN max(coalesce(last_sign_in_at, 0), $3) ELSE last_sign_in_at END,
      sign_in_count = sign_in_count + $4
    WHERE realm = $1 AND id = $2`,
  // Nothing to write where the row that it indexes already says the same.
  'searchText.write': `INSERT OR REPLACE INTO user_search_text (rowid, username, email, phone, wallet)
    SELECT row, $3, $4, $5, $6 FROM "user" WHERE realm = $1 AND id = $2 AND NOT EXISTS (SELECT 1 FROM user_search
      WHERE realm = $1 AND id = $2 AND username_text = $3 AND email_text = $4 AND phone_text = $5 AND wallet_text = $6)`,
  'searchText.remove':
    'DELETE FROM user_search_text WHERE rowid = (SELECT row FROM "user" WHERE realm = $1 AND id = $2)',
  'nameText.write': `INSERT OR REPLACE INTO user_name_text (rowid, name)
    SELECT row, $3 FROM "user" WHERE realm = $1 AND id = $2 AND NOT EXISTS (SELECT 1 FROM user_name
      WHERE realm = $1 AND id = $2 AND name_text = $3)`,
  'nameText.remove': 'DELETE FROM user_name_text WHERE rowid = (SELECT row FROM "user" WHERE realm = $1 AND id = $2)',
  'session.log': `INSERT INTO change (realm, user_id, rev, at, type, api, request_id, actor, diff)
    SELECT $1, $7, $8, $9, $10, $11, $12, $13, json_array(
      json_object('path', 'sessions.' || id || '.status', 'before', 'active', 'after', $6)) ${ending} ORDER BY id`,
  'session.end': `UPDATE session SET status = $6, ended_at = $5, updated_at = $5 WHERE realm = $1 AND id IN (SELECT id ${ending})`,
  // By row id, which `seq` is: the planner would sort a realm's whole history.
  'change.forward': `SELECT ${changeColumns} FROM change NOT INDEXED
    WHERE realm = $1 AND seq > $2 AND seq <= $3 AND at >= $4 AND at < $5 AND ${chosen} ORDER BY seq ASC LIMIT $7`,
  'change.backward': `SELECT ${changeColumns} FROM change NOT INDEXED
    WHERE realm = $1 AND seq < $2 AND seq <= $3 AND at >= $4 AND at < $5 AND ${chosen} ORDER BY seq DESC LIMIT $7`,
  'change.head': null,
  'change.settled': null,
  'document.check': 'SELECT 1 FROM document WHERE realm = $1 AND kind = $2 AND id = $3 AND rev = $4',
  'document.sweep': `DELETE FROM document WHERE (realm, kind, id) IN (
    SELECT realm, kind, id FROM document WHERE forget_at <= $1 ORDER BY forget_at LIMIT $2) RETURNING 1`,
  'userKey.holders': `SELECT k.kind, k.key, k.user_id FROM json_each($2) AS w
    CROSS JOIN user_key AS k ON k.realm = $1 AND k.kind = w.value ->> 0 AND k.key = w.value ->> 1`,
  'image.owners': `SELECT w.value FROM json_each($2) AS w
    WHERE EXISTS (SELECT 1 FROM image WHERE realm = $1 AND user_id = w.value)`,
  'image.ofUsers': `SELECT i.id, i.user_id, i.content_type, i.created_at, i.bytes FROM json_each($2) AS w
    CROSS JOIN image AS i ON i.realm = $1 AND i.user_id = w.value ORDER BY w.key, i.created_at, i.id`,
  'throttle.sweep': `DELETE FROM throttle WHERE (realm, name) IN (
    SELECT realm, name FROM throttle WHERE until <= $1 LIMIT 100)`,
  'mail.take': `UPDATE mail SET due_at = $2, attempts = attempts + 1
    WHERE id IN (SELECT id FROM mail WHERE due_at <= $1 ORDER BY due_at, id LIMIT $3)
    RETURNING ${mailColumns}, attempts`,
};

/** SQLite writes the n-th value `?n`. */
function numbered(statements: Statements): Statements {
  const entries = Object.entries(statements).map(([name, sql]) => [name, sql?.replaceAll(/\$(\d+)/g, '?$1') ?? null]);
  return Object.fromEntries(entries);
}

const all = numbered({ ...commonStatements, ...own });

/** Every statement as SQLite takes it, by the number that `numberOf` tells. */
export const sqliteStatements: readonly (string | null)[] = Object.values(all);

const numbers = new Map(Object.keys(all).map((name, number) => [name, number]));

/** What a statement is called in messages to the database threads: a number is sooner sent than a text. */
export function numberOf(name: StatementName): number {
  const number = numbers.get(name);
  if (number === undefined) throw new Error(`SQLite has no statement ${name}`);
  return number;
}
