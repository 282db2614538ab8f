// Creating a password reset: a link by mail that lets somebody set a new password.

import { refuse } from '../model/error.ts';
import type { Ticket } from '../model/ticket.ts';
import { type Context, demand } from './context.ts';
import { findAddressee } from './find-by-email.ts';
import { limitSends } from './limit-sends.ts';
import { makeTicket } from './make-ticket.ts';
import { sendTicket } from './send-ticket.ts';

/** Where the mail's link leads, with the token in it. */
export type LinkOf = (token: string) => string;

/**
 * Sends a link with a token to the address as its user has it, which `resetPassword` takes once. Anybody is told the same
 * whether somebody has the address or not (null); nobody else is written to, nor is an address that would not open its user's
 * account (`opensAccount`).
 * @fails forbidden, not-found (for a key: nobody has the address), too-many-attempts.
 */
export async function createPasswordReset(
  context: Context,
  email: string,
  linkOf: LinkOf,
): Promise<{ readonly ticket: Ticket; readonly token: string } | null> {
  demand(context, 'ticket.create');
  await limitSends(context, 'password-reset', email);
  const { user, address } = (await findAddressee(context, email)) ?? { user: null, address: email };
  const known = context.actor.kind !== 'anybody';
  if (user === null && known) return refuse({ code: 'not-found', what: 'user', id: email });
  const made = makeTicket(context, { purpose: 'password-reset' }, { userId: user?.id ?? null, address }, 'token');
  const secrets = { link: linkOf(made.secret) };
  await sendTicket(context, user, made, { template: 'password-reset', to: address, values: {}, secrets });
  return known ? { ticket: made.ticket, token: made.secret } : null;
}
