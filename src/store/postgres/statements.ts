// What PostgreSQL is told in its own words.

import { storedUserColumns } from '../rows/user.ts';
import { changeColumns, commonStatements, mailColumns, type OwnStatements, type Statements } from '../statements.ts';

/** The locks of those who add changes; whoever may connect may see them. */
const writing = `pg_locks WHERE locktype = 'relation' AND relation = 'change'::regclass AND mode = 'RowExclusiveLock' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

const chosen = '($6::json IS NULL OR type = ANY (ARRAY (SELECT json_array_elements_text($6::json))))';

const own: OwnStatements = {
  'user.check': 'SELECT 1 FROM "user" WHERE realm = $1 AND id = $2 AND rev = $3 FOR SHARE',
  'user.hold': 'SELECT 1 FROM "user" WHERE realm = $1 AND id = $2 AND rev = $3 FOR NO KEY UPDATE',
  'user.recordActivity': `UPDATE "user" SET last_active_at = greatest(last_active_at, $3),
      last_sign_in_at = CASE WHEN $4 = 1 THEN greatest(last_sign_in_at, $3) ELSE last_sign_in_at END,
      sign_in_count = sign_in_count + $4
    WHERE realm = $1 AND id = $2`,
  'searchText.write': null,
  'searchText.remove': null,
  'nameText.write': null,
  'nameText.remove': null,
  'session.log': `WITH ended AS (
      UPDATE session SET status = $6, ended_at = $5, updated_at = $5
      WHERE realm = $1 AND user_id = $2 AND status = 'active' AND expire_at > $5 AND abandon_at > $5
        AND ($3::text IS NULL OR id = $3) AND ($4::text IS NULL OR id <> $4)
      RETURNING id)
    INSERT INTO change (realm, user_id, rev, at, type, api, request_id, actor, diff)
    SELECT $1, $7, $8, $9, $10, $11, $12, $13, json_build_array(
      json_build_object('path', 'sessions.' || id || '.status', 'before', 'active', 'after', $6::text))::text
    FROM ended ORDER BY id`,
  'session.end': null,
  'change.forward': `SELECT ${changeColumns} FROM change
    WHERE realm = $1 AND seq > $2 AND seq <= $3 AND at >= $4 AND at < $5 AND ${chosen} ORDER BY seq ASC LIMIT $7`,
  'change.backward': `SELECT ${changeColumns} FROM change
    WHERE realm = $1 AND seq < $2 AND seq <= $3 AND at >= $4 AND at < $5 AND ${chosen} ORDER BY seq DESC LIMIT $7`,
  // The snapshot is older than the look at the locks.
  'change.head': `SELECT head, CASE WHEN head > $2
      THEN (SELECT coalesce(json_agg(virtualtransaction), '[]')::text FROM ${writing}) ELSE '[]' END
    FROM (SELECT coalesce((SELECT seq FROM change WHERE realm = $1 ORDER BY seq DESC LIMIT 1), 0) AS head) AS h`,
  'change.settled': `SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM ${writing}
    AND virtualtransaction IN (SELECT json_array_elements_text($1::json)))`,
  'document.check': 'SELECT 1 FROM document WHERE realm = $1 AND kind = $2 AND id = $3 AND rev = $4 FOR SHARE',
  'document.sweep': `DELETE FROM document WHERE (realm, kind, id) IN (
    SELECT realm, kind, id FROM document WHERE forget_at <= $1 ORDER BY forget_at LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING 1`,
  'userKey.holders': `SELECT k.kind, k.key, k.user_id FROM json_array_elements($2::json) AS w
    JOIN user_key AS k ON k.realm = $1 AND k.kind = w.value ->> 0 AND k.key = w.value ->> 1`,
  'image.owners': `SELECT w.id FROM json_array_elements_text($2::json) AS w (id)
    WHERE EXISTS (SELECT 1 FROM image WHERE realm = $1 AND user_id = w.id)`,
  'image.ofUsers': `SELECT i.id, i.user_id, i.content_type, i.created_at, i.bytes
    FROM json_array_elements_text($2::json) WITH ORDINALITY AS w (id, place)
    JOIN image AS i ON i.realm = $1 AND i.user_id = w.id ORDER BY w.place, i.created_at, i.id`,
  'throttle.sweep': `DELETE FROM throttle WHERE (realm, name) IN (
    SELECT realm, name FROM throttle WHERE until <= $1 LIMIT 100 FOR UPDATE SKIP LOCKED)`,
  'mail.take': `UPDATE mail SET due_at = $2, attempts = attempts + 1
    WHERE id IN (SELECT id FROM mail WHERE due_at <= $1 ORDER BY due_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
    RETURNING ${mailColumns}, attempts`,
};

/** Every statement as PostgreSQL takes it. */
export const postgresStatements: Statements = { ...commonStatements, ...own };

/** Many users at once: realm, then ids, serials, or kind and keys. What was asked for stands after the user's columns. */
export const manyUsers = {
  id: `SELECT ${storedUserColumns('u')}, u.id FROM "user" u WHERE u.realm = $1 AND u.id = ANY($2::text[])`,
  serial: `SELECT ${storedUserColumns('u')}, u.serial FROM "user" u WHERE u.realm = $1 AND u.serial = ANY($2::bigint[])`,
  key: `SELECT ${storedUserColumns('u')}, k.key FROM user_key k JOIN "user" u ON u.realm = k.realm AND u.id = k.user_id
    WHERE k.realm = $1 AND k.kind = $2 AND k.key = ANY($3::text[])`,
} as const;
