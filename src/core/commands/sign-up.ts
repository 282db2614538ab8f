// Signing up: a stranger joins once they have proven their address.

import { parseJsonAs } from '../../json/parse-json-as.ts';
import { refuse } from '../model/error.ts';
import { edit, type UserPatch, untouched } from '../model/patch.ts';
import { type TicketFor, type TicketPurpose, ticketLimits } from '../model/ticket.ts';
import type { PasswordDigest, User } from '../model/user.ts';
import { blankUser, decideCreation } from '../rules/creation.ts';
import { inOwnName } from './confirm-email.ts';
import { type Context, demand, refuseAny } from './context.ts';
import { createMagicCode } from './create-magic-code.ts';
import { createUser } from './create-user.ts';
import { findAddressee } from './find-by-email.ts';
import { nothingAlong } from './finish-sign-in.ts';
import { guardGuesses } from './identify.ts';
import { limitSends } from './limit-sends.ts';
import { makeTicket } from './make-ticket.ts';
import { minutesOf, orderMail } from './order-mail.ts';
import { situationFor } from './prepare-update.ts';
import { checkCode, spending, stillGood } from './spend-ticket.ts';

/** What a stranger tells of themselves. */
export type Application = {
  readonly email: string;
  readonly password: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
};

type SignUp = TicketFor<'sign-up'>;

const noWaivers = { identifier: false, password: false };

function joining(application: Omit<Application, 'password'>, password: UserPatch['password']): UserPatch {
  const { email: value, firstName, lastName } = application;
  const item = { id: null, value, claim: 'verified', strategy: 'email_code', secondFactor: false } as const;
  return {
    ...untouched,
    firstName: edit(firstName),
    lastName: edit(lastName),
    emails: { list: { op: 'replace', items: [item] }, primary: { op: 'first' }, linked: 'refuse' },
    password,
  };
}

function passwordContext(realm: string): string {
  return `sign-up:${realm}`;
}

/** The digest of a password, sealed, as a ticket keeps it. */
async function sealPassword({ ports, realm }: Context, plain: string): Promise<string> {
  const [digest] = await ports.hasher.hash(plain, 'none', 'none');
  return ports.vault.sealText(JSON.stringify(digest), passwordContext(realm.id));
}

function openPassword({ ports, realm }: Context, { password }: SignUp): PasswordDigest {
  return parseJsonAs<PasswordDigest>(ports.vault.openText(password, passwordContext(realm.id)));
}

/** Takes this digest as it is: it was made here, and not brought along from elsewhere. */
function trusting(context: Context, made: PasswordDigest): Context {
  return { ...context, ports: { ...context.ports, hasher: { ...context.ports.hasher, accept: () => made } } };
}

/**
 * Sends a code to a stranger's address, which `confirmSignUp` takes with the ticket's id that is answered; there is no user before
 * that. Where somebody has the address, they are sent a code to sign in with instead (null), and the stranger is to be told
 * the same.
 * @fails forbidden, not-eligible (`email`: off), invalid, password-rejected, too-many-attempts.
 */
export async function startSignUp(context: Context, application: Application): Promise<string | null> {
  demand(context, 'user.sign-up');
  const { realm } = context;
  if (!realm.policy.signIn.allowSignUp) refuse({ code: 'not-eligible', field: 'email', why: 'off' });
  const { email, firstName, lastName, password: plain } = application;
  const patch = joining(application, { op: 'set', plain, checks: 'enforce', preHash: 'none' });
  const situation = await situationFor(inOwnName(context), null, patch);
  const blank = blankUser(realm.id, situation.newId(), situation.now);
  refuseAny(decideCreation(blank, patch, noWaivers, situation).refusals);
  const password = await sealPassword(context, plain);
  if ((await findAddressee(context, email)) !== null) {
    await createMagicCode(context, { email, invitation: null });
    return null;
  }
  return await mailCode(context, email, { purpose: 'sign-up', firstName, lastName, password });
}

/** @fails too-many-attempts. */
async function mailCode(
  context: Context,
  email: string,
  facts: Extract<TicketPurpose, { purpose: 'sign-up' }>,
): Promise<string> {
  // Under the name of what those are sent who have the address, or who has it could be told by the limit.
  await limitSends(context, 'magic-code', email);
  const made = makeTicket(context, facts, { userId: null, address: email }, 'code');
  const values = { minutes: minutesOf(ticketLimits['sign-up'].lifetimeMs) };
  const secrets = { code: made.secret };
  const mail = orderMail(context, { template: 'email-verification', to: email, values, secrets });
  const none = { users: [], images: [], sessions: [], changes: [] };
  await context.ports.store.commit({ realm: context.realm.id, ...none, documents: [made.step], mails: [mail] });
  return made.ticket.id;
}

async function findSignUp(context: Context, id: string): Promise<SignUp & { readonly address: string }> {
  const ticket = await context.ports.store.loadDocument(context.realm.id, 'ticket', id);
  if (ticket?.purpose !== 'sign-up' || ticket.address === null) {
    return refuse({ code: 'not-found', what: 'ticket', id });
  }
  return { ...ticket, address: ticket.address };
}

/** Sends another code for a sign-up under way and answers its ticket's id. @fails not-found (ticket), too-many-attempts. */
export async function resendSignUp(context: Context, id: string): Promise<string> {
  demand(context, 'user.sign-up');
  const { address, firstName, lastName, password } = await findSignUp(context, id);
  return await mailCode(context, address, { purpose: 'sign-up', firstName, lastName, password });
}

/**
 * Makes the user who has shown the code of their sign-up. It takes the ticket's id, because anybody can have another code sent to the
 * address, for another password. Wrong codes count like wrong passwords for the address.
 * @fails not-found (ticket), code-rejected, too-many-attempts, taken, and as `createUser`.
 */
export async function confirmSignUp(context: Context, id: string, code: string): Promise<User> {
  demand(context, 'user.sign-up');
  const ticket = await findSignUp(context, id);
  return await guardGuesses(context, ticket.address, async () => {
    const wrong = await checkCode(context, ticket, code);
    if (wrong !== null) return refuse(wrong);
    const { address: email, firstName, lastName } = ticket;
    const made = openPassword(context, ticket);
    const { scheme, digest } = made;
    const patch = joining({ email, firstName, lastName }, { op: 'set-digest', scheme, digest });
    return await createUser(inOwnName(trusting(context, made)), patch, noWaivers, async () => ({
      ...nothingAlong,
      documents: [spending(await stillGood(context, ticket), context.ports.clock())],
    }));
  });
}
