// The configuration: the environment as one frozen value, checked whole before anything starts.

import { isIP } from 'node:net';
import { configurationKeys } from './configuration-keys.ts';

/** Everything an operator can decide. Derived once, never changed. */
export type Config = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly dataFolder: string;
  /** Keep everything in memory: `dataFolder` and `databaseUrl` are not used. */
  readonly memory: boolean;
  readonly databaseUrl: string | null;
  readonly secretKey: string | null;
  readonly adminPassword: string | null;
  readonly coroniumKey: string | null;
  /** A port of its own for games; 0: none; null: 10001 where it is free, and none where `port` is any. */
  readonly coroniumPort: number | null;
  /** Whether a game may open a scope by using it. */
  readonly coroniumScopes: 'open' | 'closed';
  readonly masterKey: Uint8Array | null;
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  /** Without a slash at the end; null: where the server listens. */
  readonly publicUrl: string | null;
  /** Who may say where a call comes from: so many proxies in a row, or these addresses and networks; null: nobody. */
  readonly trustedProxies: number | readonly string[] | null;
  /** null: `breached.bin` in the data folder, if it is there. */
  readonly breachedList: string | null;
  /** Without a slash at the end; null: nothing is asked. */
  readonly breachedUrl: string | null;
  readonly breachedTimeoutMs: number;
  readonly breachedWhenUnavailable: 'accept' | 'refuse';
  /** What OAuth clients call this directory; null: a spelling of its own id. */
  readonly clientId: string | null;
  /** Webhooks may go to private networks, over plain HTTP and to any port. */
  readonly webhookAllowPrivate: boolean;
  readonly logLevel: 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
};

/** The configuration does not make sense; tells every fault at once and never a value that may be secret. */
export class ConfigurationError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n  ${faults.join('\n  ')}`,
    );
    this.name = 'ConfigurationError';
    this.faults = faults;
  }
}

/** What the command line says; it wins over the environment. */
export type Flags = { readonly host?: string; readonly port?: string; readonly memory?: boolean };

type Key = (typeof configurationKeys)[number]['key'];

/** A value, or what is wrong with it. The fault never quotes the value. */
type Reading<Value> = { readonly value: Value } | { readonly fault: string };

const fates = ['accept', 'refuse'] as const;
const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

/** Reads the environment. An empty variable counts as unset. Throws one ConfigurationError with all faults. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, flags: Flags = {}): Config {
  const faults = strangers(environment);

  /** `name` is what to call the value in a fault: the key, or the flag that overrode it. */
  function read<Value>(
    key: Key,
    parse: (text: string) => Reading<Value>,
    flag: string | undefined = undefined,
  ): Value | null {
    const known = configurationKeys.find((entry) => entry.key === key)?.default ?? null;
    const text = flag ?? (environment[key] || known?.toString());
    if (text === undefined) return null;
    const reading = parse(text);
    if ('value' in reading) return reading.value;
    faults.push(`${flag === undefined ? key : `--${key.slice(7).toLowerCase()}`} ${reading.fault}`);
    return null;
  }

  const config: Config = {
    host: read('MUSTER_HOST', readHost, flags.host) ?? '',
    port: read('MUSTER_PORT', readPort, flags.port) ?? 0,
    dataFolder: read('MUSTER_DATA', readPath) ?? '',
    memory: flags.memory === true,
    databaseUrl: read('DATABASE_URL', readDatabaseUrl),
    secretKey: read('MUSTER_SECRET_KEY', readToken),
    adminPassword: read('MUSTER_ADMIN_PASSWORD', readPassword),
    coroniumKey: read('MUSTER_CORONIUM_KEY', readToken),
    coroniumPort: read('MUSTER_CORONIUM_PORT', readPort),
    coroniumScopes: read('MUSTER_CORONIUM_SCOPES', (text) => readOneOf(text, ['open', 'closed'] as const)) ?? 'closed',
    masterKey: read('MUSTER_MASTER_KEY', readMasterKey),
    smtpUrl: read('MUSTER_SMTP_URL', (text) => readUrl(text, ['smtp:', 'smtps:'])),
    mailFrom: read('MUSTER_MAIL_FROM', readSender) ?? '',
    publicUrl: read('MUSTER_PUBLIC_URL', readPublicUrl),
    trustedProxies: read('MUSTER_TRUST_PROXY', readProxies),
    breachedList: read('MUSTER_BREACHED_LIST', readPath),
    breachedUrl: read('MUSTER_BREACHED_URL', readPublicUrl),
    breachedTimeoutMs: read('MUSTER_BREACHED_TIMEOUT', readTimeout) ?? 0,
    breachedWhenUnavailable: read('MUSTER_BREACHED_WHEN_UNAVAILABLE', (text) => readOneOf(text, fates)) ?? 'accept',
    webhookAllowPrivate: read('MUSTER_WEBHOOK_ALLOW_PRIVATE', (text) => readOneOf(text, ['off', 'on'])) === 'on',
    clientId: read('MUSTER_CLIENT_ID', readToken),
    logLevel: read('MUSTER_LOG_LEVEL', (text) => readOneOf(text, logLevels)) ?? 'info',
  };
  if (config.secretKey !== null && config.secretKey === config.coroniumKey) {
    faults.push('MUSTER_CORONIUM_KEY must not equal MUSTER_SECRET_KEY: game clients carry it');
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
  return Object.freeze(config);
}

/**
 * Keys with our prefix that nothing reads: most likely typing errors, and then a setting that silently does not hold.
 * `MUSTER_TEST_…` belongs to the tests.
 */
function strangers(environment: Readonly<Record<string, string | undefined>>): string[] {
  const keys: readonly string[] = configurationKeys.map(({ key }) => key);
  const unknown = Object.keys(environment).filter((key) => /^MUSTER_(?!TEST_)/i.test(key) && !keys.includes(key));
  return unknown.map((key) => {
    const [nearest] = keys
      .map((known) => ({
        known,
        distance: known.startsWith(key.toUpperCase()) ? 0 : distance(key.toUpperCase(), known),
      }))
      .sort((one, other) => one.distance - other.distance);
    const hint = nearest !== undefined && nearest.distance <= 4 ? `; did you mean ${nearest.known}?` : '';
    return `${key} is not a key of the configuration${hint}`;
  });
}

/** How many letters must be added, dropped or replaced to make one word the other. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let line = 1; line <= one.length; line++) {
    const next = [line];
    for (let column = 1; column <= other.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (one[line - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

function readHost(text: string): Reading<string> {
  return /^[\w.:%-]+$/.test(text) ? { value: text } : { fault: 'must be an address or a host name' };
}

function readPort(text: string): Reading<number> {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? { value: port } : { fault: 'must be a whole number from 0 to 65535' };
}

function readPath(text: string): Reading<string> {
  return text.includes('\0') ? { fault: 'must be a path' } : { value: text };
}

function readUrl(text: string, protocols: readonly string[]): Reading<string> {
  const fault = `must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && protocols.includes(url.protocol) ? { value: text } : { fault };
}

/** Looser than a URL: the driver also takes sockets and several hosts. */
function readDatabaseUrl(text: string): Reading<string> {
  const good = /^postgres(ql)?:\/\/\S+$/.test(text);
  return good ? { value: text } : { fault: 'must be a URL that begins with postgres:// or postgresql://' };
}

function readToken(text: string): Reading<string> {
  const good = /^[\x21-\x7e]{8,255}$/.test(text);
  return good ? { value: text } : { fault: 'must have 8 to 255 printable ASCII characters and no spaces' };
}

function readPassword(text: string): Reading<string> {
  const { length } = [...text.normalize('NFKC')];
  return length >= 8 && length <= 72 ? { value: text } : { fault: 'must have 8 to 72 characters' };
}

function readMasterKey(text: string): Reading<Uint8Array> {
  const bytes = Buffer.from(text, 'base64');
  const clean = /^[A-Za-z0-9+/_-]{43}=?$/.test(text) && bytes.length === 32;
  return clean ? { value: bytes } : { fault: 'must be 32 bytes in base64 (openssl rand -base64 32)' };
}

function readProxies(text: string): Reading<number | readonly string[]> {
  if (/^[1-9]\d?$/.test(text)) return { value: Number(text) };
  const networks = text.split(',').map((part) => part.trim());
  const good = networks.every((network) => {
    const [address = '', bits = '0', ...more] = network.split('/');
    const bitsMax = isIP(address) === 4 ? 32 : 128;
    return isIP(address) > 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax && more.length === 0;
  });
  return good ? { value: networks } : { fault: 'must be a number of proxies, or addresses and networks with commas' };
}

function readSender(text: string): Reading<string> {
  const good = /^[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/.test(text);
  return good ? { value: text } : { fault: 'must be an address, as in Muster <muster@example.com>' };
}

function readPublicUrl(text: string): Reading<string> {
  const fault = 'must be an http:// or https:// URL without user name, query and fragment';
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return { fault };
  if (url.username !== '' || url.password !== '' || /[?#]/.test(text)) return { fault };
  return { value: url.href.replace(/\/+$/, '') };
}

function readTimeout(text: string): Reading<number> {
  const timeoutMs = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return timeoutMs >= 1 && timeoutMs <= 60_000
    ? { value: timeoutMs }
    : { fault: 'must be a whole number of milliseconds from 1 to 60000' };
}

function readOneOf<Word extends string>(text: string, words: readonly Word[]): Reading<Word> {
  const found = words.find((word) => word === text);
  return found === undefined ? { fault: `must be one of ${words.join(', ')}` } : { value: found };
}
