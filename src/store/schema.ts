// The tables that lists are built on, as the query builder's types.

type Count = number;
type Flag = 0 | 1;

type UserTable = {
  /** SQLite only: the row of the substring index. */
  row: number;
  realm: string;
  id: string;
  serial: number;
  rev: number;
  created_at: number;
  updated_at: number;
  system: Flag;
  banned: Flag;
  last_sign_in_at: number | null;
  last_active_at: number | null;
  sign_in_count: Count;
  failed_attempts: Count;
  failed_until: number | null;
  failed_at: number | null;
  failed_from: string | null;
  record: string;
  secrets: string | null;
};

type UserKeyTable = { realm: string; kind: string; key: string; user_id: string };

type UserSearchTable = {
  realm: string;
  id: string;
  username: string | null;
  email: string | null;
  phone: string | null;
  wallet: string | null;
  username_text: string;
  email_text: string;
  phone_text: string;
  wallet_text: string;
};

type UserNameTable = {
  realm: string;
  id: string;
  first_name: string | null;
  last_name: string | null;
  name_text: string;
};

type SessionTable = {
  realm: string;
  id: string;
  user_id: string;
  client: string;
  status: string;
  method: string;
  ip_address: string | null;
  user_agent: string | null;
  created_at: number;
  updated_at: number;
  last_active_at: number;
  expire_at: number;
  abandon_at: number;
  ended_at: number | null;
  organization_id: string | null;
};

type DocumentTable = {
  realm: string;
  kind: string;
  id: string;
  rev: number;
  created_at: number;
  updated_at: number;
  forget_at: number | null;
  user_id: string | null;
  organization_id: string | null;
  subject: string | null;
  sealed: string | null;
  body: string;
};

/** Table names to columns. */
export type Tables = {
  user: UserTable;
  user_key: UserKeyTable;
  user_search: UserSearchTable;
  user_name: UserNameTable;
  session: SessionTable;
  document: DocumentTable;
};
