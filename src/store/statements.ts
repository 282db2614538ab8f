// The statements both engines know, in their common subset of SQL; `$n` is the n-th bound value.

import { documentColumns, documentList } from './rows/document.ts';
import { sessionColumns } from './rows/others.ts';
import { storedUserColumns } from './rows/user.ts';

const user = storedUserColumns('u');
const keyColumns = 'id, realm, kind, digest, hint, created_at';
const mailColumns = 'id, realm, template, recipient, content, created_at, sealed';

/** Statements that mean and read the same in every engine. */
export const commonStatements = {
  'realm.load': 'SELECT id, name, instance_id, policy, created_at, rev FROM realm WHERE id = $1',
  'realm.list': 'SELECT id FROM realm ORDER BY created_at, id',
  'realm.insert': `INSERT INTO realm (id, name, instance_id, policy, created_at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (id) DO NOTHING`,
  // Realm, its rev, the policy.
  'realm.amend': 'UPDATE realm SET policy = $3, rev = rev + 1 WHERE id = $1 AND rev = $2',
  'counter.insert': 'INSERT INTO realm_counter (realm, next_serial, people, built_in) VALUES ($1, 1, 0, 0)',
  'counter.take': `UPDATE realm_counter SET next_serial = next_serial + 1, people = people + $2, built_in = built_in + $3
    WHERE realm = $1`,
  // The same for a user who brings a serial: the next one comes after it.
  'counter.pass': `UPDATE realm_counter SET people = people + $2, built_in = built_in + $3,
      next_serial = CASE WHEN next_serial > $4 THEN next_serial ELSE CAST($4 AS BIGINT) + 1 END
    WHERE realm = $1`,
  'counter.lock': 'UPDATE realm_counter SET people = people WHERE realm = $1',
  'counter.release': `UPDATE realm_counter SET people = people - (SELECT 1 - system FROM "user" WHERE realm = $1 AND id = $2),
    built_in = built_in - (SELECT system FROM "user" WHERE realm = $1 AND id = $2)
    WHERE realm = $1 AND EXISTS (SELECT 1 FROM "user" WHERE realm = $1 AND id = $2)`,
  'counter.read': 'SELECT people, built_in FROM realm_counter WHERE realm = $1',

  'apiKey.load': `SELECT ${keyColumns} FROM api_key WHERE digest = $1`,
  'apiKey.list': `SELECT ${keyColumns} FROM api_key WHERE realm = $1 ORDER BY created_at, id`,
  'apiKey.insert': `INSERT INTO api_key (${keyColumns}) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (digest) DO NOTHING`,
  'signingKey.list': `SELECT id, sealed, created_at FROM signing_key WHERE realm = $1 ORDER BY created_at DESC, id DESC`,
  'signingKey.insert': 'INSERT INTO signing_key (realm, id, sealed, created_at) VALUES ($1, $2, $3, $4)',

  'user.byId': `SELECT ${user} FROM "user" u WHERE u.realm = $1 AND u.id = $2`,
  'user.bySerial': `SELECT ${user} FROM "user" u WHERE u.realm = $1 AND u.serial = $2`,
  'user.byKey': `SELECT ${user} FROM user_key k JOIN "user" u ON u.realm = k.realm AND u.id = k.user_id
    WHERE k.realm = $1 AND k.kind = $2 AND k.key = $3`,
  'user.rev': 'SELECT rev FROM "user" WHERE realm = $1 AND id = $2',
  'user.insert': `INSERT INTO "user" (realm, id, serial, rev, created_at, updated_at, system, banned, last_sign_in_at,
      last_active_at, sign_in_count, failed_attempts, failed_until, secrets, record)
    VALUES ($1, $2, (SELECT next_serial - 1 FROM realm_counter WHERE realm = $1), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
      $14)
    ON CONFLICT (realm, id) DO NOTHING RETURNING serial`,
  'user.insertAt': `INSERT INTO "user" (realm, id, serial, rev, created_at, updated_at, system, banned, last_sign_in_at,
      last_active_at, sign_in_count, failed_attempts, failed_until, secrets, record)
    VALUES ($1, $2, $15, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING RETURNING serial`,
  'user.page': `SELECT ${user} FROM "user" u WHERE u.realm = $1 AND u.serial > $2 ORDER BY u.serial LIMIT $3`,
  'user.update': `UPDATE "user" SET rev = $4, updated_at = $5, banned = $6, record = $7
    WHERE realm = $1 AND id = $2 AND rev = $3`,
  'user.updateAll': `UPDATE "user" SET rev = $4, updated_at = $5, banned = $6, record = $7, secrets = $8
    WHERE realm = $1 AND id = $2 AND rev = $3 AND secrets IS NOT DISTINCT FROM $9`,
  // Apart from the update: an index hangs on it, and it hardly ever changes.
  'user.redate': 'UPDATE "user" SET created_at = $3 WHERE realm = $1 AND id = $2 AND created_at <> $3',
  'user.delete': 'DELETE FROM "user" WHERE realm = $1 AND id = $2 AND rev = $3',
  'user.replaceSecrets': `UPDATE "user" SET secrets = $5
    WHERE realm = $1 AND id = $2 AND rev = $3 AND secrets IS NOT DISTINCT FROM $4`,
  // Realm, id, now, until when the count is kept (null: for ever), and from where.
  'user.countFailure': `UPDATE "user" SET failed_until = $4, failed_at = $3, failed_from = $5,
      failed_attempts = CASE WHEN failed_until <= $3 THEN 1 ELSE failed_attempts + 1 END
    WHERE realm = $1 AND id = $2 RETURNING failed_attempts`,
  'user.forgetFailures': `UPDATE "user" SET failed_attempts = 0, failed_until = NULL
    WHERE realm = $1 AND id = $2 AND failed_attempts > 0`,
  'user.takeTotpStep': `UPDATE "user" SET totp_step = $3
    WHERE realm = $1 AND id = $2 AND (totp_step IS NULL OR totp_step < $3)`,
  'user.forgetTotpStep': 'UPDATE "user" SET totp_step = NULL WHERE realm = $1 AND id = $2 AND totp_step IS NOT NULL',

  // Name, now, until, the most: a count whose time is over starts anew; at the most, the time does.
  'throttle.count': `INSERT INTO throttle (realm, name, count, until) VALUES ($1, $2, 1, $4)
    ON CONFLICT (realm, name) DO UPDATE SET
      count = CASE WHEN throttle.until <= $3 THEN 1 ELSE throttle.count + 1 END,
      until = CASE WHEN throttle.until <= $3 OR throttle.count + 1 = $5 THEN excluded.until ELSE throttle.until END`,
  'throttle.load': 'SELECT name, count, until FROM throttle WHERE realm = $1 AND name = $2',
  'throttle.forget': 'DELETE FROM throttle WHERE realm = $1 AND name = $2',

  'userKey.add': `INSERT INTO user_key (realm, user_id, kind, key) VALUES ($1, $2, $3, $4)
    ON CONFLICT (realm, kind, key) DO UPDATE SET user_id = excluded.user_id WHERE user_key.user_id = excluded.user_id`,
  'userKey.remove': 'DELETE FROM user_key WHERE realm = $1 AND user_id = $2 AND kind = $3 AND key = $4',
  'userKey.removeAll': 'DELETE FROM user_key WHERE realm = $1 AND user_id = $2',

  // Both write only what is different: what stays as it is keeps its index entries.
  'search.write': `INSERT INTO user_search (realm, id, username, email, phone, wallet, username_text, email_text, phone_text,
      wallet_text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (realm, id) DO UPDATE SET username = excluded.username, email = excluded.email, phone = excluded.phone,
      wallet = excluded.wallet, username_text = excluded.username_text, email_text = excluded.email_text,
      phone_text = excluded.phone_text, wallet_text = excluded.wallet_text
    WHERE (user_search.username, user_search.email, user_search.phone, user_search.wallet, user_search.username_text,
        user_search.email_text, user_search.phone_text, user_search.wallet_text)
      IS DISTINCT FROM (excluded.username, excluded.email, excluded.phone, excluded.wallet, excluded.username_text,
        excluded.email_text, excluded.phone_text, excluded.wallet_text)`,
  'search.remove': 'DELETE FROM user_search WHERE realm = $1 AND id = $2',
  'name.write': `INSERT INTO user_name (realm, id, first_name, last_name, name_text) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (realm, id) DO UPDATE SET first_name = excluded.first_name, last_name = excluded.last_name,
      name_text = excluded.name_text
    WHERE (user_name.first_name, user_name.last_name, user_name.name_text)
      IS DISTINCT FROM (excluded.first_name, excluded.last_name, excluded.name_text)`,
  'name.remove': 'DELETE FROM user_name WHERE realm = $1 AND id = $2',

  'change.insert': `INSERT INTO change (realm, user_id, rev, at, type, api, request_id, actor, diff)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
  'change.list': `SELECT seq, realm, user_id, rev, at, type, api, request_id, actor, diff FROM change
    WHERE realm = $1 AND user_id = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4`,

  'session.load': `SELECT realm, id, user_id, client, status, method, ip_address, user_agent, created_at, updated_at,
      last_active_at, expire_at, abandon_at, ended_at, organization_id FROM session WHERE realm = $1 AND id = $2`,
  'session.withUser': `SELECT ${sessionColumns.map((column) => `s.${column}`).join(', ')}, ${user}
    FROM session s JOIN "user" u ON u.realm = s.realm AND u.id = s.user_id WHERE s.realm = $1 AND s.id = $2`,
  'session.insert': `INSERT INTO session (realm, id, user_id, client, status, method, ip_address, user_agent, created_at,
      updated_at, last_active_at, expire_at, abandon_at, ended_at, organization_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
  // Realm, id, now, abandoned from, organization.
  'session.touch': `UPDATE session SET last_active_at = $3, abandon_at = $4, organization_id = $5
    WHERE realm = $1 AND id = $2 AND status = 'active' AND expire_at > $3 AND abandon_at > $3`,
  'document.load': `SELECT ${documentList('d')} FROM document d WHERE d.realm = $1 AND d.kind = $2 AND d.id = $3`,
  'document.oldest': `SELECT ${documentList('d')} FROM document d WHERE d.realm = $1 AND d.kind = $2
    ORDER BY d.created_at, d.id LIMIT $3`,
  // Realm, kind of document, kind of key, key.
  'document.byKey': `SELECT ${documentList('d')} FROM document_key k
    JOIN document d ON d.realm = k.realm AND d.kind = k.document_kind AND d.id = k.document_id
    WHERE k.realm = $1 AND k.document_kind = $2 AND k.kind = $3 AND k.key = $4`,
  'document.insert': `INSERT INTO document (${documentColumns.join(', ')})
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (realm, kind, id) DO NOTHING`,
  // As the insert, then the rev that must be there.
  'document.update': `UPDATE document SET rev = $4, created_at = $5, updated_at = $6, forget_at = $7, user_id = $8,
      organization_id = $9, subject = $10, sealed = $11, body = $12
    WHERE realm = $1 AND kind = $2 AND id = $3 AND rev = $13`,
  'document.delete': 'DELETE FROM document WHERE realm = $1 AND kind = $2 AND id = $3 AND rev = $4',
  // Realm, kind of key, the first key of the relation, the first beyond it.
  'userKey.vacant': `SELECT 1 WHERE NOT EXISTS (
      SELECT 1 FROM user_key WHERE realm = $1 AND kind = $2 AND key >= $3 AND key < $4)`,
  'document.forgetOfUser': 'DELETE FROM document WHERE realm = $1 AND user_id = $2',
  'document.forgetOfOrganization': 'DELETE FROM document WHERE realm = $1 AND organization_id = $2',
  // Realm, kind of document, its id, kind of key, key.
  'documentKey.add': `INSERT INTO document_key (realm, document_kind, document_id, kind, key) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (realm, kind, key) DO UPDATE SET document_id = excluded.document_id
    WHERE document_key.document_kind = excluded.document_kind AND document_key.document_id = excluded.document_id`,
  'documentKey.remove':
    'DELETE FROM document_key WHERE realm = $1 AND document_kind = $2 AND document_id = $3 AND kind = $4 AND key = $5',

  'session.forget': 'DELETE FROM session WHERE realm = $1 AND user_id = $2',

  'image.insert': `INSERT INTO image (realm, user_id, id, content_type, created_at, bytes) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (realm, id) DO NOTHING`,
  'image.load': 'SELECT content_type, bytes FROM image WHERE realm = $1 AND id = $2',
  'image.find': 'SELECT 1 FROM image WHERE realm = $1 AND user_id = $2 AND id = $3',
  'image.forget': 'DELETE FROM image WHERE realm = $1 AND user_id = $2 AND id = $3',
  'image.forgetAll': 'DELETE FROM image WHERE realm = $1 AND user_id = $2',
  // Besides $3 and $4, which stay, the newest $5 stay.
  'image.makeRoom': `DELETE FROM image WHERE realm = $1 AND user_id = $2 AND id NOT IN ($3, $4) AND id NOT IN (
      SELECT id FROM image WHERE realm = $1 AND user_id = $2 AND id NOT IN ($3, $4)
      ORDER BY created_at DESC, id DESC LIMIT $5)`,

  'mail.insert': `INSERT INTO mail (${mailColumns}, due_at, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7, $6, 0)`,
  'mail.finish': 'DELETE FROM mail WHERE id = $1',
  'mail.postpone': 'UPDATE mail SET due_at = $2 WHERE id = $1',
} satisfies Record<string, string>;

/** What each engine says in its own words. Null: the engine needs no such step. */
export type OwnStatements = {
  /** Fails to return a row unless `rev` still holds; holds it until the commit. Realm, id, rev. */
  readonly 'user.check': string;
  /** The same, and nobody else can hold it meanwhile. */
  readonly 'user.hold': string;
  /** Realm, id, at, 1 when it was a sign-in. */
  readonly 'user.recordActivity': string;
  /** The index for substrings of all but names, to be written before `search.write`. Realm, id, then the four texts. */
  readonly 'searchText.write': string | null;
  readonly 'searchText.remove': string | null;
  /** The same for names, to be written before `name.write`. Realm, id, text. */
  readonly 'nameText.write': string | null;
  readonly 'nameText.remove': string | null;
  /** Writes the changes of the sessions about to end: see `sessionEnd` in `write/steps.ts` for the values. */
  readonly 'session.log': string;
  /** Ends them; null where `session.log` has done that too. */
  readonly 'session.end': string | null;
  /** Realm, beyond, through, from, before (in time), types as a JSON array or null, limit; rows as `changeOf` reads them. */
  readonly 'change.forward': string;
  readonly 'change.backward': string;
  /**
   * The realm's last change there is, then, where it is beyond the given one, who is adding changes at that moment or later, as a JSON
   * array. Null: the engine has one writer.
   */
  readonly 'change.head': string | null;
  /** Whether all of these are done. */
  readonly 'change.settled': string | null;
  /** Fails to return a row unless `rev` still holds; holds it until the commit. Realm, kind, id, rev. */
  readonly 'document.check': string;
  /** Removes documents whose time was over at $1, up to $2 of them. */
  readonly 'document.sweep': string;
  /** Realm, then kinds and keys as a JSON array of pairs. */
  readonly 'userKey.holders': string;
  /** Realm, then ids of users as a JSON array: those of them who have images, and the images. */
  readonly 'image.owners': string;
  readonly 'image.ofUsers': string;
  /** Clears away throttles whose time was over before $1, some at a time. */
  readonly 'throttle.sweep': string;
  /** Now, hold until, limit. */
  readonly 'mail.take': string;
};

/** The statements of one engine, by name. */
export type Statements = Readonly<Record<keyof typeof commonStatements, string>> & OwnStatements;

export type StatementName = keyof Statements;

export const changeColumns = 'seq, realm, user_id, rev, at, type, api, request_id, actor, diff';

export { mailColumns };
