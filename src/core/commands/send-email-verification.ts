// Sending a code that proves a user's address.

import { refuse } from '../model/error.ts';
import { ticketLimits } from '../model/ticket.ts';
import type { User, UserReference } from '../model/user.ts';
import type { Write } from '../ports.ts';
import { isProven } from '../rules/primary.ts';
import { mainEmailOf } from '../rules/tickets.ts';
import { type Context, demand } from './context.ts';
import { findUser } from './find-user.ts';
import { limitSends } from './limit-sends.ts';
import { makeTicket, type NewTicket, ticketCreated } from './make-ticket.ts';
import { minutesOf, orderMail } from './order-mail.ts';

/** A new code for the user's address, and the parts of a write that keep and send it. */
export type Verification = NewTicket & Pick<Write, 'documents' | 'changes' | 'mails'> & { readonly address: string };

/** Prepares a code to the user's address. Null: they have none. */
export function prepareVerification(context: Context, user: User): Verification | null {
  const email = mainEmailOf(user);
  if (email === null) return null;
  const { address } = email;
  const made = makeTicket(context, { purpose: 'email-verification' }, { userId: user.id, address }, 'code');
  const minutes = minutesOf(ticketLimits['email-verification'].lifetimeMs);
  const secrets = { code: made.secret };
  return {
    ...made,
    address,
    documents: [made.step],
    changes: [ticketCreated(context, user, made.ticket)],
    mails: [orderMail(context, { template: 'email-verification', to: address, values: { minutes }, secrets })],
  };
}

/**
 * Sends six digits to the user's address, which `confirmEmail` takes; only the newest are good.
 * @fails not-found (user, email), forbidden, not-eligible (`email`: verified), too-many-attempts.
 */
export async function sendEmailVerification(context: Context, reference: UserReference): Promise<User> {
  const { user } = await findUser(context, reference, false);
  demand(context, 'ticket.create', user.id);
  const email = mainEmailOf(user);
  if (email === null) return refuse({ code: 'not-found', what: 'email', id: user.id });
  if (isProven(email)) return refuse({ code: 'not-eligible', field: 'email', why: 'verified' });
  await limitSends(context, 'email-verification', email.address);
  while (true) {
    const { user: fresh } = await findUser(context, { by: 'id', id: user.id }, false);
    const prepared = prepareVerification(context, fresh);
    if (prepared === null) return refuse({ code: 'not-found', what: 'email', id: user.id });
    const { documents, changes, mails } = prepared;
    const outcome = await context.ports.store.commit({
      realm: context.realm.id,
      users: [{ op: 'check', id: fresh.id, rev: fresh.rev }],
      images: [],
      sessions: [],
      documents,
      changes,
      mails,
    });
    if (outcome.ok) return fresh;
  }
}
