// Signing in on the hosted pages: each step as it is taken there.

import { type Arrival, advanceVisit, moveVisit, refuseStage } from './advance-visit.ts';
import { answerDevice } from './authorize-device.ts';
import type { HostedVisit } from './begin-visit.ts';
import { type Context, demand } from './context.ts';
import { createMagicCode } from './create-magic-code.ts';
import { findUser } from './find-user.ts';
import { pendingOf } from './find-visit.ts';
import { finishSignIn, refuseOutdated } from './finish-sign-in.ts';
import { notingFailure, signInChange } from './note-sign-in.ts';
import {
  findPendingSignIn,
  type Place,
  resumeWithEmail,
  resumeWithOrganization,
  resumeWithSecondFactor,
} from './resume-sign-in.ts';
import { sendEmailVerification } from './send-email-verification.ts';
import { signInByMagicCode } from './sign-in-by-magic-code.ts';
import { signInByPassword, type Visit } from './sign-in-by-password.ts';
import { type Application, confirmSignUp, resendSignUp, startSignUp } from './sign-up.ts';
import { spending, stillGood } from './spend-ticket.ts';

function aimOf({ clientId, wantedOrganizationId, invitation }: HostedVisit, place: Place): Visit {
  return { ...place, clientId, organizationId: wantedOrganizationId, invitation };
}

/** Signs in with a password. @fails as `signInByPassword`, but for what is still needed. */
export async function enterPassword(
  context: Context,
  visit: HostedVisit,
  claim: { readonly email: string; readonly password: string },
  place: Place,
): Promise<Arrival> {
  return await advanceVisit(context, visit, (ending) => signInByPassword(context, claim, aimOf(visit, place), ending));
}

/** Has a code mailed that signs in whoever has the address. @fails as `createMagicCode`. */
export async function requestCode(context: Context, visit: HostedVisit, email: string): Promise<Arrival> {
  await createMagicCode(context, { email, invitation: null });
  return await moveVisit(context, visit, { at: 'code', purpose: 'magic-code', email, signUpId: null });
}

/** Signs up; a code goes to the address whoever has it. @fails as `startSignUp`. */
export async function applyForAccount(context: Context, visit: HostedVisit, wish: Application): Promise<Arrival> {
  const signUpId = await startSignUp(context, wish);
  return await moveVisit(context, visit, { at: 'code', purpose: 'sign-up', email: wish.email, signUpId });
}

async function join(context: Context, visit: HostedVisit, signUpId: string, code: string, place: Place) {
  const facts = { ...place, method: 'email-verification' };
  // A wrong code is noted, as it is of somebody who signs up anew: what takes longer would tell who does.
  const user = await notingFailure(
    context,
    facts,
    async () => null,
    () => confirmSignUp(context, signUpId, code),
  );
  const progress = { ...aimOf(visit, place), method: 'password', secondFactor: false };
  const along = { documents: [], changes: [signInChange(context, user, progress, null)], mails: [] };
  return await advanceVisit(context, visit, (ending) => finishSignIn(context, user.id, progress, along, ending));
}

/**
 * Goes on with the six digits that are asked for: mailed to sign in, to sign up or to verify the address, or of an authenticator app.
 * @fails not-found (ticket: nothing asks for any, or no longer), and as the step fails, but for what is still needed.
 */
export async function enterCode(context: Context, visit: HostedVisit, code: string, place: Place): Promise<Arrival> {
  const { stage } = visit;
  if (stage.at === 'code' && stage.signUpId !== null) return await join(context, visit, stage.signUpId, code, place);
  return await advanceVisit(context, visit, (ending) => {
    switch (stage.at) {
      case 'code':
        return signInByMagicCode(context, { email: stage.email, code }, aimOf(visit, place), ending);
      case 'verified-email':
        return resumeWithEmail(context, pendingOf(context, visit), code, place, ending);
      case 'second-factor':
      case 'second-factor-enrolment':
        return resumeWithSecondFactor(context, pendingOf(context, visit), code, null, place, ending);
      default:
        return refuseStage(visit);
    }
  });
}

/** Has the code that is asked for mailed anew. @fails not-found (ticket: no mailed one is), and as it was sent the first time. */
export async function requestAnotherCode(context: Context, visit: HostedVisit): Promise<Arrival> {
  const { stage } = visit;
  if (stage.at === 'verified-email') {
    const { userId } = await findPendingSignIn(context, pendingOf(context, visit));
    await sendEmailVerification(context, { by: 'id', id: userId });
    return { at: 'stage', stage };
  }
  if (stage.at !== 'code') return refuseStage(visit);
  if (stage.signUpId !== null) {
    return await moveVisit(context, visit, { ...stage, signUpId: await resendSignUp(context, stage.signUpId) });
  }
  await createMagicCode(context, { email: stage.email, invitation: null });
  return { at: 'stage', stage };
}

/** Goes on in the name of an organization. @fails not-found (ticket, membership), and as `resumeWithOrganization`. */
export async function enterOrganization(
  context: Context,
  visit: HostedVisit,
  organizationId: string,
  place: Place,
): Promise<Arrival> {
  return await advanceVisit(context, visit, (ending) =>
    resumeWithOrganization(context, pendingOf(context, visit), organizationId, place, ending),
  );
}

/**
 * Lets the device in for which somebody has signed in, or turns it away; the visit is over.
 * @fails forbidden, not-found (ticket, user), code-rejected (the visit is over, or the password has changed since).
 */
export async function answerQuestion(context: Context, visit: HostedVisit, allow: boolean): Promise<void> {
  demand(context, 'session.sign-in');
  const { stage, userCode } = visit;
  if (stage.at !== 'question' || userCode === null) return refuseStage(visit);
  const { user } = await findUser(context, { by: 'id', id: stage.userId }, false);
  if (allow) refuseOutdated(user, stage.progress, visit.updatedAt);
  await answerDevice(context, userCode, user, allow ? stage.progress : null);
  const documents = [spending(await stillGood(context, visit), context.ports.clock())];
  const none = { users: [], images: [], sessions: [], changes: [], mails: [] };
  await context.ports.store.commit({ realm: context.realm.id, ...none, documents });
}
