-- Documents, SQLite: records that stand beside the users, and what no two of them may share.

CREATE TABLE document (
  realm TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  rev INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  forget_at INTEGER,
  user_id TEXT,
  organization_id TEXT,
  subject TEXT,
  sealed TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (realm, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_time ON document (realm, kind, created_at, id);
CREATE INDEX document_user ON document (realm, user_id, kind, created_at, id) WHERE user_id IS NOT NULL;
CREATE INDEX document_organization ON document (realm, organization_id, kind, created_at, id)
  WHERE organization_id IS NOT NULL;
CREATE INDEX document_subject ON document (realm, kind, subject, created_at, id) WHERE subject IS NOT NULL;
CREATE INDEX document_forget ON document (forget_at) WHERE forget_at IS NOT NULL;

-- A document takes its keys along when it goes, however it goes.
CREATE TABLE document_key (
  realm TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  document_kind TEXT NOT NULL,
  document_id TEXT NOT NULL,
  PRIMARY KEY (realm, kind, key),
  FOREIGN KEY (realm, document_kind, document_id) REFERENCES document (realm, kind, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX document_key_document ON document_key (realm, document_kind, document_id);

ALTER TABLE mail ADD COLUMN sealed TEXT;
ALTER TABLE session ADD COLUMN organization_id TEXT;
