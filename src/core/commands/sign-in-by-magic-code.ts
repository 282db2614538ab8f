// Signing in with a code that came by mail.

import { clear, type UserPatch } from '../model/patch.ts';
import type { SignInProgress, TicketFor } from '../model/ticket.ts';
import type { User } from '../model/user.ts';
import type { StoredUser } from '../ports.ts';
import { isProven } from '../rules/primary.ts';
import { hasSecondFactor } from '../rules/second-factors.ts';
import { isSameAddress, opensAccount } from '../rules/tickets.ts';
import type { Proof } from './attempt.ts';
import { inOwnName, proving } from './confirm-email.ts';
import { type Context, demand } from './context.ts';
import { findByEmail } from './find-by-email.ts';
import { findNewestTicket } from './find-ticket.ts';
import { type Ending, finishSignIn } from './finish-sign-in.ts';
import { identify } from './identify.ts';
import { notingFailure, signInChange } from './note-sign-in.ts';
import type { Visit } from './sign-in-by-password.ts';
import { checkCode, spending, stillGood } from './spend-ticket.ts';
import { updateUser } from './update-user.ts';

type MagicCode = TicketFor<'magic-code'>;

const wrong = { code: 'code-rejected', reason: 'wrong' } as const;

/**
 * The code proves the address. Whatever somebody set who never proved it must not open the account of whoever has: a password, second
 * factors and sessions go.
 */
function claiming(user: User, address: string): UserPatch {
  const patch = proving(user, address, 'email_code');
  const email = user.emails.find((one) => isSameAddress(one.address, address));
  if (email === undefined || isProven(email)) return patch;
  const { password } = user.credentials;
  return {
    ...patch,
    ...(password !== null && { password: clear }),
    secondFactors: { op: 'remove', what: 'all' },
    sessions: 'end-all',
  };
}

async function prove(context: Context, { user }: StoredUser, email: string, code: string): Promise<Proof<MagicCode>> {
  const ticket = await findNewestTicket(context, 'magic-code', email);
  const mine = ticket?.userId === user.id ? ticket : null;
  const fault = await checkCode(context, mine, code);
  if (mine === null || fault !== null) return { wrong: fault ?? wrong };
  return { proven: mine, forgives: !hasSecondFactor(user.credentials, user.phones) };
}

/** What a guess at nobody's code costs: as much as one at somebody's. */
async function decoy(context: Context, { email, code }: { readonly email: string; readonly code: string }) {
  await checkCode(context, await findNewestTicket(context, 'magic-code', email), code);
}

/**
 * Signs in whoever has the newest code that went to the address, which proves it; or says what is still needed. The code is
 * spent, once, also when two race. Whoever is unknown is told what somebody with a wrong code is told.
 * @fails forbidden, code-rejected, too-many-attempts, and as `finishSignIn`.
 */
export async function signInByMagicCode<Result extends object>(
  context: Context,
  claim: { readonly email: string; readonly code: string },
  visit: Visit,
  ending: Ending<Result>,
): Promise<Result> {
  demand(context, 'session.sign-in');
  const progress: SignInProgress = { ...visit, method: 'magic-code', secondFactor: false };
  const found = async () => (await findByEmail(context, claim.email))?.user ?? null;
  const { user, ticket } = await notingFailure(context, progress, found, async () => {
    const known = await identify(context, {
      ...{ identifier: claim.email, held: true, system: false, wrong },
      can: (user) => opensAccount(user, claim.email),
      prove: (stored) => prove(context, stored, claim.email, claim.code),
      decoy: () => decoy(context, claim),
    });
    const { after } = await updateUser(
      inOwnName(context),
      { by: 'id', id: known.user.id },
      (fresh) => claiming(fresh, claim.email),
      { system: false, ifRev: null },
      async () => ({
        documents: [spending(await stillGood(context, known.proven), context.ports.clock())],
        changes: [],
        mails: [],
      }),
    );
    return { user: after, ticket: known.proven };
  });
  const along = { documents: [], changes: [signInChange(context, user, progress, null)], mails: [] };
  const invitation = progress.invitation ?? ticket.invitation;
  return await finishSignIn(context, user.id, { ...progress, invitation }, along, ending);
}
