-- Documents, PostgreSQL: records that stand beside the users, and what no two of them may share.

CREATE TABLE document (
  realm TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  rev BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  forget_at BIGINT,
  user_id TEXT COLLATE "C",
  organization_id TEXT COLLATE "C",
  subject TEXT COLLATE "C",
  sealed TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (realm, kind, id)
) WITH (fillfactor = 80);
CREATE INDEX document_time ON document (realm, kind, created_at, id);
CREATE INDEX document_user ON document (realm, user_id, kind, created_at, id) WHERE user_id IS NOT NULL;
CREATE INDEX document_organization ON document (realm, organization_id, kind, created_at, id)
  WHERE organization_id IS NOT NULL;
CREATE INDEX document_subject ON document (realm, kind, subject, created_at, id) WHERE subject IS NOT NULL;
CREATE INDEX document_forget ON document (forget_at) WHERE forget_at IS NOT NULL;

-- A document takes its keys along when it goes, however it goes.
CREATE TABLE document_key (
  realm TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  document_kind TEXT COLLATE "C" NOT NULL,
  document_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (realm, kind, key),
  FOREIGN KEY (realm, document_kind, document_id) REFERENCES document (realm, kind, id) ON DELETE CASCADE
);
CREATE INDEX document_key_document ON document_key (realm, document_kind, document_id);

ALTER TABLE mail ADD COLUMN sealed TEXT;
ALTER TABLE session ADD COLUMN organization_id TEXT COLLATE "C";

-- The feed reads all changes of a realm in order.
CREATE UNIQUE INDEX change_seq ON change (realm, seq);
