// Finding a ticket: by id, by its token, or the newest that went to an address.

import { refuse } from '../model/error.ts';
import type { PurposeName, Ticket, TicketFor } from '../model/ticket.ts';
import { isText } from '../rules/text.ts';
import { subjectOf } from '../rules/tickets.ts';
import { type Context, demand } from './context.ts';
import { digestOfToken, ticketContext } from './make-ticket.ts';

/** A ticket and its secret in clear. */
export type ShownTicket<Purpose extends PurposeName> = { readonly ticket: TicketFor<Purpose>; readonly secret: string };

function isFor<Purpose extends PurposeName>(ticket: Ticket | null, purpose: Purpose): ticket is TicketFor<Purpose> {
  return ticket?.purpose === purpose;
}

/** The secret of a ticket, in clear. */
export function secretOf(context: Context, ticket: Ticket): string {
  if (ticket.sealed === null) throw new Error(`the ticket ${ticket.id} has no secret`);
  return context.ports.vault.openText(ticket.sealed, ticketContext(ticket));
}

/** Reads a ticket with its code or token, for whoever holds a key of the realm. @fails not-found, forbidden. */
export async function getTicket<Purpose extends PurposeName>(
  context: Context,
  purpose: Purpose,
  id: string,
): Promise<ShownTicket<Purpose>> {
  demand(context, 'ticket.read');
  const ticket = await context.ports.store.loadDocument(context.realm.id, 'ticket', id);
  if (!isFor(ticket, purpose)) return refuse({ code: 'not-found', what: 'ticket', id });
  return { ticket, secret: secretOf(context, ticket) };
}

/** The ticket that the token opens, good or not; null when there is none for this purpose. */
export async function findTicketByToken<Purpose extends PurposeName>(
  context: Context,
  purpose: Purpose,
  token: string,
): Promise<TicketFor<Purpose> | null> {
  if (!isText(token) || token === '') return null;
  const key = { kind: 'ticket', key: digestOfToken(token) } as const;
  const ticket = await context.ports.store.loadDocumentByKey(context.realm.id, 'ticket', key);
  return isFor(ticket, purpose) ? ticket : null;
}

/** The newest ticket for a purpose that went to the address, as any spelling of it; null when there is none. */
export async function findNewestTicket<Purpose extends PurposeName>(
  context: Context,
  purpose: Purpose,
  address: string,
): Promise<TicketFor<Purpose> | null> {
  const query = { userId: null, organizationId: null, direction: 'descending', after: null, limit: 1 } as const;
  const [ticket = null] = await context.ports.store.findDocuments(context.realm.id, {
    ...query,
    kind: 'ticket',
    subject: subjectOf(purpose, address),
  });
  return isFor(ticket, purpose) ? ticket : null;
}
