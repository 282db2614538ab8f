-- Who has which role and group, SQLite; when and from where somebody last failed to sign in; the rev of a realm's law.

ALTER TABLE "user" ADD COLUMN failed_at INTEGER;
ALTER TABLE "user" ADD COLUMN failed_from TEXT;
ALTER TABLE realm ADD COLUMN rev INTEGER NOT NULL DEFAULT 1;

INSERT OR IGNORE INTO user_key (realm, kind, key, user_id)
SELECT realm, 'role', replace(replace(record ->> '$.role', '%', '%25'), '/', '%2F') || '/' || id, id
FROM "user" WHERE record ->> '$.role' IS NOT NULL;

INSERT OR IGNORE INTO user_key (realm, kind, key, user_id)
SELECT u.realm, 'group', replace(replace(g.value, '%', '%25'), '/', '%2F') || '/' || u.id, u.id
FROM "user" AS u, json_each(u.record, '$.groups') AS g;
