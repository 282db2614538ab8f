// Making a ticket: a fresh code or token, sealed, and the steps that keep it.

import { hash } from 'node:crypto';
import type { NewChange } from '../model/change.ts';
import type { DocumentKey } from '../model/document.ts';
import { type PurposeName, type Ticket, type TicketPurpose, ticketLimits } from '../model/ticket.ts';
import type { User } from '../model/user.ts';
import type { DocumentStep } from '../ports.ts';
import { subjectOf } from '../rules/tickets.ts';
import type { Context } from './context.ts';
import { changeOf } from './prepare-update.ts';

/** Ids of what was mailed are looked up long after the ticket itself is void; what anybody can have made goes at once. */
const keptMs = 7 * 86_400_000;
const passing: ReadonlySet<PurposeName> = new Set(['visit', 'device']);

const codeDigits = 6;
const tokenBytes = 32;

/** A ticket, its secret in clear, and what writes it. */
export type NewTicket = { readonly ticket: Ticket; readonly secret: string; readonly step: DocumentStep };

/** For whom it is, and the address that its mail goes to (null: none does). */
export type Holder = { readonly userId: string | null; readonly address: string | null };

/** What the vault binds a ticket's secret to. */
export function ticketContext({ realm, id }: Pick<Ticket, 'realm' | 'id'>): string {
  return `ticket:${realm}:${id}`;
}

/** The key of whatever is found by a token that only its holder knows. */
export function digestOfToken(token: string): string {
  return hash('sha256', token, 'hex');
}

/** A new address is a user's wish, of whom several may have the same; all others are found by where they went. */
function subjectFor({ purpose }: TicketPurpose, { userId, address }: Holder): string | null {
  const about = purpose === 'email-change' ? userId : address;
  return about === null ? null : subjectOf(purpose, about);
}

/**
 * Makes a ticket with a code of six digits, or with a token by which it is found; good for as long as its kind unless told. Nothing is
 * written yet.
 */
export function makeTicket(
  context: Context,
  facts: TicketPurpose,
  holder: Holder,
  by: 'code' | 'token',
  { lifetimeMs }: { readonly lifetimeMs: number } = ticketLimits[facts.purpose],
): NewTicket {
  const { clock, random, vault } = context.ports;
  const now = clock();
  const id = random.uuid(now);
  const secret = by === 'code' ? random.digits(codeDigits) : random.token(tokenBytes);
  const expireAt = now + lifetimeMs;
  const ticket: Ticket = {
    ...facts,
    kind: 'ticket',
    realm: context.realm.id,
    id,
    rev: 1,
    createdAt: now,
    updatedAt: now,
    forgetAt: expireAt + (passing.has(facts.purpose) ? 0 : keptMs),
    userId: holder.userId,
    organizationId: null,
    subject: subjectFor(facts, holder),
    sealed: vault.sealText(secret, ticketContext({ realm: context.realm.id, id })),
    address: holder.address,
    attempts: 0,
    usedAt: null,
    expireAt,
  };
  const own: readonly DocumentKey[] = by === 'token' ? [{ kind: 'ticket', key: digestOfToken(secret) }] : [];
  const device: readonly DocumentKey[] =
    facts.purpose === 'device' ? [{ kind: 'device-code', key: facts.userCode }] : [];
  return { ticket, secret, step: { op: 'insert', document: ticket, keys: [...own, ...device] } };
}

/** The change that tells of a ticket, without its secret. */
export function ticketCreated(context: Context, user: User, { sealed, ...ticket }: Ticket): NewChange {
  const diff = [{ path: `tickets.${ticket.id}`, before: null, after: { ...ticket } }];
  return changeOf(context, user, 'ticket.created', diff, ticket.createdAt);
}
