// The keys of the configuration: what the environment may say, beside what holds without.

/** One key of the environment, for people. */
export type ConfigurationKey = {
  readonly key: string;
  readonly default: string | number | null;
  readonly meaning: string;
};

/** Every key that is read, beside its default. The table in README.md is made from this. */
export const configurationKeys = [
  {
    key: 'MUSTER_HOST',
    default: '127.0.0.1',
    meaning: 'Address to listen on; `0.0.0.0` for all of IPv4, `::` for all.',
  },
  { key: 'MUSTER_PORT', default: 4200, meaning: 'Port to listen on; 0 takes any free one.' },
  {
    key: 'MUSTER_DATA',
    default: './data',
    meaning: 'Folder for the database, the master key and undelivered mails; made on first boot, for its owner only.',
  },
  {
    key: 'DATABASE_URL',
    default: null,
    meaning: '`postgres://…` keeps the directory in PostgreSQL (14 or newer); unset: SQLite in `MUSTER_DATA`.',
  },
  {
    key: 'MUSTER_SECRET_KEY',
    default: null,
    meaning: 'Pins the secret API key; unset: generated on first boot. Set later, it is added as a further key.',
  },
  {
    key: 'MUSTER_ADMIN_PASSWORD',
    default: null,
    meaning: 'Pins the password of the account `Admin` on first boot (8 to 72 characters); unset: generated.',
  },
  {
    key: 'MUSTER_CORONIUM_KEY',
    default: null,
    meaning: 'Pins the Coronium server key; unset: generated on first boot. Set later, it is added as a further key.',
  },
  {
    key: 'MUSTER_CORONIUM_PORT',
    default: null,
    meaning:
      'A port of its own for Coronium games, whose plugin always calls 10001; 0: none. Unset: 10001 where it is free.',
  },
  {
    key: 'MUSTER_CORONIUM_SCOPES',
    default: 'open',
    meaning:
      'Whether a Coronium game may open a scope by using it: `open` (the first one leads to these very users, each other to a ' +
      'realm of its own; 100 at most) or `closed` (an operator adds them).',
  },
  {
    key: 'MUSTER_MASTER_KEY',
    default: null,
    meaning:
      'Encrypts secrets at rest: 32 bytes in base64 (`openssl rand -base64 32`). Unset: `master.key` in `MUSTER_DATA`, ' +
      'made on first boot. Processes that share a PostgreSQL need the same one. Whoever loses it loses all passwords.',
  },
  {
    key: 'MUSTER_SMTP_URL',
    default: null,
    meaning: '`smtp://…` or `smtps://…` to send mails through; unset: kept as `.eml` files in `MUSTER_DATA`.',
  },
  { key: 'MUSTER_MAIL_FROM', default: 'Muster <muster@localhost>', meaning: 'Sender of mails.' },
  {
    key: 'MUSTER_PUBLIC_URL',
    default: null,
    meaning:
      'How clients reach this server (`https://users.example.com`), for links and tokens; unset: where it listens.',
  },
  {
    key: 'MUSTER_TRUST_PROXY',
    default: null,
    meaning:
      'Which proxies in front may say where a call comes from (`X-Forwarded-For`): how many in a row, or their addresses and ' +
      'networks (`127.0.0.1, 10.0.0.0/8`); unset: none. Sign-ins are limited by address.',
  },
  {
    key: 'MUSTER_BREACHED_LIST',
    default: null,
    meaning:
      'File of breached passwords that `muster breached build` has made; unset: `breached.bin` in `MUSTER_DATA`, if it is there.',
  },
  {
    key: 'MUSTER_BREACHED_URL',
    default: null,
    meaning:
      'Asks a server about new passwords by five digits of their hash (`https://api.pwnedpasswords.com/range`); unset: ' +
      'nothing is asked.',
  },
  { key: 'MUSTER_BREACHED_TIMEOUT', default: 1000, meaning: 'Milliseconds that this server may take, 1 to 60000.' },
  {
    key: 'MUSTER_BREACHED_WHEN_UNAVAILABLE',
    default: 'accept',
    meaning: 'What becomes of a new password that could not be looked up: `accept` or `refuse`.',
  },
  {
    key: 'MUSTER_CLIENT_ID',
    default: null,
    meaning: 'What OAuth clients call this directory (`client_…`); unset: a spelling of its own id.',
  },
  {
    key: 'MUSTER_WEBHOOK_ALLOW_PRIVATE',
    default: 'off',
    meaning:
      'Whether webhooks may go to private networks, over plain HTTP and to any port: `on` or `off`. Whoever holds a secret key ' +
      'says where they go.',
  },
  {
    key: 'MUSTER_LOG_LEVEL',
    default: 'info',
    meaning: 'Least severity logged (to stderr, JSON lines): silent, fatal, error, warn, info, debug or trace.',
  },
] as const satisfies readonly ConfigurationKey[];
