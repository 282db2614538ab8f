// Accepting a confirmation: whoever follows the link of the mail has confirmed that they signed up.

import { Refused, refuse } from '../model/error.ts';
import { set, type UserPatch, untouched } from '../model/patch.ts';
import type { TicketFor } from '../model/ticket.ts';
import type { User } from '../model/user.ts';
import type { DocumentStep } from '../ports.ts';
import { faultOf, isSameAddress } from '../rules/tickets.ts';
import { inOwnName, proving } from './confirm-email.ts';
import type { Context } from './context.ts';
import { findTicketByToken } from './find-ticket.ts';
import { spending, stillGood } from './spend-ticket.ts';
import { updateUser } from './update-user.ts';

/** A link that somebody was mailed. */
export type Confirmation = TicketFor<'confirmation'> & { readonly userId: string };

/** More were hardly sent; older ones are void all the same, because their user is pending no more. */
const othersMax = 100;

function confirming(user: User, address: string): UserPatch {
  if (user.confirmation !== 'pending') return refuse({ code: 'code-rejected', reason: 'used' });
  const stillTheirs = user.emails.some((email) => isSameAddress(email.address, address));
  const proof = stillTheirs ? proving(user, address, 'email_link') : untouched;
  return { ...proof, active: set(true), confirmation: set('confirmed') };
}

/** Spends the link and all others that went to the user. */
async function spendAll(context: Context, own: Confirmation): Promise<readonly DocumentStep[]> {
  const { clock, store } = context.ports;
  const found = await store.findDocuments(context.realm.id, {
    ...{ kind: 'ticket', userId: own.userId, organizationId: null, subject: null },
    ...{ direction: 'descending', after: null, limit: othersMax },
  });
  const now = clock();
  const others = found.filter(
    (one) => one.purpose === 'confirmation' && one.id !== own.id && faultOf(one, now) === null,
  );
  return [await stillGood(context, own), ...others].map((ticket) => spending(ticket, now));
}

/** The confirmation that can still be made, for a page that asks. Changes nothing. @fails code-rejected. */
export async function findConfirmation(context: Context, token: string): Promise<Confirmation> {
  const ticket = await findTicketByToken(context, 'confirmation', token);
  if (ticket === null || ticket.userId === null) return refuse({ code: 'code-rejected', reason: 'wrong' });
  const fault = faultOf(ticket, context.ports.clock());
  return fault === null ? { ...ticket, userId: ticket.userId } : refuse({ code: 'code-rejected', reason: fault });
}

/**
 * Confirms the user and makes them active; their address is proven, if it is still theirs. Every link that went to them is spent by this, once,
 * also when two race.
 * @fails code-rejected, taken (somebody else has proven the address meanwhile).
 */
export async function acceptConfirmation(context: Context, token: string): Promise<User> {
  const ticket = await findConfirmation(context, token);
  try {
    const { after } = await updateUser(
      inOwnName(context),
      { by: 'id', id: ticket.userId },
      (user) => confirming(user, ticket.address ?? ''),
      { system: false, ifRev: null },
      async () => ({ documents: await spendAll(context, ticket), changes: [], mails: [] }),
    );
    return after;
  } catch (error) {
    const gone = error instanceof Refused && error.refusals[0].code === 'not-found';
    throw gone ? new Refused([{ code: 'code-rejected', reason: 'wrong' }]) : error;
  }
}
