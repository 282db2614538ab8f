// Authorizing a device that has no keyboard: somebody lets it in elsewhere (RFC 8628).

import { randomInt } from 'node:crypto';
import { refuse } from '../model/error.ts';
import type { SignInProgress, TicketFor } from '../model/ticket.ts';
import type { User } from '../model/user.ts';
import { faultOf } from '../rules/tickets.ts';
import { type Context, demand } from './context.ts';
import { findTicketByToken } from './find-ticket.ts';
import { asSession, finishSignIn, type SignedInClient } from './finish-sign-in.ts';
import { limitVisits } from './limit-sends.ts';
import { makeTicket } from './make-ticket.ts';
import { spending } from './spend-ticket.ts';

/** Consonants that are not mistaken for others (RFC 8628 §6.1). */
const letters = 'BCDFGHJKLMNPQRSTVWXZ';
const typedLetters = `${letters}bcdfghjklmnpqrstvwxz`;

/** A device asks at most so often. */
export const pollIntervalMs = 5000;

/** What a device shows and keeps. */
export type DeviceCodes = { readonly deviceCode: string; readonly userCode: string; readonly expireAt: number };

/** How a device stands that asks: wait, ask less often, or never mind. */
export type DeviceAnswer = SignedInClient | 'pending' | 'too-often' | 'denied' | 'expired';

function newUserCode(): string {
  return Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');
}

/** Any way of typing a code: case does not count, nor does whatever is in no code (RFC 8628 §6.1). */
function readUserCode(text: string): string {
  return Array.from(text, (typed) => letters[typedLetters.indexOf(typed) % letters.length] ?? '').join('');
}

/** Gives a device its codes. @fails forbidden, too-many-attempts. */
export async function createDeviceCodes(context: Context, clientId: string): Promise<DeviceCodes> {
  demand(context, 'session.refresh');
  await limitVisits(context);
  while (true) {
    const userCode = newUserCode();
    const facts = { purpose: 'device', clientId, userCode, progress: null, deniedAt: null, polledAt: null } as const;
    const made = makeTicket(context, facts, { userId: null, address: null }, 'token');
    const none = { users: [], images: [], sessions: [], changes: [], mails: [] };
    const outcome = await context.ports.store.commit({ realm: context.realm.id, ...none, documents: [made.step] });
    if (outcome.ok) return { deviceCode: made.secret, userCode, expireAt: made.ticket.expireAt };
  }
}

/** The device that waits under a code, as typed. @fails not-found (ticket). */
export async function findDevice(context: Context, typed: string): Promise<TicketFor<'device'>> {
  const key = { kind: 'device-code', key: readUserCode(typed.slice(0, 40)) } as const;
  const ticket = await context.ports.store.loadDocumentByKey(context.realm.id, 'ticket', key);
  const good = ticket?.purpose === 'device' && faultOf(ticket, context.ports.clock()) === null ? ticket : null;
  if (good === null || good.progress !== null || good.deniedAt !== null) {
    return refuse({ code: 'not-found', what: 'ticket', id: typed });
  }
  return good;
}

async function settle(
  context: Context,
  ticket: TicketFor<'device'>,
  change: Partial<TicketFor<'device'>>,
): Promise<boolean> {
  const document = { ...ticket, ...change, rev: ticket.rev + 1, updatedAt: context.ports.clock() };
  const none = { users: [], images: [], sessions: [], changes: [], mails: [] };
  const step = { op: 'update', document, rev: ticket.rev, addKeys: [], removeKeys: [] } as const;
  return (await context.ports.store.commit({ realm: context.realm.id, ...none, documents: [step] })).ok;
}

/** Lets the device in as the user, or turns it away (`progress` null). @fails not-found (ticket). */
export async function answerDevice(
  context: Context,
  typed: string,
  user: User,
  progress: SignInProgress | null,
): Promise<void> {
  while (true) {
    const ticket = await findDevice(context, typed);
    const answer =
      progress === null
        ? { deniedAt: context.ports.clock() }
        : { userId: user.id, progress: { ...progress, clientId: ticket.clientId } };
    if (await settle(context, ticket, answer)) return;
  }
}

/** What a device is told that asks whether it is let in: once it is, it gets its session, and its code is spent. @fails forbidden, and as `finishSignIn`. */
export async function pollDevice(
  context: Context,
  wish: { readonly deviceCode: string; readonly clientId: string },
): Promise<DeviceAnswer | null> {
  demand(context, 'session.refresh');
  while (true) {
    const ticket = await findTicketByToken(context, 'device', wish.deviceCode);
    if (ticket === null || ticket.clientId !== wish.clientId || ticket.usedAt !== null) return null;
    const now = context.ports.clock();
    if (ticket.deniedAt !== null) return 'denied';
    if (ticket.expireAt <= now) return 'expired';
    if (ticket.progress !== null && ticket.userId !== null) {
      const along = { documents: [spending(ticket, now)], changes: [], mails: [] };
      return await finishSignIn(context, ticket.userId, ticket.progress, along, asSession, ticket.updatedAt);
    }
    const tooOften = ticket.polledAt !== null && now - ticket.polledAt < pollIntervalMs;
    if (await settle(context, ticket, { polledAt: now })) return tooOften ? 'too-often' : 'pending';
  }
}
