// Spending a ticket: once, and only for whoever knows its code.

import { timingSafeEqual } from 'node:crypto';
import { type RefusalOf, refuse } from '../model/error.ts';
import type { Ticket } from '../model/ticket.ts';
import type { DocumentStep } from '../ports.ts';
import { faultOf } from '../rules/tickets.ts';
import type { Context } from './context.ts';
import { secretOf } from './find-ticket.ts';

/** The step that spends a ticket: of two writes that hold it, one fails. */
export function spending(ticket: Ticket, now: number): DocumentStep {
  return {
    op: 'update',
    document: { ...ticket, rev: ticket.rev + 1, updatedAt: now, usedAt: now },
    rev: ticket.rev,
    addKeys: [],
    removeKeys: [],
  };
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Counts a wrong guess. When another was counted meanwhile, that many more are needed. */
export async function countGuess(context: Context, ticket: Ticket): Promise<void> {
  const { clock, store } = context.ports;
  for (let known: Ticket | null = ticket; known !== null; ) {
    const document = { ...known, rev: known.rev + 1, updatedAt: clock(), attempts: known.attempts + 1 };
    const outcome = await store.commit({
      realm: context.realm.id,
      users: [],
      images: [],
      sessions: [],
      documents: [{ op: 'update', document, rev: known.rev, addKeys: [], removeKeys: [] }],
      changes: [],
      mails: [],
    });
    if (outcome.ok) return;
    known = await store.loadDocument(context.realm.id, 'ticket', known.id);
  }
}

/**
 * Checks a code against the ticket in constant time; a wrong one counts against it. Null: it is right, and the ticket is good
 * as far as is known here; spending it decides.
 */
export async function checkCode(
  context: Context,
  ticket: Ticket | null,
  code: string,
): Promise<RefusalOf<'code-rejected'> | null> {
  if (ticket === null) return { code: 'code-rejected', reason: 'wrong' };
  const fault = faultOf(ticket, context.ports.clock());
  const right = isSame(secretOf(context, ticket), code);
  // Who does not know the code is not told what became of it.
  if (fault !== null) return { code: 'code-rejected', reason: right || fault === 'too-many' ? fault : 'wrong' };
  if (right) return null;
  await countGuess(context, ticket);
  return { code: 'code-rejected', reason: 'wrong' };
}

/** The ticket as stored now, still good. @fails code-rejected. */
export async function stillGood<Kept extends Ticket>(context: Context, ticket: Kept): Promise<Kept> {
  const stored = await context.ports.store.loadDocument(context.realm.id, 'ticket', ticket.id);
  if (stored === null) return refuse({ code: 'code-rejected', reason: 'expired' });
  const fault = faultOf(stored, context.ports.clock());
  if (fault !== null) return refuse({ code: 'code-rejected', reason: fault });
  const { rev, attempts, updatedAt } = stored;
  return { ...ticket, rev, attempts, updatedAt };
}
