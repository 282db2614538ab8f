// Creating a confirmation: a link by mail with which somebody confirms that they signed up.

import { refuse } from '../model/error.ts';
import { set, type UserPatch, untouched } from '../model/patch.ts';
import { ticketLimits } from '../model/ticket.ts';
import type { User, UserReference } from '../model/user.ts';
import type { Waivers } from '../rules/creation.ts';
import { mainEmailOf } from '../rules/tickets.ts';
import { type Context, demand } from './context.ts';
import type { LinkOf } from './create-password-reset.ts';
import { createUser } from './create-user.ts';
import { limitSends } from './limit-sends.ts';
import { makeTicket, ticketCreated } from './make-ticket.ts';
import { type Letter, letterWish } from './order-letter.ts';
import { daysOf, type MailWish, orderMail } from './order-mail.ts';
import { updateUser } from './update-user.ts';
import type { Along } from './update-users.ts';

/** The mail that asks: where its link leads, and its words; null: our own. */
export type ConfirmationMail = { readonly linkOf: LinkOf; readonly letter: Letter | null };

const asked = { active: set(false), confirmation: set('pending' as const) };

function mailWish({ linkOf, letter }: ConfirmationMail, token: string, to: string): MailWish {
  const link = linkOf(token);
  if (letter !== null) return letterWish(letter, link, to);
  const days = daysOf(ticketLimits.confirmation.lifetimeMs);
  return { template: 'confirmation', to, values: { days }, secrets: { link } };
}

/** What keeps and mails a link for the user. @fails forbidden, not-found (email), invalid (the letter), too-many-attempts. */
async function prepareConfirmation(context: Context, user: User, mail: ConfirmationMail): Promise<Along> {
  demand(context, 'ticket.create', user.id);
  const email = mainEmailOf(user);
  if (email === null) return refuse({ code: 'not-found', what: 'email', id: user.id });
  const { address } = email;
  await limitSends(context, 'confirmation', address);
  const { ticket, secret, step } = makeTicket(
    context,
    { purpose: 'confirmation' },
    { userId: user.id, address },
    'token',
  );
  return {
    documents: [step],
    changes: [ticketCreated(context, user, ticket)],
    mails: [orderMail(context, mailWish(mail, secret, address))],
  };
}

function forUser(context: Context, mail: ConfirmationMail) {
  return async ([made]: readonly { readonly after: User }[]): Promise<Along> => {
    if (made === undefined) throw new Error('a batch of one has nobody in it');
    return await prepareConfirmation(context, made.after, mail);
  };
}

/**
 * Adds a user who is inactive until they have confirmed, and mails the link for that to their address, all or nothing.
 * @fails not-found (email: they have none), invalid (the letter), too-many-attempts, and as `createUser`.
 */
export async function createPendingUser(
  context: Context,
  patch: UserPatch,
  waivers: Waivers,
  mail: ConfirmationMail,
): Promise<User> {
  return await createUser(context, { ...patch, ...asked }, waivers, forUser(context, mail));
}

/**
 * Has a user confirm who needed not so far: they are inactive from now on, and mailed a link. One who is pending already is mailed another.
 * @fails not-found (user, email), forbidden, invalid (the letter), too-many-attempts, and as `updateUser`.
 */
export async function createConfirmation(
  context: Context,
  reference: UserReference,
  mail: ConfirmationMail,
): Promise<User> {
  const options = { system: false, ifRev: null };
  const { after } = await updateUser(context, reference, { ...untouched, ...asked }, options, forUser(context, mail));
  return after;
}

function onlyPending({ confirmation }: User): UserPatch {
  if (confirmation === 'pending') return untouched;
  return refuse({ code: 'not-eligible', field: 'confirmation', why: confirmation === 'none' ? 'off' : 'verified' });
}

/**
 * Mails another link to a user who is pending. Those sent before stay good until one is used.
 * @fails not-found (user, email), forbidden, not-eligible (`confirmation`: `off`, `verified`), invalid (the letter), too-many-attempts.
 */
export async function resendConfirmation(
  context: Context,
  reference: UserReference,
  mail: ConfirmationMail,
): Promise<User> {
  const options = { system: false, ifRev: null };
  const { after } = await updateUser(context, reference, onlyPending, options, forUser(context, mail));
  return after;
}
