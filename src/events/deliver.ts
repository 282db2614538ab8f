// The deliverer: sees to it that every endpoint is told what happened, whoever made it happen.

import type { Delivery, Place } from '../core/model/endpoint.ts';
import { type Company, type DeliveryOptions, wholeChange, workOff } from './work-off.ts';

export type { DeliveryLog, DeliveryOptions, Told, Voice } from './work-off.ts';

export type Deliverer = {
  /** There may be new changes: call it after a commit. Returns at once and never throws. */
  wake(): void;
  /** There may be new endpoints, or some that are due earlier. Returns at once and never throws. */
  look(): void;
  /** Stops the calls under way, notes how far each endpoint was told, and begins no more. */
  close(): Promise<void>;
};

const pollMs = 3000;
/** Commits that come close together are looked at once. */
const gatherMs = 50;
const atATime = 4;
const foundMax = 10_000;

/** A delivery whose worker had trouble with the store is left alone this long. */
const restMs = 3000;

const everything = { userId: null, organizationId: null, subject: null, direction: 'ascending', after: null } as const;

/** True when changes up to this number may hold something to tell; of the last one, parts may be left. */
function isBehind({ seq, part }: Place, latest: number): boolean {
  return seq < latest || (seq === latest && part < wholeChange);
}

/** The deliveries whose time has come, and when the next will be due. Those of endpoints that are off stand still. */
async function findDue({ store, realm, clock, voiceOf }: DeliveryOptions) {
  const deliveries = await store.findDocuments(realm, { kind: 'delivery', ...everything, limit: foundMax });
  const known = new Set(deliveries.map(({ id }) => id));
  if (known.size === 0) return { known, due: [], soonest: Number.POSITIVE_INFINITY };
  const endpoints = await store.findDocuments(realm, { kind: 'webhook-endpoint', ...everything, limit: foundMax });
  const off = new Set(endpoints.flatMap(({ id, enabled, api }) => (enabled && voiceOf(api) !== null ? [] : [id])));
  const end = { direction: 'descending', beyond: null, types: null, from: null, to: null, limit: 1 } as const;
  const [latest] = await store.readChanges(realm, end);
  const hasNews = ({ place, through }: Delivery) => through !== null || isBehind(place, latest?.seq ?? 0);
  const awake = deliveries.filter((delivery) => !off.has(delivery.endpointId) && hasNews(delivery));
  const timeOf = ({ nextAt, heldUntil }: Delivery) => Math.max(nextAt, heldUntil);
  const now = clock();
  const later = awake.map(timeOf).filter((time) => time > now);
  return { known, due: awake.filter((delivery) => timeOf(delivery) <= now), soonest: Math.min(...later) };
}

/** Wakes those who wait for news. */
function openBell() {
  const listeners = new Set<() => void>();
  return {
    ring() {
      for (const hear of [...listeners]) hear();
    },
    hear: (timeoutMs: number) =>
      new Promise<boolean>((resolve) => {
        const end = (heard: boolean) => {
          clearTimeout(limit);
          listeners.delete(hear);
          resolve(heard);
        };
        const hear = () => end(true);
        const limit = setTimeout(end, timeoutMs, false);
        listeners.add(hear);
      }),
  };
}

/** Calls `act` once at the earliest of the times it was planned for, then waits to be planned anew. */
function openAlarm(act: () => void) {
  let timer: NodeJS.Timeout | undefined;
  let plannedAt = Number.POSITIVE_INFINITY;
  return {
    plan(delayMs: number) {
      const at = Date.now() + delayMs;
      if (plannedAt <= at) return;
      clearTimeout(timer);
      plannedAt = at;
      timer = setTimeout(() => {
        plannedAt = Number.POSITIVE_INFINITY;
        act();
      }, delayMs);
      timer.unref();
    },
    cancel: () => clearTimeout(timer),
  };
}

/** Works deliveries off, four at a time; who waited longest comes first. `done` is called when a place is free again. */
function openCrew(options: DeliveryOptions, company: Company, done: () => void) {
  const running = new Map<string, Promise<void>>();
  const resting = new Map<string, number>();
  const worked = new Map<string, number>();

  function start(delivery: Delivery): void {
    const { id } = delivery;
    const end = workOff(options, company, delivery)
      .catch((error: unknown) => {
        options.log.error({ delivery: id, ...factsOf(error) }, 'an endpoint could not be told');
        resting.set(id, options.clock() + restMs);
      })
      .finally(() => {
        running.delete(id);
        worked.set(id, options.clock());
        done();
      });
    running.set(id, end);
  }

  return {
    /** Begins what has a place. True: some have none. */
    begin(due: readonly Delivery[], known: ReadonlySet<string>): boolean {
      for (const names of [worked, resting]) for (const id of names.keys()) if (!known.has(id)) names.delete(id);
      const now = options.clock();
      const idle = due.filter(({ id }) => !running.has(id) && (resting.get(id) ?? 0) <= now);
      const queue = idle.toSorted((one, other) => (worked.get(one.id) ?? 0) - (worked.get(other.id) ?? 0));
      const free = Math.max(0, atATime - running.size);
      for (const delivery of queue.slice(0, free)) start(delivery);
      return queue.length > free;
    },
    settled: () => Promise.all(running.values()),
  };
}

/**
 * Opens the deliverer; it begins at once with what is due. Four deliveries at a time are worked off, each one event after the
 * other; several processes on one directory share the work. Idle, it looks every three seconds.
 */
export function openDeliverer(options: DeliveryOptions): Deliverer {
  const stop = new AbortController();
  const bell = openBell();
  const alarm = openAlarm(look);
  const company = { signal: stop.signal, isAwaited: () => isAwaited, news: bell.hear };
  const crew = openCrew(options, company, () => plan(isAwaited ? 0 : gatherMs));
  let isAwaited = false;
  let isEmpty = false;
  let isAsked = false;
  let round: Promise<void> | null = null;

  function plan(delayMs: number): void {
    if (!stop.signal.aborted) alarm.plan(delayMs);
  }

  function look(): void {
    isAsked = round !== null;
    round ??= begin()
      .catch((error: unknown) => {
        options.log.error(factsOf(error), 'what is to be told cannot be read');
        return pollMs;
      })
      .then((delayMs) => {
        round = null;
        plan(isAsked ? gatherMs : delayMs);
      });
  }

  /** Begins what is due; answers when to look again. */
  async function begin(): Promise<number> {
    const { known, due, soonest } = await findDue(options);
    isEmpty = known.size === 0;
    isAwaited = stop.signal.aborted ? false : crew.begin(due, known);
    return Math.min(pollMs, Math.max(gatherMs, soonest - options.clock()));
  }

  plan(gatherMs);
  return {
    wake() {
      bell.ring();
      if (!isEmpty) plan(gatherMs);
    },
    look: () => plan(gatherMs),
    async close() {
      stop.abort();
      alarm.cancel();
      bell.ring();
      await round;
      await crew.settled();
    },
  };
}

/** What may be logged of an error: never its message, which may repeat what an endpoint is told. */
function factsOf(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  return { error: error.name, ...('code' in error && typeof error.code === 'string' && { code: error.code }) };
}
