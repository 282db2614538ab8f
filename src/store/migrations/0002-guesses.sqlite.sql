-- What is counted against guessing, SQLite: the last TOTP step taken and the last failed attempt of each user, guesses by name or by network.

ALTER TABLE "user" ADD COLUMN totp_step INTEGER;
ALTER TABLE "user" ADD COLUMN failed_until INTEGER;

CREATE TABLE throttle (
  realm TEXT NOT NULL,
  name TEXT NOT NULL,
  count INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (realm, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX throttle_until ON throttle (until);
