// Finding a visit to the hosted pages, and what its pages show.

import type { Invitation } from '../model/organization.ts';
import { faultOf } from '../rules/tickets.ts';
import { openStage, refuseStage } from './advance-visit.ts';
import type { HostedVisit } from './begin-visit.ts';
import type { Context } from './context.ts';
import { accountOf } from './enrol-totp.ts';
import { findInvitationByToken } from './find-invitations.ts';
import { organizationsOf } from './find-standing.ts';
import { findTicketByToken } from './find-ticket.ts';
import { findUser } from './find-user.ts';
import { findPendingSignIn } from './resume-sign-in.ts';

/** The visit that the token opens, if it is still under way. Changes nothing. */
export async function findVisit(context: Context, token: string): Promise<HostedVisit | null> {
  const visit = await findTicketByToken(context, 'visit', token);
  return visit !== null && faultOf(visit, context.ports.clock()) === null ? visit : null;
}

/** The sign-in that a visit has under way. @fails not-found (ticket): there is none. */
export function pendingOf(context: Context, visit: HostedVisit): string {
  return 'pending' in visit.stage ? openStage(context, visit, visit.stage.pending) : refuseStage(visit);
}

/** The organizations among which a visit has to choose. @fails not-found (ticket). */
export async function choicesOf(context: Context, visit: HostedVisit) {
  const { userId } = await findPendingSignIn(context, pendingOf(context, visit));
  return await organizationsOf(context, userId);
}

/** The `otpauth://` address that a visit shows. @fails not-found (ticket): it shows none. */
export function enrolmentOf(context: Context, visit: HostedVisit): string {
  return 'enrolment' in visit.stage ? openStage(context, visit, visit.stage.enrolment) : refuseStage(visit);
}

/** Who has signed in on a visit, as they call themselves. @fails not-found (ticket: nobody has; user). */
export async function signedInOn(context: Context, visit: HostedVisit): Promise<string> {
  if (visit.stage.at !== 'question') return refuseStage(visit);
  return accountOf((await findUser(context, { by: 'id', id: visit.stage.userId }, false)).user);
}

/** The invitation that the token opens, if it is still open. @fails not-found. */
export async function findOpenInvitation(context: Context, token: string): Promise<Invitation | null> {
  const { invitation, state } = await findInvitationByToken(context, token);
  return state === 'pending' ? invitation : null;
}
