// Works a delivery off: reads on, tells one event after the other, waits for each to arrive, and notes how far it is.

import type { Change, ChangeType } from '../core/model/change.ts';
import type { DeadLetter, Delivery, Place, WebhookEndpoint } from '../core/model/endpoint.ts';
import type { Clock, Random, Store, Vault } from '../core/ports.ts';
import { type Hold, type Progress, takeHold, untroubled } from './hold.ts';
import { type Posted, post, type Resolve } from './send/post.ts';
import { type SignatureForm, sign } from './sign.ts';

/** An event as it goes out. `body` becomes JSON. */
export type Told = { readonly id: string; readonly place: Place; readonly type: string; readonly body: object };

/**
 * What an API says, and how its calls are signed. `typesOf`: of which changes events of these names come; none: all events. `idOf`: a
 * name for a change of which no event can be made. `tell` keeps the order of the changes.
 */
export type Voice = {
  readonly signature: SignatureForm;
  readonly typesOf: (events: readonly string[]) => readonly ChangeType[];
  readonly idOf: (change: Change) => string;
  readonly tell: (changes: readonly Change[]) => Promise<readonly Told[]>;
};

type Facts = Readonly<Record<string, unknown>>;

/** Where it is told what happened; a pino logger fits. */
export type DeliveryLog = {
  info(facts: Facts, text: string): void;
  warn(facts: Facts, text: string): void;
  error(facts: Facts, text: string): void;
};

/** `pauseAfter`: milliseconds until the next attempt after so many; null: there is none. `dice`: from 0 to 1. */
export type DeliveryOptions = {
  readonly store: Pick<Store, 'commit' | 'loadDocument' | 'findDocuments' | 'readChanges'>;
  readonly realm: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Pick<Vault, 'openText'>;
  readonly voiceOf: (api: string) => Voice | null;
  readonly allowPrivate: boolean;
  readonly resolve: Resolve;
  readonly pauseAfter: (attempts: number, dice: number) => number | null;
  readonly dice: () => number;
  readonly log: DeliveryLog;
  readonly count: (outcome: 'delivered' | 'failed' | 'dead') => void;
};

/** How the one who works off shares with the others. */
export type Company = {
  readonly signal: AbortSignal;
  /** True while another delivery waits for a place. */
  readonly isAwaited: () => boolean;
  /** Resolves when there may be new changes, or after so long; false: nothing was heard. */
  readonly news: (timeoutMs: number) => Promise<boolean>;
};

const timeoutMs = 10_000;
const pageSize = 100;
const saveEveryMs = 1000;
const turnMs = 5000;
const lingerMs = 1000;
const letterLifetimeMs = 90 * 86_400_000;

/** A part that no change has: a place with it stands behind everything its change told. */
export const wholeChange = 0xffff;

type Turn = {
  readonly options: DeliveryOptions;
  readonly company: Company;
  readonly hold: Hold;
  readonly beganAt: number;
  progress: Progress;
  savedAt: number;
};

/** What could not be told: an event, or a change of which none can be made. */
type Untold = Omit<Told, 'body'>;

/** `reason` and `detail` as of a call. */
type Failure = { readonly reason: string; readonly status: number | null; readonly detail: string };

function letterOf({ options, hold }: Turn, event: Untold, failed: { attempts: number; lastError: string }): DeadLetter {
  const now = options.clock();
  const { realm, endpointId } = hold.delivery;
  return {
    ...{ kind: 'dead-letter', realm, id: options.random.uuid(now), rev: 1, createdAt: now, updatedAt: now },
    ...{ forgetAt: now + letterLifetimeMs, userId: null, organizationId: null, subject: endpointId, sealed: null },
    ...{ endpointId, place: event.place, eventId: event.id, event: event.type, ...failed },
  };
}

async function call({ options, company }: Turn, endpoint: WebhookEndpoint, voice: Voice, event: Told): Promise<Posted> {
  const { id, realm, url, sealed } = endpoint;
  const secret = options.vault.openText(sealed ?? '', `endpoint:${realm}:${id}`);
  const body = JSON.stringify(event.body);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Muster-Webhooks/1',
    ...sign(voice.signature, { secret, id: event.id, body, atMs: options.clock() }),
  };
  const { allowPrivate, resolve } = options;
  return await post({ url, headers, body }, { timeoutMs, allowPrivate, resolve, signal: company.signal });
}

/** Notes a failure: a pause before the next attempt, or a dead letter and on to the next event. True: go on. */
async function noteFailure(turn: Turn, event: Untold, { reason, status, detail }: Failure): Promise<boolean> {
  const { options, hold } = turn;
  const attempts = turn.progress.attempts + 1;
  const pauseMs = options.pauseAfter(attempts, options.dice());
  const { endpointId } = hold.delivery;
  const facts = { endpoint: endpointId, event: event.id, type: event.type, attempts, reason, status, pauseMs };
  options.count(pauseMs === null ? 'dead' : 'failed');
  if (pauseMs !== null) {
    options.log.warn(facts, 'an event could not be told, to be tried again');
    const nextAt = options.clock() + pauseMs;
    turn.progress = { ...turn.progress, attempts, lastError: detail, nextAt };
    return false;
  }
  options.log.error(facts, 'an event could not be told, given up');
  turn.progress = untroubled(event.place);
  turn.savedAt = options.clock();
  return await hold.save(turn.progress, [letterOf(turn, event, { attempts, lastError: detail })]);
}

/** Tells one event. True: go on with the next. */
async function deliverOne(turn: Turn, event: Told): Promise<boolean> {
  const { options, hold, company } = turn;
  if (company.signal.aborted) return false;
  // Looked at each time: what was deleted, switched off or moved a moment ago must not be called.
  const endpoint = await options.store.loadDocument(options.realm, 'webhook-endpoint', hold.delivery.endpointId);
  const voice = endpoint === null ? null : options.voiceOf(endpoint.api);
  if (endpoint === null || !endpoint.enabled || voice === null) return false;
  const posted = await call(turn, endpoint, voice, event);
  if (posted.ok) {
    options.count('delivered');
    turn.progress = untroubled(event.place);
    return await saveNowAndThen(turn);
  }
  return posted.reason === 'stopped' ? false : await noteFailure(turn, event, posted);
}

/** False: it is not ours any more. */
async function saveNowAndThen(turn: Turn): Promise<boolean> {
  const now = turn.options.clock();
  if (now - turn.savedAt < saveEveryMs) return true;
  turn.savedAt = now;
  return await turn.hold.save(turn.progress, []);
}

function isBeyond(place: Place, other: Place): boolean {
  return place.seq > other.seq || (place.seq === other.seq && place.part > other.part);
}

/** The next changes; null: all there are to be told, have been. */
async function readOn({ options, progress }: Turn, through: number | null): Promise<readonly Change[] | null> {
  const { seq, part } = progress.place;
  const beyond = part === wholeChange ? seq : seq - 1;
  if (through !== null && beyond >= through) return null;
  const query = { direction: 'ascending', beyond, types: null, from: null, to: null, limit: pageSize } as const;
  const found = await options.store.readChanges(options.realm, query);
  if (through === null) return found;
  const changes = found.filter((change) => change.seq <= through);
  // None at all does not say that there will be none: what was ordered by one process may not be settled for another.
  return changes.length === 0 && found.length > 0 ? null : changes;
}

/** A change of which no event can be made, and why. */
type Spoilt = { readonly change: Change; readonly error: unknown };

/** The events up to the first change of which none can be made. */
async function tellUpTo(voice: Voice, changes: readonly Change[]) {
  const told: Told[] = [];
  for (const change of changes) {
    try {
      told.push(...(await voice.tell([change])));
    } catch (error) {
      return { told, spoilt: { change, error } };
    }
  }
  return { told, spoilt: null };
}

/** All events at once; where that fails, one after the other. */
async function tellTogether(voice: Voice, changes: readonly Change[]) {
  try {
    return { told: await voice.tell(changes), spoilt: null };
  } catch {
    return await tellUpTo(voice, changes);
  }
}

/** Tries a change of which no event can be made again as if it were one. The message of the error may repeat what it tells of. */
async function noteSpoilt(turn: Turn, voice: Voice, { change, error }: Spoilt): Promise<boolean> {
  const before = { seq: change.seq - 1, part: wholeChange };
  if (isBeyond(before, turn.progress.place)) turn.progress = untroubled(before);
  const event = { id: voice.idOf(change), place: { seq: change.seq, part: wholeChange }, type: change.type };
  const detail = `no event: ${error instanceof Error ? error.name : typeof error}`;
  return await noteFailure(turn, event, { reason: 'no-event', status: null, detail });
}

/** Others wait, and it has had its time. */
function isOver({ options, company, beganAt }: Turn): boolean {
  return company.isAwaited() && options.clock() - beganAt >= turnMs;
}

/** Tells what these changes are to the endpoint. True: go on. */
async function tellAll(turn: Turn, endpoint: WebhookEndpoint, voice: Voice, changes: readonly Change[]) {
  const start = turn.progress.place;
  const types = voice.typesOf(endpoint.events);
  const due = changes.filter(({ type }) => types.includes(type));
  const { told, spoilt } = await tellTogether(voice, due);
  const wanted = told.filter(({ type }) => endpoint.events.length === 0 || endpoint.events.includes(type));
  for (const event of wanted.filter(({ place }) => isBeyond(place, start))) {
    if (!(await deliverOne(turn, event)) || isOver(turn)) return false;
  }
  if (spoilt !== null) return await noteSpoilt(turn, voice, spoilt);
  const last = changes.at(-1);
  if (last !== undefined) turn.progress = untroubled({ seq: last.seq, part: wholeChange });
  return await saveNowAndThen(turn);
}

/** Works until there is nothing more, something fails, or others have waited long enough. True: the delivery is done with. */
async function work(turn: Turn): Promise<boolean> {
  const { options, company, hold } = turn;
  const { endpointId, through } = hold.delivery;
  while (!company.signal.aborted) {
    const endpoint = await options.store.loadDocument(options.realm, 'webhook-endpoint', endpointId);
    if (endpoint === null) return true;
    const voice = options.voiceOf(endpoint.api);
    if (!endpoint.enabled || voice === null) return false;
    const changes = await readOn(turn, through);
    if (changes === null) return true;
    if (changes.length > 0 && (!(await tellAll(turn, endpoint, voice, changes)) || isOver(turn))) return false;
    // Who is told of things as they happen stays a moment: to let go and take hold again costs two writes.
    if (changes.length === 0 && (company.isAwaited() || !(await company.news(lingerMs)))) return false;
  }
  return false;
}

/**
 * Takes a delivery, if nobody holds it, and works it off in order: an event is told when the one before has arrived or was
 * given up on. What was told is noted every second, so that little is told twice when the process dies. Throws what the
 * store throws; what the endpoint does, never.
 */
export async function workOff(options: DeliveryOptions, company: Company, delivery: Delivery): Promise<void> {
  const hold = await takeHold(options, delivery);
  if (hold === null) return;
  const { place, attempts, lastError, nextAt } = delivery;
  const progress = { place, attempts, lastError, nextAt };
  const now = options.clock();
  const turn: Turn = { options, company, hold, beganAt: now, progress, savedAt: now };
  let isDone = false;
  try {
    isDone = await work(turn);
  } finally {
    await (isDone ? hold.finish() : hold.release(turn.progress));
  }
}
