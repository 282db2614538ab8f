// Resetting a password with the token of a mail.

import { type RefusalOf, refuse } from '../model/error.ts';
import { set, type UserPatch, untouched } from '../model/patch.ts';
import type { Ticket } from '../model/ticket.ts';
import type { User } from '../model/user.ts';
import { hasSecondFactor } from '../rules/second-factors.ts';
import { isLocked } from '../rules/standing.ts';
import { identifierNamesOf } from '../rules/throttles.ts';
import { faultOf } from '../rules/tickets.ts';
import { inOwnName, proving } from './confirm-email.ts';
import type { Context } from './context.ts';
import { findTicketByToken } from './find-ticket.ts';
import { changeOf } from './prepare-update.ts';
import { spending, stillGood } from './spend-ticket.ts';
import { updateUser } from './update-user.ts';

type Rejection = RefusalOf<'code-rejected'>;

/** Whoever reads the mail proves no second factor, which could else be guessed at by having mails sent. */
function isWhole({ credentials, phones }: User): boolean {
  return !hasSecondFactor(credentials, phones);
}

/**
 * Whoever reads the mail owns the address, so that is proven too, and a lock against guessing has done its work. A link from before the
 * present password is void.
 */
function resetting(user: User, { address, createdAt }: Ticket, plain: string, now: number): UserPatch {
  if ((user.credentials.passwordUpdatedAt ?? 0) > createdAt) refuse({ code: 'code-rejected', reason: 'expired' });
  const proof = proving(user, address ?? '', 'email_link');
  return {
    ...proof,
    // Whoever never proved the address has set them, not whoever has now.
    ...(proof.emails !== untouched.emails && { secondFactors: { op: 'remove', what: 'all' } as const }),
    password: { op: 'set', plain, checks: 'enforce', preHash: 'none' },
    passwordCompromised: set(false),
    sessions: 'end-all',
    ...(isLocked(user, now) && isWhole(user) && { locked: set(false) }),
  };
}

/**
 * The ticket of a reset that can still be made, for a page that asks for the new password. Changes nothing. @fails code-rejected.
 */
export async function findPasswordReset(
  context: Context,
  token: string,
): Promise<Ticket & { readonly userId: string }> {
  const ticket = await findTicketByToken(context, 'password-reset', token);
  const rejected = (reason: Rejection['reason']) => refuse({ code: 'code-rejected', reason });
  if (ticket === null || ticket.userId === null) return rejected('wrong');
  const fault = faultOf(ticket, context.ports.clock());
  return fault === null ? { ...ticket, userId: ticket.userId } : rejected(fault);
}

/**
 * Sets a new password for whoever got the mail: proves the address it went to, ends all sessions and spends the token,
 * once, also when two race; where there is no second factor, a lock is lifted and failed attempts are forgotten. The address must
 * still be the user's, and the password the one that the link was sent for.
 * @fails code-rejected, password-rejected, too-many-attempts.
 */
export async function resetPassword(context: Context, token: string, plain: string): Promise<User> {
  const ticket = await findPasswordReset(context, token);
  const { clock } = context.ports;
  const { sealed, ...shown } = ticket;
  const { after } = await updateUser(
    inOwnName(context),
    { by: 'id', id: ticket.userId },
    (user) => resetting(user, ticket, plain, clock()),
    { system: false, ifRev: null },
    async ([updated]) => {
      const diff = [{ path: `tickets.${ticket.id}`, before: null, after: { ...shown } }];
      return {
        documents: [spending(await stillGood(context, ticket), clock())],
        changes: updated === undefined ? [] : [changeOf(context, updated.after, 'password.reset', diff, clock())],
        mails: [],
      };
    },
  );
  if (isWhole(after)) await context.ports.store.forgetFailures(context.realm.id, after.id, identifierNamesOf(after));
  return after;
}
