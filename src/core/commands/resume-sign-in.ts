// Resuming a sign-in that stopped half-way, with what it wanted.

import { refuse } from '../model/error.ts';
import type { SignInProgress, Ticket, TicketFor } from '../model/ticket.ts';
import { hasSecondFactor } from '../rules/second-factors.ts';
import { faultOf } from '../rules/tickets.ts';
import { attempt, userOnly } from './attempt.ts';
import { inOwnName, proveEmail } from './confirm-email.ts';
import { type Context, demand } from './context.ts';
import { confirmTotp } from './enrol-totp.ts';
import { findTicketByToken } from './find-ticket.ts';
import { findUser } from './find-user.ts';
import { type Ending, finishSignIn } from './finish-sign-in.ts';
import { notingFailure, signInChange } from './note-sign-in.ts';
import { spending } from './spend-ticket.ts';
import { proveSecondFactor } from './verify-second-factor.ts';

/** A sign-in under way. */
export type Pending = { readonly ticket: TicketFor<'sign-in'>; readonly userId: string };

/** The sign-in that the token takes up again. @fails not-found (ticket): unknown, over or finished. */
export async function findPendingSignIn(context: Context, token: string): Promise<Pending> {
  const ticket = await findTicketByToken(context, 'sign-in', token);
  if (ticket === null || ticket.userId === null || faultOf(ticket, context.ports.clock()) !== null) {
    return refuse({ code: 'not-found', what: 'ticket', id: token });
  }
  return { ticket, userId: ticket.userId };
}

/** Where somebody is now, who may have changed networks since they began. */
export type Place = Pick<SignInProgress, 'ipAddress' | 'userAgent'>;

async function goOn<Result extends object>(
  context: Context,
  { ticket, userId }: Pending,
  more: Partial<SignInProgress>,
  proven: string | null,
  ending: Ending<Result>,
  spent: readonly Ticket[] = [],
): Promise<Result> {
  const progress = { ...ticket.progress, ...more };
  const { user } = await findUser(context, { by: 'id', id: userId }, false);
  const changes = proven === null ? [] : [signInChange(context, user, { ...progress, method: proven }, null)];
  const along = {
    documents: [ticket, ...spent].map((one) => spending(one, context.ports.clock())),
    changes,
    mails: [],
  };
  return await finishSignIn(context, userId, progress, along, ending, ticket.createdAt);
}

function userOf(context: Context, { userId }: Pending) {
  return async () => (await findUser(context, { by: 'id', id: userId }, false)).user;
}

/**
 * Goes on once the user has shown the code that went to their address. @fails not-found (ticket), code-rejected, not-eligible
 * (`email`: verified), account-inactive, and as `finishSignIn`.
 */
export async function resumeWithEmail<Result extends object>(
  context: Context,
  token: string,
  code: string,
  place: Place,
  ending: Ending<Result>,
): Promise<Result> {
  demand(context, 'session.sign-in');
  const pending = await findPendingSignIn(context, token);
  const facts = { ...place, method: 'email-verification' };
  await notingFailure(context, facts, userOf(context, pending), () => proveEmail(context, pending.userId, code));
  return await goOn(context, pending, place, facts.method, ending);
}

/** A challenge that was made for this user and is still open. @fails code-rejected. */
async function findChallenge(context: Context, id: string, userId: string): Promise<Ticket> {
  const ticket = await context.ports.store.loadDocument(context.realm.id, 'ticket', id);
  if (ticket?.purpose !== 'second-factor' || ticket.userId !== userId) {
    return refuse({ code: 'code-rejected', reason: 'wrong' });
  }
  const fault = faultOf(ticket, context.ports.clock());
  return fault === null ? ticket : refuse({ code: 'code-rejected', reason: fault });
}

/**
 * Goes on with a code of the user's authenticator app, or a backup code. `challengeId` null: none was made. With
 * `enrolling`, the code also puts in force the secret that waits for it.
 * @fails not-found (ticket), code-rejected, no-credential, account-inactive, too-many-attempts, and as `finishSignIn`.
 */
export async function resumeWithSecondFactor<Result extends object>(
  context: Context,
  token: string,
  code: string,
  challengeId: string | null,
  place: Place,
  ending: Ending<Result>,
): Promise<Result> {
  demand(context, 'session.sign-in');
  const pending = await findPendingSignIn(context, token);
  const { userId } = pending;
  const challenge = challengeId === null ? [] : [await findChallenge(context, challengeId, userId)];
  const facts = { ...place, method: 'second-factor' };
  await notingFailure(context, facts, userOf(context, pending), async () => {
    const { user } = await findUser(context, { by: 'id', id: userId }, false);
    if (!hasSecondFactor(user.credentials, user.phones)) {
      await confirmTotp(inOwnName(context), { by: 'id', id: userId }, code, { system: false });
      return;
    }
    // The first factor was proven when the sign-in began, so this is the whole proof.
    await attempt(context, userId, userOnly, async (stored) => {
      const proof = await proveSecondFactor(context, stored, code);
      return 'wrong' in proof ? proof : { ...proof, forgives: true };
    });
  });
  return await goOn(context, pending, { ...place, secondFactor: true }, facts.method, ending, challenge);
}

/** Goes on in the name of one of the user's organizations. @fails not-found (ticket, membership), and as `finishSignIn`. */
export async function resumeWithOrganization<Result extends object>(
  context: Context,
  token: string,
  organizationId: string,
  place: Place,
  ending: Ending<Result>,
): Promise<Result> {
  demand(context, 'session.sign-in');
  const pending = await findPendingSignIn(context, token);
  return await goOn(context, pending, { ...place, organizationId }, null, ending);
}
