// Authorizing a client: a finished sign-in becomes a code that the client redeems for a session.

import { hash, timingSafeEqual } from 'node:crypto';
import { refuse } from '../model/error.ts';
import { faultOf } from '../rules/tickets.ts';
import { type Context, demand } from './context.ts';
import { findTicketByToken } from './find-ticket.ts';
import { asSession, type Finished, finishSignIn, type Settled, type SignedInClient } from './finish-sign-in.ts';
import { makeTicket } from './make-ticket.ts';
import { spending } from './spend-ticket.ts';

/** What a client asked for: where its code goes, and the challenge (S256, RFC 7636) that its verifier must meet. */
export type Authorization = { readonly redirectUri: string; readonly challenge: string | null };

/** The sign-in ends in a code, which `redeemAuthorization` takes (RFC 6749 §4.1.2). */
export function settleAuthorization(
  context: Context,
  { user, progress, standing }: Finished,
  { redirectUri, challenge }: Authorization,
): Settled<{ readonly code: string }> {
  const proven = { ...progress, organizationId: standing?.organizationId ?? null, invitation: null };
  const facts = { purpose: 'authorization', redirectUri, challenge, progress: proven } as const;
  const made = makeTicket(context, facts, { userId: user.id, address: null }, 'token');
  return { result: { code: made.secret }, sessions: [], documents: [made.step], changes: [] };
}

function meets(challenge: string, verifier: string | null): boolean {
  if (verifier === null || !/^[\w.~-]{43,128}$/.test(verifier)) return false;
  const [one, other] = [Buffer.from(hash('sha256', verifier, 'base64url')), Buffer.from(challenge)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/**
 * Begins the session that a code stands for. A client that shows no secret must have given a challenge, and meet it; so must
 * any that gave one. The code is spent by this; an invitation that comes with it is accepted.
 * @fails forbidden, code-rejected, and as `finishSignIn`.
 */
export async function redeemAuthorization(
  context: Context,
  wish: {
    readonly code: string;
    readonly verifier: string | null;
    readonly clientId: string;
    readonly invitation: string | null;
  },
): Promise<SignedInClient> {
  demand(context, 'session.refresh');
  const ticket = await findTicketByToken(context, 'authorization', wish.code);
  if (ticket === null || ticket.userId === null) return refuse({ code: 'code-rejected', reason: 'wrong' });
  const fault = faultOf(ticket, context.ports.clock());
  if (fault !== null) return refuse({ code: 'code-rejected', reason: fault });
  const { challenge, progress } = ticket;
  const anonymous = context.actor.kind === 'anybody';
  const met = challenge === null ? !anonymous && wish.verifier === null : meets(challenge, wish.verifier);
  if (!met || progress.clientId !== wish.clientId) return refuse({ code: 'code-rejected', reason: 'wrong' });
  const along = { documents: [spending(ticket, context.ports.clock())], changes: [], mails: [] };
  const invitation = wish.invitation ?? progress.invitation;
  return await finishSignIn(context, ticket.userId, { ...progress, invitation }, along, asSession, ticket.createdAt);
}
