// Beginning a visit to the hosted pages, on which somebody signs in for a client.

import { Refused } from '../model/error.ts';
import type { TicketFor, TicketPurpose } from '../model/ticket.ts';
import { networkOf } from '../rules/throttles.ts';
import { findDevice } from './authorize-device.ts';
import { type Context, demand } from './context.ts';
import { guardGuesses } from './identify.ts';
import { limitVisits } from './limit-sends.ts';
import { makeTicket } from './make-ticket.ts';

/** A visit under way. */
export type HostedVisit = TicketFor<'visit'>;

/** What a client asks for. */
export type VisitWish = Omit<Extract<TicketPurpose, { purpose: 'visit' }>, 'purpose' | 'stage'>;

/** Begins a visit and answers the token that the browser keeps. @fails forbidden, too-many-attempts. */
export async function beginVisit(context: Context, wish: VisitWish): Promise<string> {
  demand(context, 'session.sign-in');
  await limitVisits(context);
  const facts = { ...wish, purpose: 'visit', stage: { at: 'start' } } as const;
  const made = makeTicket(context, facts, { userId: null, address: null }, 'token');
  const none = { users: [], images: [], sessions: [], changes: [], mails: [] };
  await context.ports.store.commit({ realm: context.realm.id, ...none, documents: [made.step] });
  return made.secret;
}

/**
 * Begins the visit of somebody who wants to let in the device that shows this code. Guesses at codes are limited by where they come from
 * (RFC 8628 §5.1). @fails forbidden, code-rejected: no device waits under it; too-many-attempts.
 */
export async function beginDeviceVisit(context: Context, typed: string): Promise<string> {
  const { actor } = context;
  const at = actor.kind === 'anybody' ? actor.address : null;
  const guesser = `device ${at === null ? actor.kind : networkOf(at)}`;
  const device = await guardGuesses(context, guesser, async () => {
    try {
      return await findDevice(context, typed);
    } catch (error) {
      throw error instanceof Refused ? new Refused([{ code: 'code-rejected', reason: 'wrong' }]) : error;
    }
  });
  const { clientId, userCode } = device;
  const nothing = { state: null, challenge: null, wantedOrganizationId: null, invitation: null, loginHint: null };
  return await beginVisit(context, { ...nothing, clientId, userCode, redirectUri: null });
}
