// Creating a password reset: a link by mail that lets somebody set a new password.

import { refuse } from '../model/error.ts';
import { type Ticket, ticketLimits } from '../model/ticket.ts';
import { type Context, demand } from './context.ts';
import { findAddressee } from './find-by-email.ts';
import { limitSends } from './limit-sends.ts';
import { makeTicket } from './make-ticket.ts';
import { type Letter, letterWish } from './order-letter.ts';
import { sendTicket } from './send-ticket.ts';

/** Where the mail's link leads, with the token in it. */
export type LinkOf = (token: string) => string;

/** How long the link is good for, and the words of its mail; null: our own. */
export type ResetWish = { readonly lifetimeMs: number; readonly letter: Letter | null };

const usual: ResetWish = { ...ticketLimits['password-reset'], letter: null };

/**
 * Sends a link with a token to the address as its user has it, which `resetPassword` takes once. Anybody is told the same
 * whether somebody has the address or not (null); nobody else is written to, nor is an address that would not open its user's
 * account (`opensAccount`).
 * @fails forbidden, not-found (for a key: nobody has the address), invalid (the letter), too-many-attempts.
 */
export async function createPasswordReset(
  context: Context,
  email: string,
  linkOf: LinkOf,
  { lifetimeMs, letter }: ResetWish = usual,
): Promise<{ readonly ticket: Ticket; readonly token: string } | null> {
  demand(context, 'ticket.create');
  await limitSends(context, 'password-reset', email);
  const { user, address } = (await findAddressee(context, email)) ?? { user: null, address: email };
  const known = context.actor.kind !== 'anybody';
  if (user === null && known) return refuse({ code: 'not-found', what: 'user', id: email });
  const holder = { userId: user?.id ?? null, address };
  const made = makeTicket(context, { purpose: 'password-reset' }, holder, 'token', { lifetimeMs });
  const link = linkOf(made.secret);
  const own = { template: 'password-reset', to: address, values: {}, secrets: { link } } as const;
  await sendTicket(context, user, made, letter === null ? own : letterWish(letter, link, address));
  return known ? { ticket: made.ticket, token: made.secret } : null;
}
