-- Who has which role and group, PostgreSQL; when and from where somebody last failed to sign in; the rev of a realm's law.

ALTER TABLE "user" ADD COLUMN failed_at BIGINT;
ALTER TABLE "user" ADD COLUMN failed_from TEXT;
ALTER TABLE realm ADD COLUMN rev BIGINT NOT NULL DEFAULT 1;

INSERT INTO user_key (realm, kind, key, user_id)
SELECT realm, 'role', replace(replace(record::json ->> 'role', '%', '%25'), '/', '%2F') || '/' || id, id
FROM "user" WHERE record::json ->> 'role' IS NOT NULL
ON CONFLICT DO NOTHING;

INSERT INTO user_key (realm, kind, key, user_id)
SELECT u.realm, 'group', replace(replace(g.value, '%', '%25'), '/', '%2F') || '/' || u.id, u.id
FROM "user" AS u, json_array_elements_text(u.record::json -> 'groups') AS g (value)
ON CONFLICT DO NOTHING;
