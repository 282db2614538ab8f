// Sending a ticket: it is kept, told of and mailed in one commit.

import type { User } from '../model/user.ts';
import type { Context } from './context.ts';
import { type NewTicket, ticketCreated } from './make-ticket.ts';
import { type MailWish, minutesOf, orderMail } from './order-mail.ts';

/**
 * Keeps a new ticket and mails its secret; the mail also says for how many minutes it is good. `user` null: nobody is written to, and the
 * ticket is kept all the same, so that it takes as long.
 */
export async function sendTicket(
  context: Context,
  user: User | null,
  { ticket, step }: NewTicket,
  mail: MailWish,
): Promise<void> {
  const minutes = minutesOf(ticket.expireAt - ticket.createdAt);
  const ordered = { ...mail, values: { ...mail.values, minutes } };
  await context.ports.store.commit({
    realm: context.realm.id,
    users: [],
    images: [],
    sessions: [],
    documents: [step],
    changes: user === null ? [] : [ticketCreated(context, user, ticket)],
    mails: user === null ? [] : [orderMail(context, ordered)],
  });
}
