// Proving to be a user by username and password.

import type { Difference } from '../model/change.ts';
import { Refused, refuse } from '../model/error.ts';
import type { User } from '../model/user.ts';
import type { StoredUser } from '../ports.ts';
import { hasSecondFactor } from '../rules/second-factors.ts';
import { failuresOf, pauseMsOf } from '../rules/standing.ts';
import { throttlesOf } from '../rules/throttles.ts';
import { countFailure, type Proof } from './attempt.ts';
import { checkPassword } from './check-password.ts';
import { type Context, demand } from './context.ts';
import { refuseInactive, type SignInFacts } from './create-session.ts';
import { findUser } from './find-user.ts';
import { refuseShutOut } from './groups-of.ts';
import { identify } from './identify.ts';
import { attemptsDifference, signInChange } from './note-sign-in.ts';

/**
 * What somebody types. `names` tells whether a user is called so, to the letter; `elsewhere`: how to ask whoever else knows the
 * password of a user; null: it is kept here. `admits`: whether a user gets in at all; `wantsMore`: whether the password is not all it
 * takes, whatever second factors there are.
 */
export type UsernameClaim = {
  readonly username: string;
  readonly password: string;
  readonly names: (user: User) => boolean;
  readonly elsewhere: (user: User) => (() => Promise<boolean>) | null;
  readonly admits: (user: User) => boolean;
  readonly wantsMore: (user: User) => boolean;
};

/** Who it is, as they were before; `isHalf`: a second factor is still to be shown. */
export type ProvenUser = { readonly user: User; readonly isHalf: boolean };

/** What is known of an attempt when it fails: whose it was, and what it counted. */
type Trace = { user: User | null; counted: readonly Difference[] };

const wrong = { code: 'wrong-credentials' } as const;

async function prove(context: Context, stored: StoredUser, claim: UsernameClaim): Promise<Proof<'whole' | 'half'>> {
  const { clock, hasher } = context.ports;
  const retryAfterMs = pauseMsOf(stored.user, clock(), context.realm.policy.lockout);
  if (retryAfterMs > 0) {
    // As slow as a wrong password, and not counted for the user: even the right one would not do now.
    await hasher.decoy(claim.password);
    return refuse({ code: 'too-many-attempts', retryAfterMs });
  }
  const ask = claim.elsewhere(stored.user);
  const right = ask === null ? await checkPassword(context, stored, claim.password, 'plain') : await ask();
  if (right !== true) return { wrong };
  // Whoever knows the password may have said more of the user, who is then not as before.
  const { user } = ask === null ? stored : await findUser(context, { by: 'id', id: stored.user.id }, true);
  refuseInactive(user);
  await refuseShutOut(context, user);
  if (!claim.admits(user)) refuse({ code: 'account-inactive', reason: 'disabled', until: null });
  if (user.credentials.password?.compromised === true) refuse({ code: 'verification-required', of: 'new-password' });
  const isHalf = claim.wantsMore(user) || hasSecondFactor(user.credentials, user.phones);
  return { proven: isHalf ? 'half' : 'whole', forgives: !isHalf };
}

/** What a failure counts of this user, as the history tells it. */
function countedOf({ ports, realm }: Context, user: User): readonly Difference[] {
  if (!realm.policy.lockout.enabled) return [];
  return [attemptsDifference(user, failuresOf(user, ports.clock()) + 1)];
}

/** Tells the history of an attempt that failed. One in a pause counts for where it comes from, or the history could be filled with them. */
async function noteFailure(
  context: Context,
  error: unknown,
  claim: UsernameClaim,
  facts: Omit<SignInFacts, 'organizationId'>,
  { user, counted }: Trace,
): Promise<void> {
  const code = error instanceof Refused ? error.refusals[0].code : null;
  const inPause = code === 'too-many-attempts' && user !== null;
  if (code !== 'wrong-credentials' && code !== 'account-inactive' && !inPause) return;
  const { actor, ports, realm } = context;
  if (inPause && actor.kind === 'anybody') {
    const [, ...places] = throttlesOf(claim.username, actor.address, realm.policy, ports.clock());
    await countFailure(context, null, places);
  }
  const change = signInChange(context, user, facts, code);
  const typed = user === null ? [{ path: 'sign-in.username', before: null, after: claim.username }] : [];
  const diff = [...change.diff, ...typed, ...counted];
  const none = { users: [], images: [], sessions: [], documents: [], mails: [] };
  await ports.store.commit({ realm: realm.id, ...none, changes: [{ ...change, diff }] });
}

/**
 * Answers the user whose name and password these are; failures are counted and told in the history. Whoever is unknown is told what
 * somebody with a wrong password is told, after the same time. A session does not begin.
 * @fails forbidden, wrong-credentials, account-inactive (the password was right: banned, inactive, in a group that is shut, not
 * admitted), verification-required (the same: `new-password`), too-many-attempts.
 */
export async function proveByUsername(
  context: Context,
  claim: UsernameClaim,
  facts: Omit<SignInFacts, 'method' | 'organizationId'>,
): Promise<ProvenUser> {
  demand(context, 'session.sign-in');
  const trace: Trace = { user: null, counted: [] };
  try {
    const { user, proven } = await identify(context, {
      ...{ identifier: claim.username, held: false, system: true, wrong },
      // A username is somebody's own here; who has none goes by an address.
      naming: { kinds: ['username', 'email'], names: claim.names },
      can: (found) => {
        trace.user = found;
        return found.credentials.password !== null || claim.elsewhere(found) !== null;
      },
      isSlow: (found) => claim.elsewhere(found) !== null,
      async prove(stored) {
        const proof = await prove(context, stored, claim);
        if ('wrong' in proof) trace.counted = countedOf(context, stored.user);
        return proof;
      },
      decoy: () => context.ports.hasher.decoy(claim.password),
    });
    return { user, isHalf: proven === 'half' };
  } catch (error) {
    await noteFailure(context, error, claim, { ...facts, method: 'password' }, trace);
    throw error;
  }
}
