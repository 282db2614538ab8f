// The turns of guesses: how many are tried at once, so that no more are tried than the realm allows.

import { refuse } from '../model/error.ts';
import type { Throttle } from '../model/throttle.ts';
import { throttlesOf, waitMsOf } from '../rules/throttles.ts';
import type { Context } from './context.ts';
import { inTurn } from './turns.ts';

/** How a guess goes on: it is over, or (`aside`) it waits for somebody who may be slow, and others do not wait for it. */
export type Begun<Result> = { readonly over: Result } | { readonly aside: () => Promise<Result> };

type Throttles = readonly [Throttle, ...Throttle[]];

/** The guesses that are tried aside, by the name of what they count for. */
const asides = new Map<string, Set<Promise<void>>>();

const keyOf = ({ realm }: Context, { name }: Throttle): string => `${realm.id}/${name}`;

/**
 * Refuses while one of the limits is reached: with the same words for somebody and for nobody. Those tried aside may all turn out wrong:
 * while they could reach a limit together with this one, it waits for the next of them to end.
 */
async function refuseThrottled(context: Context, throttles: Throttles): Promise<void> {
  const { ports, realm } = context;
  while (true) {
    // Looked up before the count is read: whoever ends meanwhile is counted twice rather than not at all.
    const busy = throttles.map((throttle) => [...(asides.get(keyOf(context, throttle)) ?? [])]);
    const names = throttles.map(({ name }) => name);
    const known = await ports.store.readGuesses(realm.id, names);
    const now = ports.clock();
    const retryAfterMs = waitMsOf(throttles, known, now);
    if (retryAfterMs > 0) refuse({ code: 'too-many-attempts', retryAfterMs });
    const full = throttles.findIndex(({ name, countMax }, index) => {
      const waiting = busy[index]?.length ?? 0;
      const counted = known.find((guesses) => guesses.name === name && guesses.until > now)?.count ?? 0;
      return waiting > 0 && counted + waiting >= countMax;
    });
    if (full < 0) return;
    await Promise.race(busy[full] ?? []);
  }
}

async function runAside<Result>(keys: readonly string[], ended: Promise<void>, work: () => Promise<Result>) {
  try {
    return await work();
  } finally {
    for (const key of keys) {
      const others = asides.get(key);
      others?.delete(ended);
      if (others?.size === 0) asides.delete(key);
    }
  }
}

/**
 * Begins a guess at what was typed when none of its limits is reached, and answers what comes of it. One guess is tried at a time for
 * what was typed, and one for each network of callers who are anybody; a guess that goes on `aside` lets the next of its network begin, and
 * counts as a wrong one until it has ended. @fails too-many-attempts, and what the guess refuses.
 */
export async function takeGuess<Result>(
  context: Context,
  identifier: string,
  begin: (throttles: Throttles) => Promise<Begun<Result>>,
): Promise<Result> {
  const { actor, ports, realm } = context;
  const address = actor.kind === 'anybody' ? actor.address : null;
  const throttlesAt = (now: number): Throttles => throttlesOf(identifier, address, realm.policy, now);
  const [typed, ...places] = throttlesAt(0);
  const turnOf = ({ name }: Throttle): string => `sign-in ${name}`;
  const keys = places.map((place) => keyOf(context, place));
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  // What was typed always comes first, so that no two can wait for each other.
  return await inTurn(realm.id, [turnOf(typed)], async () => {
    const begun = await inTurn(realm.id, places.map(turnOf), async () => {
      const throttles = throttlesAt(ports.clock());
      await refuseThrottled(context, throttles);
      const next = await begin(throttles);
      if ('aside' in next) for (const key of keys) asides.set(key, (asides.get(key) ?? new Set()).add(ended));
      return next;
    });
    return 'over' in begun ? begun.over : await runAside(keys, ended, begun.aside).finally(end);
  });
}
