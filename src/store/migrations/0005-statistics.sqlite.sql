-- What is counted per day, SQLite: joins and sign-ins of a realm, sign-ins of a user. All that is asked for stands in the index.

CREATE INDEX change_day ON change (realm, at, type, api, user_id)
  WHERE type IN ('user.created', 'session.created', 'sign-in.succeeded', 'sign-in.failed');
CREATE INDEX change_user_day ON change (realm, user_id, at, type, api)
  WHERE type IN ('session.created', 'sign-in.succeeded', 'sign-in.failed');
