-- The first tables, PostgreSQL. Times are integer milliseconds; JSON is text, read and written whole (jsonb would parse
-- every record twice and refuse some that JSON allows). Ids, keys and sort values compare byte by byte, as in SQLite.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE realm (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  instance_id TEXT NOT NULL,
  policy TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

-- Apart from the realm, so that a new user rewrites few bytes: the next serial, and how many users there are.
CREATE TABLE realm_counter (
  realm TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  next_serial BIGINT NOT NULL,
  people BIGINT NOT NULL,
  built_in BIGINT NOT NULL
) WITH (fillfactor = 10);

CREATE TABLE api_key (
  digest TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  id TEXT COLLATE "C" NOT NULL,
  realm TEXT COLLATE "C" NOT NULL,
  kind TEXT NOT NULL,
  hint TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX api_key_realm ON api_key (realm, created_at);

CREATE TABLE signing_key (
  realm TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  sealed TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (realm, id)
);

-- No index covers what an ordinary update changes, and pages keep room: such updates stay within their page (HOT).
CREATE TABLE "user" (
  realm TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  serial BIGINT NOT NULL,
  rev BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  system SMALLINT NOT NULL,
  banned SMALLINT NOT NULL,
  last_sign_in_at BIGINT,
  last_active_at BIGINT,
  sign_in_count BIGINT NOT NULL,
  failed_attempts BIGINT NOT NULL,
  secrets TEXT,
  record TEXT NOT NULL,
  PRIMARY KEY (realm, id),
  UNIQUE (realm, serial)
) WITH (fillfactor = 75);
CREATE INDEX user_created ON "user" (realm, created_at, id);
CREATE INDEX user_banned ON "user" (realm, created_at, id) WHERE banned = 1;

CREATE TABLE user_key (
  realm TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (realm, kind, key)
);
CREATE INDEX user_key_user ON user_key (realm, user_id);

-- What lists sort and search by, apart from the user so that other updates need not touch these indexes; names, which
-- change more often than the rest, apart from the rest. The indexes leave out absent values: who has no phone costs no entry.
CREATE TABLE user_search (
  realm TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  username TEXT COLLATE "C",
  email TEXT COLLATE "C",
  phone TEXT COLLATE "C",
  wallet TEXT COLLATE "C",
  username_text TEXT NOT NULL,
  email_text TEXT NOT NULL,
  phone_text TEXT NOT NULL,
  wallet_text TEXT NOT NULL,
  PRIMARY KEY (realm, id)
);
CREATE INDEX user_search_username ON user_search (realm, username, id) WHERE username IS NOT NULL;
CREATE INDEX user_search_email ON user_search (realm, email, id) WHERE email IS NOT NULL;
CREATE INDEX user_search_phone ON user_search (realm, phone, id) WHERE phone IS NOT NULL;
CREATE INDEX user_search_wallet ON user_search (realm, wallet, id) WHERE wallet IS NOT NULL;
-- One index for all four texts. Its list of pending entries is kept short, because every search reads all of it.
CREATE INDEX user_search_text ON user_search USING gin (
  username_text gin_trgm_ops, email_text gin_trgm_ops, phone_text gin_trgm_ops, wallet_text gin_trgm_ops
) WITH (gin_pending_list_limit = 512);

CREATE TABLE user_name (
  realm TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  first_name TEXT COLLATE "C",
  last_name TEXT COLLATE "C",
  name_text TEXT NOT NULL,
  PRIMARY KEY (realm, id)
);
CREATE INDEX user_name_first ON user_name (realm, first_name, id) WHERE first_name IS NOT NULL;
CREATE INDEX user_name_last ON user_name (realm, last_name, id) WHERE last_name IS NOT NULL;
CREATE INDEX user_name_text ON user_name USING gin (name_text gin_trgm_ops) WITH (gin_pending_list_limit = 512);

CREATE TABLE change (
  seq BIGINT GENERATED ALWAYS AS IDENTITY,
  realm TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  rev BIGINT NOT NULL,
  at BIGINT NOT NULL,
  type TEXT NOT NULL,
  api TEXT NOT NULL,
  request_id TEXT NOT NULL,
  actor TEXT NOT NULL,
  diff TEXT NOT NULL,
  PRIMARY KEY (realm, user_id, seq)
);

CREATE TABLE session (
  realm TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  client TEXT COLLATE "C" NOT NULL,
  status TEXT NOT NULL,
  method TEXT NOT NULL,
  ip_address TEXT,
  user_agent TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  last_active_at BIGINT NOT NULL,
  expire_at BIGINT NOT NULL,
  abandon_at BIGINT NOT NULL,
  ended_at BIGINT,
  PRIMARY KEY (realm, id)
) WITH (fillfactor = 80);
CREATE INDEX session_by_user ON session (realm, user_id, created_at, id);
CREATE INDEX session_by_client ON session (realm, client, created_at, id);
CREATE INDEX session_by_time ON session (realm, created_at, id);

CREATE TABLE image (
  realm TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  content_type TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  bytes BYTEA NOT NULL,
  PRIMARY KEY (realm, id)
);
CREATE INDEX image_user ON image (realm, user_id, created_at, id);
-- Images are compressed already.
ALTER TABLE image ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- due_at null: dead, kept to be looked at.
CREATE TABLE mail (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  realm TEXT COLLATE "C" NOT NULL,
  template TEXT NOT NULL,
  recipient TEXT NOT NULL,
  content TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  due_at BIGINT,
  attempts BIGINT NOT NULL
);
CREATE INDEX mail_due ON mail (due_at, id) WHERE due_at IS NOT NULL;
