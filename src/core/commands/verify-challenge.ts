// Verifying the answer to a challenge of a user's authenticator app.

import { type RefusalOf, Refused, refuse } from '../model/error.ts';
import type { StoredUser } from '../ports.ts';
import { attempt, type Proof, userOnly } from './attempt.ts';
import type { Challenge } from './challenge-factor.ts';
import { type Context, demand, secretsContext } from './context.ts';
import { proveEnrolment } from './enrol-totp.ts';
import { factorOf } from './find-factor.ts';
import { findUser } from './find-user.ts';
import { notingFailure, signInChange } from './note-sign-in.ts';
import { countGuess, spending, stillGood } from './spend-ticket.ts';
import type { Along } from './update-users.ts';
import { proveSecondFactor } from './verify-second-factor.ts';

/** The challenge as it is after an answer, and whether that was right. */
export type Verified = { readonly challenge: Challenge; readonly valid: boolean };

const facts = { method: 'second-factor', ipAddress: null, userAgent: null } as const;
const wrong: RefusalOf<'code-rejected'> = { code: 'code-rejected', reason: 'wrong' };

async function loadChallenge({ ports, realm }: Context, id: string): Promise<Challenge & { readonly userId: string }> {
  const ticket = await ports.store.loadDocument(realm.id, 'ticket', id);
  if (ticket?.purpose !== 'second-factor' || ticket.userId === null) {
    return refuse({ code: 'not-found', what: 'ticket', id });
  }
  return { ...ticket, userId: ticket.userId };
}

/** Spends the challenge, which is told in the history. @fails code-rejected: it is no good any more. */
async function spend(context: Context, challenge: Challenge, { user }: StoredUser): Promise<Along> {
  const now = context.ports.clock();
  const changes = [signInChange(context, user, facts, null)];
  return { documents: [spending(await stillGood(context, challenge), now)], changes, mails: [] };
}

/** Checks a code of the app in force, which is used up even when somebody else has spent the challenge meanwhile. */
async function proveInForce(
  context: Context,
  challenge: Challenge,
  stored: StoredUser,
  code: string,
): Promise<Proof<unknown>> {
  const proof = await proveSecondFactor(context, stored, code);
  if ('wrong' in proof) return proof;
  const none = { realm: context.realm.id, users: [], images: [], sessions: [] };
  while (true) {
    const outcome = await context.ports.store.commit({ ...none, ...(await spend(context, challenge, stored)) });
    if (outcome.ok) return proof;
  }
}

/** Checks a code of an app that waits, which comes into force by it, or of the one in force. */
async function prove(
  context: Context,
  challenge: Challenge,
  stored: StoredUser,
  code: string,
): Promise<Proof<unknown>> {
  await stillGood(context, challenge);
  const { clock, timeCodes, vault } = context.ports;
  const { user, secrets } = stored;
  const factor = factorOf(context, stored);
  if (factor === null) return refuse({ code: 'not-found', what: 'factor', id: user.id });
  const { enrolling } = vault.open(secrets, secretsContext(context.realm.id, user.id));
  const isNew = enrolling !== null && timeCodes.stepOf(enrolling, code, clock()) !== null;
  const proof =
    factor.enabledAt === null || isNew
      ? await proveEnrolment(context, stored, code, () => spend(context, challenge, stored))
      : await proveInForce(context, challenge, stored, code);
  if (!('wrong' in proof)) return proof;
  await countGuess(context, await stillGood(context, challenge));
  return { wrong };
}

/**
 * Checks a code against a challenge. A right one spends it, once, also when two race, and puts an app that waits in force; a
 * wrong or used one counts against the challenge and is a failed attempt of the user, and too many lock. The history tells either.
 * @fails not-found (ticket; factor: deleted since), forbidden, code-rejected (`used`, `expired`, `too-many`: the challenge),
 * account-inactive (locked).
 */
export async function verifyChallenge(context: Context, id: string, code: string): Promise<Verified> {
  const challenge = await loadChallenge(context, id);
  const { userId } = challenge;
  demand(context, 'second-factor.verify', userId);
  await stillGood(context, challenge);
  const userOf = async () => (await findUser(context, { by: 'id', id: userId }, true)).user;
  try {
    await notingFailure(context, facts, userOf, () =>
      attempt(context, userId, userOnly, (stored) => prove(context, challenge, stored, code)),
    );
    return { challenge: await loadChallenge(context, id), valid: true };
  } catch (error) {
    const refusal = error instanceof Refused ? error.refusals[0] : null;
    if (refusal?.code !== 'code-rejected' || refusal.reason !== 'wrong') throw error;
    return { challenge: await loadChallenge(context, id), valid: false };
  }
}
