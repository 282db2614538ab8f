// Confirming an address with the code that went there.

import { refuse } from '../model/error.ts';
import { keep, sameContacts, set, type UserPatch, untouched } from '../model/patch.ts';
import type { User, UserReference } from '../model/user.ts';
import { isProven } from '../rules/primary.ts';
import { isSameAddress, mainEmailOf } from '../rules/tickets.ts';
import { attempt, userOnly } from './attempt.ts';
import { type Context, demand } from './context.ts';
import { findNewestTicket } from './find-ticket.ts';
import { findUser } from './find-user.ts';
import { checkCode, spending, stillGood } from './spend-ticket.ts';
import { updateUser } from './update-user.ts';

/** The patch that marks an address of the user as proven. @fails code-rejected: the user has it no more. */
export function proving(user: User, address: string, strategy: string): UserPatch {
  const email = user.emails.find((one) => isSameAddress(one.address, address));
  if (email === undefined) return refuse({ code: 'code-rejected', reason: 'wrong' });
  if (isProven(email)) return untouched;
  const edit = {
    id: email.id,
    claim: set('verified' as const),
    strategy,
    secondFactor: keep,
    defaultSecondFactor: keep,
  };
  return { ...untouched, emails: { ...sameContacts, list: { op: 'change', add: [], edit: [edit], remove: [] } } };
}

/** Muster's own name: what a code proves, nobody needs to assert. */
export function inOwnName(context: Context): Context {
  return { ...context, actor: { kind: 'system' } };
}

/**
 * Proves the user's address with the newest code that went to it; the code is spent by this, once, also when two race. A wrong
 * one is a failed attempt of the user and counts against the code.
 * @fails not-found (user, email), not-eligible (`email`: verified), code-rejected, account-inactive (locked), taken.
 */
export async function proveEmail(context: Context, userId: string, code: string): Promise<User> {
  return await attempt(context, userId, userOnly, async ({ user }) => {
    const email = mainEmailOf(user);
    if (email === null) return refuse({ code: 'not-found', what: 'email', id: userId });
    const ticket = await findNewestTicket(context, 'email-verification', email.address);
    const mine = ticket?.userId === userId ? ticket : null;
    if (isProven(email)) return refuse({ code: 'not-eligible', field: 'email', why: 'verified' });
    const wrong = await checkCode(context, mine, code);
    if (mine === null || wrong !== null) return { wrong: wrong ?? { code: 'code-rejected', reason: 'wrong' } };
    const { after } = await updateUser(
      inOwnName(context),
      { by: 'id', id: userId },
      (fresh) => proving(fresh, email.address, 'email_code'),
      { system: false, ifRev: null },
      async () => ({
        documents: [spending(await stillGood(context, mine), context.ports.clock())],
        changes: [],
        mails: [],
      }),
    );
    return { proven: after, forgives: false };
  });
}

/** The same for a caller who may do this for the user. @fails forbidden, and as `proveEmail`. */
export async function confirmEmail(context: Context, reference: UserReference, code: string): Promise<User> {
  const { user } = await findUser(context, reference, false);
  demand(context, 'ticket.create', user.id);
  return await proveEmail(context, user.id, code);
}
