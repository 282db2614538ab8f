-- What is counted against guessing, PostgreSQL: the last TOTP step taken and the last failed attempt of each user, guesses by name or by network.

ALTER TABLE "user" ADD COLUMN totp_step BIGINT;
ALTER TABLE "user" ADD COLUMN failed_until BIGINT;

CREATE TABLE throttle (
  realm TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  count BIGINT NOT NULL,
  until BIGINT NOT NULL,
  PRIMARY KEY (realm, name)
);
CREATE INDEX throttle_until ON throttle (until);
