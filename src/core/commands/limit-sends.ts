// Limiting what anybody can have done without a proof: mails sent, visits begun.

import { hash } from 'node:crypto';
import { refuse } from '../model/error.ts';
import type { Throttle } from '../model/throttle.ts';
import type { PurposeName } from '../model/ticket.ts';
import { networkOf } from '../rules/throttles.ts';
import { subjectOf } from '../rules/tickets.ts';
import type { Context } from './context.ts';

/** So many mails for one purpose to one address within the window; so many mails and visits for one network of anybody's. */
const sendsMax = 3;
const networkMax = { sends: 60, visits: 600 } as const;
const windowMs = 60_000;

/** Counts one more under each name, and refuses while there were too many. @fails too-many-attempts. */
async function count(context: Context, limits: readonly Omit<Throttle, 'until'>[]): Promise<void> {
  const { clock, store } = context.ports;
  const { id } = context.realm;
  const now = clock();
  const throttles = limits.map((limit) => ({ ...limit, until: now + windowMs }));
  if (throttles.length === 0) return;
  await store.countFailure(id, null, throttles, { now, until: null, from: null });
  const names = throttles.map(({ name }) => name);
  const known = new Map((await store.readGuesses(id, names)).map((guesses) => [guesses.name, guesses]));
  for (const { name, countMax } of throttles) {
    const guesses = known.get(name);
    if (guesses !== undefined && guesses.count > countMax && guesses.until > now) {
      refuse({ code: 'too-many-attempts', retryAfterMs: guesses.until - now });
    }
  }
}

function networkLimit(address: string, what: keyof typeof networkMax): Omit<Throttle, 'until'> {
  return { name: `${what} ${networkOf(address)}`, countMax: networkMax[what] };
}

function networkLimits({ actor }: Context, what: keyof typeof networkMax): readonly Omit<Throttle, 'until'>[] {
  return actor.kind !== 'anybody' || actor.address === null ? [] : [networkLimit(actor.address, what)];
}

/** The same for a caller at this address whose key many people have: counts a mail of theirs. @fails too-many-attempts. */
export async function limitSendsFrom(context: Context, address: string): Promise<void> {
  await count(context, [networkLimit(address, 'sends')]);
}

/** Counts a mail, sent or not, and refuses when there were too many: alike for addresses that somebody has and others. @fails too-many-attempts. */
export async function limitSends(context: Context, purpose: PurposeName, address: string): Promise<void> {
  const name = `send ${hash('sha256', subjectOf(purpose, address), 'base64url')}`;
  await count(context, [{ name, countMax: sendsMax }, ...networkLimits(context, 'sends')]);
}

/** Counts a visit or a device that anybody begins, each of which is kept for a while. @fails too-many-attempts. */
export async function limitVisits(context: Context): Promise<void> {
  await count(context, networkLimits(context, 'visits'));
}
