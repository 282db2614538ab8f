-- The first tables, SQLite. Times are integer milliseconds; JSON is text, read and written whole.

CREATE TABLE realm (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  instance_id TEXT NOT NULL,
  policy TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Apart from the realm, so that a new user rewrites few bytes: the next serial, and how many users there are.
CREATE TABLE realm_counter (
  realm TEXT NOT NULL PRIMARY KEY,
  next_serial INTEGER NOT NULL,
  people INTEGER NOT NULL,
  built_in INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_key (
  digest TEXT NOT NULL PRIMARY KEY,
  id TEXT NOT NULL,
  realm TEXT NOT NULL,
  kind TEXT NOT NULL,
  hint TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX api_key_realm ON api_key (realm, created_at);

CREATE TABLE signing_key (
  realm TEXT NOT NULL,
  id TEXT NOT NULL,
  sealed TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (realm, id)
) STRICT, WITHOUT ROWID;

-- The record is last: scans that need only the columns before it need not read its overflow pages.
CREATE TABLE "user" (
  row INTEGER PRIMARY KEY,
  realm TEXT NOT NULL,
  id TEXT NOT NULL,
  serial INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  system INTEGER NOT NULL,
  banned INTEGER NOT NULL,
  last_sign_in_at INTEGER,
  last_active_at INTEGER,
  sign_in_count INTEGER NOT NULL,
  failed_attempts INTEGER NOT NULL,
  secrets TEXT,
  record TEXT NOT NULL,
  UNIQUE (realm, id),
  UNIQUE (realm, serial)
) STRICT;
CREATE INDEX user_created ON "user" (realm, created_at, id, system);
CREATE INDEX user_banned ON "user" (realm, created_at, id) WHERE banned = 1;

CREATE TABLE user_key (
  realm TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  user_id TEXT NOT NULL,
  PRIMARY KEY (realm, kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_key_user ON user_key (realm, user_id);

-- What lists sort and search by; names, which change more often than the rest, apart from the rest. The indexes leave out
-- absent values: who has no phone costs no entry.
CREATE TABLE user_search (
  realm TEXT NOT NULL,
  id TEXT NOT NULL,
  username TEXT,
  email TEXT,
  phone TEXT,
  wallet TEXT,
  username_text TEXT NOT NULL,
  email_text TEXT NOT NULL,
  phone_text TEXT NOT NULL,
  wallet_text TEXT NOT NULL,
  PRIMARY KEY (realm, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_search_username ON user_search (realm, username, id) WHERE username IS NOT NULL;
CREATE INDEX user_search_email ON user_search (realm, email, id) WHERE email IS NOT NULL;
CREATE INDEX user_search_phone ON user_search (realm, phone, id) WHERE phone IS NOT NULL;
CREATE INDEX user_search_wallet ON user_search (realm, wallet, id) WHERE wallet IS NOT NULL;

CREATE TABLE user_name (
  realm TEXT NOT NULL,
  id TEXT NOT NULL,
  first_name TEXT,
  last_name TEXT,
  name_text TEXT NOT NULL,
  PRIMARY KEY (realm, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_name_first ON user_name (realm, first_name, id) WHERE first_name IS NOT NULL;
CREATE INDEX user_name_last ON user_name (realm, last_name, id) WHERE last_name IS NOT NULL;

-- Substrings of three characters and more, by user.row. The texts arrive folded, so the indexes compare exactly.
CREATE VIRTUAL TABLE user_search_text USING fts5 (
  username, email, phone, wallet,
  content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
);
CREATE VIRTUAL TABLE user_name_text USING fts5 (
  name,
  content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
);

CREATE TABLE change (
  seq INTEGER PRIMARY KEY,
  realm TEXT NOT NULL,
  user_id TEXT NOT NULL,
  rev INTEGER NOT NULL,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  api TEXT NOT NULL,
  request_id TEXT NOT NULL,
  actor TEXT NOT NULL,
  diff TEXT NOT NULL
) STRICT;
CREATE INDEX change_user ON change (realm, user_id, seq);

CREATE TABLE session (
  realm TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  client TEXT NOT NULL,
  status TEXT NOT NULL,
  method TEXT NOT NULL,
  ip_address TEXT,
  user_agent TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  last_active_at INTEGER NOT NULL,
  expire_at INTEGER NOT NULL,
  abandon_at INTEGER NOT NULL,
  ended_at INTEGER,
  PRIMARY KEY (realm, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_user ON session (realm, user_id, created_at, id);
CREATE INDEX session_by_client ON session (realm, client, created_at, id);
CREATE INDEX session_by_time ON session (realm, created_at, id);

CREATE TABLE image (
  realm TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  content_type TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (realm, id)
) STRICT;
CREATE INDEX image_user ON image (realm, user_id, created_at, id);

-- due_at null: dead, kept to be looked at.
CREATE TABLE mail (
  id TEXT NOT NULL PRIMARY KEY,
  realm TEXT NOT NULL,
  template TEXT NOT NULL,
  recipient TEXT NOT NULL,
  content TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER,
  attempts INTEGER NOT NULL
) STRICT;
CREATE INDEX mail_due ON mail (due_at, id) WHERE due_at IS NOT NULL;
