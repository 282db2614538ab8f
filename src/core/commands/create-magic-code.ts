// Creating a magic code: six digits by mail that sign somebody in.

import { refuse } from '../model/error.ts';
import { untouched } from '../model/patch.ts';
import type { Ticket } from '../model/ticket.ts';
import { mainEmailOf } from '../rules/tickets.ts';
import { type Context, demand } from './context.ts';
import { createUser } from './create-user.ts';
import { findAddressee } from './find-by-email.ts';
import { limitSends } from './limit-sends.ts';
import { makeTicket } from './make-ticket.ts';
import { sendTicket } from './send-ticket.ts';

/** The user who is written to: made for the address where a key asks and strangers may join. */
async function addressee(context: Context, address: string): ReturnType<typeof findAddressee> {
  const found = await findAddressee(context, address);
  if (found !== null || context.actor.kind === 'anybody') return found;
  if (!context.realm.policy.signIn.allowSignUp) refuse({ code: 'not-eligible', field: 'email', why: 'off' });
  const item = { id: null, value: address, claim: 'reserved', strategy: 'admin', secondFactor: false } as const;
  const emails = { list: { op: 'replace', items: [item] }, primary: { op: 'first' }, linked: 'refuse' } as const;
  const user = await createUser(context, { ...untouched, emails }, { identifier: false, password: false });
  return { user, address: mainEmailOf(user)?.address ?? address };
}

/**
 * Sends a code to the address as its user has it, which `signInByMagicCode` takes; only the newest is good. A key makes a user
 * for an address that nobody has; anybody is told the same whether somebody has it or not, and nobody else is written to. To an
 * address that would not open its user's account (`opensAccount`) nothing is sent either.
 * @fails forbidden, invalid (`emails`), not-eligible (`email`: off), taken (`email`), too-many-attempts.
 */
export async function createMagicCode(
  context: Context,
  wish: { readonly email: string; readonly invitation: string | null },
): Promise<{ readonly ticket: Ticket; readonly code: string }> {
  demand(context, 'ticket.create');
  await limitSends(context, 'magic-code', wish.email);
  const { user, address } = (await addressee(context, wish.email)) ?? { user: null, address: wish.email };
  const facts = { purpose: 'magic-code', invitation: wish.invitation } as const;
  const made = makeTicket(context, facts, { userId: user?.id ?? null, address }, 'code');
  const secrets = { code: made.secret };
  await sendTicket(context, user, made, { template: 'magic-code', to: address, values: {}, secrets });
  return { ticket: made.ticket, code: made.secret };
}
