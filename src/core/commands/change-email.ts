// Changing a user's address once the new one is proven.

import { refuse } from '../model/error.ts';
import { type ContactsEdit, type NewContact, type UserPatch, untouched } from '../model/patch.ts';
import type { Ticket } from '../model/ticket.ts';
import type { User, UserReference } from '../model/user.ts';
import { foldKey } from '../rules/keys.ts';
import { isSameAddress, mainEmailOf } from '../rules/tickets.ts';
import { attempt, userOnly } from './attempt.ts';
import { inOwnName } from './confirm-email.ts';
import { type Context, demand, refuseAny } from './context.ts';
import { findNewestTicket } from './find-ticket.ts';
import { findUser } from './find-user.ts';
import { limitSends } from './limit-sends.ts';
import { makeTicket } from './make-ticket.ts';
import { judgeUpdate } from './prepare-update.ts';
import { sendTicket } from './send-ticket.ts';
import { checkCode, spending, stillGood } from './spend-ticket.ts';
import { updateUser } from './update-user.ts';

/** The patch that puts a proven address in the place of the one the user has; identities that rest on that fall away. */
function exchanging(user: User, address: string): UserPatch {
  const old = mainEmailOf(user);
  const fresh: NewContact = {
    id: null,
    value: address,
    claim: 'verified',
    strategy: 'email_code',
    secondFactor: false,
  };
  const list: ContactsEdit['list'] = {
    op: 'change',
    add: [fresh],
    edit: [],
    remove: old === null ? [] : [old.id],
  };
  return { ...untouched, emails: { list, primary: { op: 'value', value: address }, linked: 'unlink' } };
}

/**
 * Sends six digits to a new address of the user, which `confirmEmailChange` takes; until then nothing changes.
 * @fails not-found, forbidden, invalid (`emails`), not-eligible (`email`: unchanged), taken, too-many-attempts.
 */
export async function sendEmailChange(
  context: Context,
  reference: UserReference,
  newAddress: string,
): Promise<{ readonly user: User; readonly ticket: Ticket }> {
  const { user } = await findUser(context, reference, false);
  demand(context, 'ticket.create', user.id);
  if (user.emails.some(({ address }) => isSameAddress(address, newAddress))) {
    refuse({ code: 'not-eligible', field: 'email', why: 'unchanged' });
  }
  const { refusals } = await judgeUpdate(inOwnName(context), user, exchanging(user, newAddress));
  refuseAny(refusals);
  const key = { kind: 'email', key: foldKey('email', newAddress) } as const;
  const [holder] = await context.ports.store.holdersOf(context.realm.id, [key]);
  if (holder !== undefined) refuse({ code: 'taken', field: 'email' });
  await limitSends(context, 'email-change', newAddress);
  const facts = { purpose: 'email-change', newAddress } as const;
  const made = makeTicket(context, facts, { userId: user.id, address: newAddress }, 'code');
  const secrets = { code: made.secret };
  await sendTicket(context, user, made, { template: 'email-change', to: newAddress, values: { newAddress }, secrets });
  return { user, ticket: made.ticket };
}

/**
 * Makes the new address the user's, proven, with the code that went there. A wrong one is a failed attempt of the user and
 * counts against the code.
 * @fails not-found (user; ticket: no change is pending), forbidden, code-rejected, account-inactive (locked), taken, not-eligible.
 */
export async function confirmEmailChange(context: Context, reference: UserReference, code: string): Promise<User> {
  const { user } = await findUser(context, reference, false);
  demand(context, 'ticket.create', user.id);
  return await attempt(context, user.id, userOnly, async () => {
    const ticket = await findNewestTicket(context, 'email-change', user.id);
    if (ticket?.userId !== user.id) return refuse({ code: 'not-found', what: 'ticket', id: user.id });
    const wrong = await checkCode(context, ticket, code);
    if (wrong !== null) return { wrong };
    const { after } = await updateUser(
      inOwnName(context),
      { by: 'id', id: user.id },
      (fresh) => exchanging(fresh, ticket.newAddress),
      { system: false, ifRev: null },
      async () => ({
        documents: [spending(await stillGood(context, ticket), context.ports.clock())],
        changes: [],
        mails: [],
      }),
    );
    return { proven: after, forgives: false };
  });
}
