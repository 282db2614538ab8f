// A server in memory with a victim and a bystander, which holds every answer to what must always be true.
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { uuidOfKsuid } from '../../src/core/model/id.ts';
import { everybody } from '../../src/core/model/query.ts';
import type { User } from '../../src/core/model/user.ts';
import { at, type Exchange, type Memory, type Method, openMemory, type Question, textAt } from '../conformance/app.ts';
import type { Operation } from './operations.ts';

/** What the store holds of the cast. */
interface Snapshot {
  victim: User;
  bystander: User;
  secrets: string | null;
  history: readonly unknown[];
  sessions: readonly unknown[];
  count: number;
}

/** The ids that requests are filled in with. */
type Cast = Record<'user' | 'email' | 'phone' | 'session' | 'bystander' | 'foreignEmail', string>;

/** The place where a fuzz test happens. */
export interface Arena {
  memory: Memory;
  cast: Cast;
  /** How many requests were carried out, and how many refused. */
  tally: { accepted: number; refused: number };
  /** Calls an operation and checks all that must hold of the answer and of what changed. */
  probe(operation: Operation, question: Question, fields: readonly string[]): Promise<Exchange>;
  /** Sends anything; if it is refused nothing may have changed. */
  disturb(method: Method, url: string, question?: Question): Promise<Exchange>;
  close(): Promise<void>;
}

const deep = new Set(['metadata', 'credentials', 'activity', 'extras']);
const bookkeeping = ['rev', 'updatedAt'];

/** The paths in which two users differ. */
function differences(before: User, after: User): string[] {
  return Object.keys(after).flatMap((key) => {
    const [old, now] = [at(before, key), at(after, key)];
    if (isDeepStrictEqual(old, now)) return [];
    if (!deep.has(key) || typeof now !== 'object' || now === null) return [key];
    const names = new Set([...Object.keys(now), ...Object.keys(Object(old))]);
    return [...names]
      .filter((name) => !isDeepStrictEqual(at(old, name), at(now, name)))
      .map((name) => `${key}.${name}`);
  });
}

/** Never a 5xx, always JSON of exactly this type, and for a refusal the envelope. */
export function checkAnswer(exchange: Exchange): void {
  const { method, url, status, contentType, body, text } = exchange;
  const shown = `${method} ${url} → ${status} ${text.slice(0, 300)}`;
  expect(status, shown).toBeLessThan(500);
  expect(contentType, shown).toBe('application/json');
  expect(body, shown).toBeDefined();
  if (status >= 400) {
    const errors = at(body, 'errors');
    expect(Array.isArray(errors) && errors.length > 0, shown).toBe(true);
    for (const error of Array.isArray(errors) ? errors : []) {
      for (const key of ['code', 'message', 'long_message'])
        expect(textAt(error, key).length, shown).toBeGreaterThan(0);
    }
    expect(textAt(body, 'clerk_trace_id'), shown).toMatch(/^\S+$/);
  } else expect(status, shown).toBe(200);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
}

/** Calls whose refusal may be a failed attempt: it counts against the victim, and the one too many locks. */
const guessing = /\/(?:verify_password|verify_totp|password\/verify|second-factor\/verify|totp\/confirm|sign-in)$/;

/** What was and is, but for what a failed attempt leaves behind. */
function withoutAttempts({ victim, history: _history, ...others }: Snapshot) {
  const {
    activity,
    lockedAt: _lockedAt,
    lockedUntil: _lockedUntil,
    rev: _rev,
    updatedAt: _updatedAt,
    ...rest
  } = victim;
  return {
    ...others,
    victim: {
      ...rest,
      activity: { ...activity, failedAttempts: 0, failedUntil: null, failedAt: null, failedFrom: null },
    },
  };
}

const uuidOf = (wire: string): string => uuidOfKsuid(wire.replace(/^[a-z]+_/, '')) ?? '';

async function makeCast(memory: Memory): Promise<Cast> {
  const make = async (name: string, phone: string) => {
    const body = {
      username: name,
      email_address: [`${name}@example.com`, `${name}@example.org`],
      phone_number: [phone],
    };
    const { body: user } = await memory.ask('POST', '/v1/users', { body });
    return user;
  };
  const victim = await make('victim', '+14155552671');
  const bystander = await make('bystander', '+14155552672');
  const session = await memory.ask('POST', '/v1/sessions', { body: { user_id: textAt(victim, 'id') } });
  return {
    user: textAt(victim, 'id'),
    email: textAt(victim, 'email_addresses', 0, 'id'),
    phone: textAt(victim, 'phone_numbers', 0, 'id'),
    session: textAt(session.body, 'id'),
    bystander: textAt(bystander, 'id'),
    foreignEmail: textAt(bystander, 'email_addresses', 0, 'id'),
  };
}

/** Reads everything that a request could have changed, past the server. */
async function snapshotOf({ app }: Memory, victimId: string, bystanderId: string): Promise<Snapshot> {
  const { store } = app.ports;
  const load = async (id: string) => {
    const stored = await store.loadUser('default', { by: 'id', id });
    if (stored === null) throw new Error('a member of the cast is gone');
    return stored;
  };
  const [victim, bystander] = [await load(victimId), await load(bystanderId)];
  const query = { userId: victimId, client: null, status: null, now: 0, limit: 100, offset: 0 };
  return {
    victim: victim.user,
    bystander: bystander.user,
    secrets: victim.secrets,
    history: await store.readHistory('default', victimId, null, 1),
    sessions: await store.findSessions('default', query),
    count: await store.countUsers('default', everybody),
  };
}

/** Opens the arena. */
export async function openArena(): Promise<Arena> {
  const memory = await openMemory({ MUSTER_LOG_LEVEL: 'error' });
  const cast = await makeCast(memory);
  const snapshot = () => snapshotOf(memory, uuidOf(cast.user), uuidOf(cast.bystander));

  /** Contacts come and go while fuzzing; what is filled in must be there. */
  async function refresh(user: User): Promise<void> {
    const { body } = await memory.app.server
      .inject({ url: `/v1/users/${cast.user}`, headers: memory.authorized })
      .then((response) => ({ body: response.json<unknown>() }));
    if (user.emails.length > 0) cast.email = textAt(body, 'email_addresses', 0, 'id');
    if (user.phones.length > 0) cast.phone = textAt(body, 'phone_numbers', 0, 'id');
  }

  let known = await snapshot();
  const tally = { accepted: 0, refused: 0 };

  /** Sends, and gives back what was before and is after; a refusal must have left everything as it was. */
  async function act(method: Method, url: string, question: Question): Promise<[Exchange, Snapshot, Snapshot]> {
    const before = known;
    const exchange = await memory.ask(method, url, question);
    memory.exchanges.length = 0;
    tally[exchange.status >= 400 ? 'refused' : 'accepted'] += 1;
    const after = await snapshot();
    known = after;
    if (exchange.status >= 400) {
      const told = (snapshot: Snapshot) => (guessing.test(url) ? withoutAttempts(snapshot) : snapshot);
      expect(told(after), `${method} ${url} was refused: ${exchange.text}`).toEqual(told(before));
    }
    if (before.victim.rev !== after.victim.rev) await refresh(after.victim);
    return [exchange, before, after];
  }

  return {
    memory,
    cast,
    tally,
    async disturb(method, url, question = {}) {
      const [exchange] = await act(method, url, question);
      return exchange;
    },
    async probe(operation, question, fields) {
      const url = operation.path.replace(/\{(\w+)\}/g, (_, name: keyof Cast) => cast[name]);
      const [exchange, before, after] = await act(operation.method, url, question);
      checkAnswer(exchange);
      const allowed = [
        ...bookkeeping,
        ...operation.always,
        ...fields.flatMap((field) => operation.fields[field] ?? []),
      ];
      const found = differences(before.victim, after.victim);
      if (!isDeepStrictEqual(before.sessions, after.sessions)) found.push('sessions');
      if (before.secrets !== after.secrets) found.push('secrets');
      const stray = found.filter((path) => !allowed.some((each) => path === each || path.startsWith(`${each}.`)));
      expect(stray, `${operation.method} ${url} ${JSON.stringify(question.body)?.slice(0, 500)}`).toEqual([]);
      const bulk = operation.path.startsWith('/v1/users/ban') || operation.path.startsWith('/v1/users/unban');
      if (!bulk) expect(after.bystander).toEqual(before.bystander);
      if (operation.path !== '/v1/users') expect(after.count).toBe(before.count);
      return exchange;
    },
    close: () => memory.app.close(),
  };
}
