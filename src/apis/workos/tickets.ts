// The endpoints of codes and links that go out by mail.

import { confirmEmailChange, sendEmailChange } from '../../core/commands/change-email.ts';
import { confirmEmail } from '../../core/commands/confirm-email.ts';
import { createMagicCode } from '../../core/commands/create-magic-code.ts';
import { createPasswordReset } from '../../core/commands/create-password-reset.ts';
import { getTicket } from '../../core/commands/find-ticket.ts';
import { getUser } from '../../core/commands/get-user.ts';
import { resetPassword } from '../../core/commands/reset-password.ts';
import { sendEmailVerification } from '../../core/commands/send-email-verification.ts';
import { Refused } from '../../core/model/error.ts';
import type { PurposeName, Ticket } from '../../core/model/ticket.ts';
import type { User } from '../../core/model/user.ts';
import { atUser } from './named.ts';
import { type Call, idOfPath, type Route, route } from './route.ts';
import { invitationInvalid, usableInvitation } from './usable-invitation.ts';
import { Body } from './wire/body.ts';
import { type OwnWords, wireErrors } from './wire/errors.ts';
import { type Named, readId, writeUserId } from './wire/ids.ts';
import { timeText, userObject } from './wire/objects.ts';
import { grantError, missing, Rejected, reject, type WireError, wireError } from './wire/rejected.ts';
import { emailVerificationObject, magicAuthObject, passwordResetObject } from './wire/ticket-objects.ts';

/** A ticket with its secret, and whose it is on the wire. */
type Shown = { readonly ticket: Ticket; readonly secret: string; readonly userId: string };

const couldNot = 'Request could not be processed.';

function tooMany(code: string): NonNullable<OwnWords['too-many-attempts']> {
  return ({ retryAfterMs }) =>
    wireError(429, code, 'Too many requests.', { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1000)) });
}

const sendWords: OwnWords = { 'too-many-attempts': tooMany('daily_quota_exceeded') };

const verificationErrors = {
  wrong: wireError(400, 'email_verification_code_incorrect', 'Email verification code is incorrect.'),
  expired: wireError(400, 'email_verification_code_expired', 'Email verification code has expired.'),
  used: wireError(400, 'email_verification_code_previously_used', 'Email verification code was used before.'),
  'too-many': wireError(400, 'email_verification_code_incorrect', 'Too many wrong codes; ask for a new one.'),
} as const;

const changeErrors = {
  wrong: wireError(400, 'email_change_code_incorrect', 'Email change code is incorrect.'),
  expired: wireError(400, 'email_change_code_expired', 'Email change code has expired.'),
  used: wireError(409, 'email_change_code_previously_used', 'Email change code was used before.'),
  'too-many': wireError(429, 'email_change_too_many_attempts', 'Too many wrong codes; ask for a new one.'),
} as const;

const changeNotAllowed = wireError(409, 'email_change_not_allowed', couldNot);

/** A new address that cannot be had. WorkOS' OpenAPI file 0.61, `email_change`; 2026-08. */
const changeWords: OwnWords = {
  'not-eligible': () => changeNotAllowed,
  'last-way-in': () => changeNotAllowed,
  invalid: () => ({ ...wireErrors.emailInvalid, status: 422 }),
  taken: () => ({ ...wireErrors.emailTaken, status: 409 }),
  'too-many-attempts': tooMany('email_change_too_many_attempts'),
};

/** What a path or an error calls a ticket, by its purpose. */
const names = {
  'email-verification': { named: 'emailVerification', thing: 'Email Verification' },
  'magic-code': { named: 'magicAuth', thing: 'MagicAuth' },
  'password-reset': { named: 'passwordReset', thing: 'Password Reset' },
} as const satisfies { readonly [Purpose in PurposeName]?: { named: Exclude<Named, 'user'>; thing: string } };

/** Reads the ticket that the path names, with whose it is. */
function show(purpose: keyof typeof names): (call: Call) => Promise<Shown> {
  const { named, thing } = names[purpose];
  return async (call) => {
    const text = idOfPath(call.params) ?? '';
    const id = readId(named, text) ?? reject(missing(thing, text));
    const { ticket, secret } = await getTicket(call.context, purpose, id);
    return { ticket, secret, userId: await wireIdOf(call, ticket) };
  };
}

async function wireIdOf({ context }: Call, { userId }: Ticket): Promise<string> {
  return writeUserId(await getUser(context, { by: 'id', id: userId ?? '' }, { system: false }));
}

function missingTicket(purpose: keyof typeof names): OwnWords {
  return { 'not-found': ({ id }) => missing(names[purpose].thing, id) };
}

function linkOf({ publicUrl }: Call, token: string): string {
  return `${publicUrl}/user_management/authorize/reset?token=${token}`;
}

function readText(name: string, others: readonly string[] = []): (call: Call) => string {
  return (call) => {
    const body = new Body(call.body, new Set([name, ...others]));
    const text = body.requiredText(name);
    for (const other of others) body.text(other);
    body.settle();
    return text;
  };
}

/** What tells of the caller's caller is taken and means nothing here. */
const callerNames = ['ip_address', 'user_agent', 'signals_id', 'radar_auth_attempt_id'] as const;

function readMagicAuth(call: Call) {
  const body = new Body(call.body, new Set(['email', 'invitation_token', ...callerNames]));
  const email = body.requiredText('email');
  const invitation = body.filledText('invitation_token') ?? null;
  for (const name of callerNames) body.text(name);
  body.settle();
  return { email, invitation };
}

function readReset(call: Call) {
  const body = new Body(call.body, new Set(['token', 'new_password']));
  const values = { token: body.requiredText('token'), password: body.requiredText('new_password') };
  body.settle();
  return values;
}

/** True for a token that is not good, or not any more: which of them, nobody is told. */
function isRejectedCode(error: unknown): boolean {
  return error instanceof Refused && error.refusals[0].code === 'code-rejected';
}

function unknownToken(token: string): WireError {
  return wireError(404, 'password_reset_token_not_found', `Could not locate user with provided token: '${token}'.`);
}

function renderUser(user: User, call: Call): object {
  return { user: userObject(user, call.publicUrl) };
}

const verificationRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/user_management/users/:id/email_verification/send',
    says: sendWords,
    parse: () => null,
    run: (call) => atUser(call, (reference) => sendEmailVerification(call.context, reference)),
    render: renderUser,
  }),
  route({
    method: 'POST',
    path: '/user_management/users/:id/email_verification/confirm',
    says: {
      'code-rejected': ({ reason }) => verificationErrors[reason],
      'not-eligible': () => wireError(400, 'email_previously_verified', 'The email address was verified before.'),
      'account-inactive': () => verificationErrors['too-many'],
    },
    parse: readText('code'),
    run: (call, code) => atUser(call, (reference) => confirmEmail(call.context, reference, code)),
    render: renderUser,
  }),
  route({
    method: 'GET',
    path: '/user_management/email_verification/:id',
    says: missingTicket('email-verification'),
    parse: () => null,
    run: show('email-verification'),
    render: (shown) => emailVerificationObject(shown, shown.secret),
  }),
];

const changeRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/user_management/users/:id/email_change/send',
    says: {
      ...changeWords,
      ...sendWords,
      'not-eligible': ({ why }) =>
        why === 'unchanged'
          ? wireError(409, 'email_change_not_needed', 'The user has this email address already.')
          : changeNotAllowed,
    },
    parse: readText('new_email'),
    run: (call, email) => atUser(call, (reference) => sendEmailChange(call.context, reference, email)),
    render: ({ user, ticket }, call) => ({
      object: 'email_change',
      user: userObject(user, call.publicUrl),
      new_email: ticket.address,
      expires_at: timeText(ticket.expireAt),
      created_at: timeText(ticket.createdAt),
    }),
  }),
  route({
    method: 'POST',
    path: '/user_management/users/:id/email_change/confirm',
    says: {
      ...changeWords,
      'code-rejected': ({ reason }) => changeErrors[reason],
      'account-inactive': () => changeErrors['too-many'],
      'not-found': ({ what, id }) =>
        what === 'ticket'
          ? wireError(409, 'no_pending_email_change', 'No email change is pending for this user.')
          : missing('User', id),
    },
    parse: readText('code'),
    run: (call, code) => atUser(call, (reference) => confirmEmailChange(call.context, reference, code)),
    render: (user, call) => ({ object: 'email_change_confirmation', ...renderUser(user, call) }),
  }),
];

const resetRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/user_management/password_reset',
    status: 201,
    says: { ...sendWords, 'not-found': ({ id }) => missing('User', id) },
    parse: readText('email'),
    async run(call, email): Promise<Shown> {
      const made = await createPasswordReset(call.context, email, (token) => linkOf(call, token));
      if (made === null) throw new Error('a key was not told of a password reset');
      return { ticket: made.ticket, secret: made.token, userId: await wireIdOf(call, made.ticket) };
    },
    render: (shown, call) => passwordResetObject(shown, { token: shown.secret, url: linkOf(call, shown.secret) }),
  }),
  route({
    method: 'GET',
    path: '/user_management/password_reset/:id',
    says: missingTicket('password-reset'),
    parse: () => null,
    run: show('password-reset'),
    render: (shown, call) => passwordResetObject(shown, { token: shown.secret, url: linkOf(call, shown.secret) }),
  }),
  route({
    method: 'POST',
    path: '/user_management/password_reset/confirm',
    says: {
      'password-rejected': ({ violations }) =>
        wireError(400, 'password_reset_error', 'Validation failed.', {
          errors: violations.map((violation) => ({
            code: `password_${violation.replaceAll('-', '_')}`,
            message: couldNot,
          })),
        }),
    },
    parse: readReset,
    run: async (call, { token, password }) => {
      const { context } = call;
      return await resetPassword(context, token, password).catch((error: unknown) => {
        throw isRejectedCode(error) ? new Rejected(unknownToken(token)) : error;
      });
    },
    render: renderUser,
  }),
];

const magicRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/user_management/magic_auth',
    status: 201,
    says: {
      ...sendWords,
      'not-found': () => invitationInvalid,
      'not-eligible': () => grantError('sign_up_not_allowed', 'Nobody new can sign up.'),
      invalid: () => wireError(422, 'invalid_email', 'The email address is not valid.'),
    },
    parse: readMagicAuth,
    async run(call, wish): Promise<Shown> {
      const invitation = await usableInvitation(call.context, wish.invitation);
      const { ticket, code } = await createMagicCode(call.context, { email: wish.email, invitation });
      return { ticket, secret: code, userId: await wireIdOf(call, ticket) };
    },
    render: (shown) => magicAuthObject(shown, shown.secret),
  }),
  route({
    method: 'GET',
    path: '/user_management/magic_auth/:id',
    says: missingTicket('magic-code'),
    parse: () => null,
    run: show('magic-code'),
    render: (shown) => magicAuthObject(shown, shown.secret),
  }),
];

/** WorkOS' OpenAPI file 0.61, tags user-management.users, .magic-auth, .password-reset, .email-verification; 2026-08. */
export const ticketRoutes: readonly Route[] = [...verificationRoutes, ...changeRoutes, ...resetRoutes, ...magicRoutes];
