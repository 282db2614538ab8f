// Identifying somebody who wants in: finds the user and has them prove it, telling nobody who is here.

import { type Refusal, Refused, refuse } from '../model/error.ts';
import type { Throttle } from '../model/throttle.ts';
import type { User } from '../model/user.ts';
import type { StoredUser } from '../ports.ts';
import { answersTo, type IdentifierKind, kindsOfIdentifier } from '../rules/identifiers.ts';
import { isLocked } from '../rules/standing.ts';
import { attempt, countFailure, type Proof } from './attempt.ts';
import type { Context } from './context.ts';
import { findByEmail } from './find-by-email.ts';
import { findUser } from './find-user.ts';
import { type Begun, takeGuess } from './guess-turns.ts';

/**
 * How somebody claims to be a user. `held`: an address that is kept for a user, yet not proven, names them too, as what is
 * proven here stands on its own. `prove` checks it; `decoy` costs as much for nobody; `wrong` is what all who fail are told.
 */
export type Claimant<Value> = {
  readonly identifier: string;
  readonly held: boolean;
  readonly system: boolean;
  readonly wrong: Refusal;
  /** What anybody is told of a user who is locked, where not the same: for those who tell a wrong proof from nobody. */
  readonly locked?: Refusal;
  /** What the identifier may be, and whether a user it finds goes by it; unless told, as it looks, and by what they have proven. */
  readonly naming?: { readonly kinds: readonly IdentifierKind[]; readonly names: (user: User) => boolean };
  readonly can: (user: User) => boolean | Promise<boolean>;
  /** Whether it is somebody else who says if a proof is right, and who may be slow to; unless told, nobody is. */
  readonly isSlow?: (user: User) => boolean;
  readonly prove: (stored: StoredUser) => Promise<Proof<Value>>;
  readonly decoy: () => Promise<void>;
};

async function search<Value>(context: Context, claimant: Claimant<Value>): Promise<StoredUser | null> {
  const { identifier, held, system } = claimant;
  if (held) return await findByEmail(context, identifier);
  const { naming } = claimant;
  for (const kind of naming?.kinds ?? kindsOfIdentifier(identifier)) {
    try {
      const stored = await findUser(context, { by: 'key', kind, value: identifier }, system);
      if (naming?.names(stored.user) ?? answersTo(stored.user, kind, identifier)) return stored;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  return null;
}

/**
 * What somebody is told who is locked: the truth, if a key asks; anybody is told what they would be told of nobody, whatever the
 * password, so that a lock is no way to guess on, nor to learn who is here.
 */
async function refuseLocked(
  context: Context,
  user: User,
  claimant: Pick<Claimant<unknown>, 'decoy' | 'wrong' | 'locked'>,
  throttles: readonly Throttle[],
): Promise<never> {
  if (context.actor.kind !== 'anybody') {
    return refuse({ code: 'account-inactive', reason: 'locked', until: user.lockedUntil });
  }
  await claimant.decoy();
  await countFailure(context, null, throttles);
  return refuse(claimant.locked ?? claimant.wrong);
}

/** True when the user has been locked since they were looked up. */
function isLock(error: unknown): boolean {
  const [refusal] = error instanceof Refused ? error.refusals : [];
  return refusal?.code === 'account-inactive' && refusal.reason === 'locked';
}

async function begin<Value>(
  context: Context,
  claimant: Claimant<Value>,
  throttles: readonly [Throttle, ...Throttle[]],
): Promise<Begun<{ readonly user: User; readonly proven: Value }>> {
  const stored = await search(context, claimant);
  if (stored === null || !(await claimant.can(stored.user))) {
    await claimant.decoy();
    await countFailure(context, null, throttles);
    return refuse(claimant.wrong);
  }
  const { user } = stored;
  if (isLocked(user, context.ports.clock())) return await refuseLocked(context, user, claimant, throttles);
  // Who gets in has done nothing for others at the same address.
  const counts = { throttles, forgives: [throttles[0].name] };
  const check = async () => {
    const proven = await attempt(context, user.id, counts, claimant.prove).catch(async (error: unknown) => {
      if (!isLock(error)) throw error;
      return await refuseLocked(context, user, claimant, throttles);
    });
    return { user, proven };
  };
  return claimant.isSlow?.(user) === true ? { aside: check } : { over: await check() };
}

/**
 * Finds the user an identifier means and has the claim proven. Whoever is unknown, cannot prove it so or gives a wrong proof is told
 * the same after the same time; failures are counted for the user, for what was typed and (for callers who are anybody) for where they come
 * from, and too many of them are refused alike for somebody and nobody. One attempt per identifier, and per network of
 * callers who are anybody, at a time; while a slow one waits, the network's next is let in.
 * @fails `wrong`, account-inactive (locked; not told to anybody), too-many-attempts, and what `prove` refuses.
 */
export async function identify<Value>(
  context: Context,
  claimant: Claimant<Value>,
): Promise<{ readonly user: User; readonly proven: Value }> {
  return await takeGuess(context, claimant.identifier, (throttles) => begin(context, claimant, throttles));
}

/**
 * Runs a check that is no user's, such as a code to an address that nobody has yet, under the same limits on guesses, and as many at a time.
 * `isSlow`: it asks somebody who may be. @fails too-many-attempts, and what `check` refuses; a rejected code is counted.
 */
export async function guardGuesses<Result>(
  context: Context,
  identifier: string,
  check: () => Promise<Result>,
  { isSlow = false }: { readonly isSlow?: boolean } = {},
): Promise<Result> {
  return await takeGuess(context, identifier, async (throttles): Promise<Begun<Result>> => {
    const counted = async () => {
      try {
        return await check();
      } catch (error) {
        const [refusal] = error instanceof Refused ? error.refusals : [];
        if (refusal?.code === 'code-rejected') await countFailure(context, null, throttles);
        throw error;
      }
    };
    return isSlow ? { aside: counted } : { over: await counted() };
  });
}
