// The grants: what a client shows to be given a session.

import { redeemAuthorization } from '../../core/commands/authorize-client.ts';
import { pollDevice } from '../../core/commands/authorize-device.ts';
import type { Context } from '../../core/commands/context.ts';
import { asSession, type SignedInClient } from '../../core/commands/finish-sign-in.ts';
import { refreshSession } from '../../core/commands/refresh-session.ts';
import {
  type Place,
  resumeWithEmail,
  resumeWithOrganization,
  resumeWithSecondFactor,
} from '../../core/commands/resume-sign-in.ts';
import { signInByMagicCode } from '../../core/commands/sign-in-by-magic-code.ts';
import { signInByPassword, type Visit } from '../../core/commands/sign-in-by-password.ts';
import type { Refusal } from '../../core/model/error.ts';
import { invitationInvalid } from './usable-invitation.ts';
import type { OwnWords } from './wire/errors.ts';
import { readId } from './wire/ids.ts';
import { grantError, reject, type WireError, wireError } from './wire/rejected.ts';

/** The parameters of one grant: those it needs, then those it may have. All are texts. */
export type Values = Readonly<Record<string, string | null>>;

/** Who asks, for which client, from where, on which invitation (by id). */
export type Asker = {
  readonly context: Context;
  readonly clientId: string;
  readonly place: Place;
  readonly invitation: string | null;
};

/** One grant. `secret`: the client must show its secret. */
export type Grant = {
  readonly secret: boolean;
  readonly needs: readonly string[];
  readonly takes: readonly string[];
  readonly says: OwnWords;
  readonly run: (asker: Asker, values: Values) => Promise<SignedInClient>;
};

const codeErrors = {
  wrong: wireError(400, 'invalid_one_time_code', 'The one-time code is incorrect.'),
  expired: wireError(400, 'one_time_code_expired', 'The one-time code has expired.'),
  used: wireError(400, 'one_time_code_previously_used', 'The one-time code was used before.'),
  'too-many': wireError(400, 'one_time_code_too_many_attempts', 'Too many wrong codes; ask for a new one.'),
} as const;

const invalidGrant = grantError('invalid_grant', 'The code has expired or is invalid.');

function missingError({ what, id }: Extract<Refusal, { code: 'not-found' }>): WireError {
  if (what === 'ticket') {
    const message = `The pending_authentication_token '${id}' has expired or is invalid.`;
    return wireError(400, 'invalid_pending_authentication_token', message);
  }
  if (what === 'membership') {
    return grantError('organization_membership_not_found', 'The user is no active member of this organization.');
  }
  return what === 'invitation' ? invitationInvalid : invalidGrant;
}

/**
 * Told to wait longer, the SDKs wait this long three times before they tell their caller (`@workos-inc/node` 10 and 11); told nothing,
 * a few seconds.
 */
const patienceMs = 60_000;

/** What all grants say. WorkOS' OpenAPI file 0.61, `authenticate`; 2026-08. */
export const grantWords: OwnWords = {
  'wrong-credentials': () => wireError(400, 'invalid_credentials', 'Invalid credentials.'),
  'code-rejected': ({ reason }) => codeErrors[reason],
  'no-credential': () => codeErrors.wrong,
  'not-found': missingError,
  'session-gone': () => grantError('invalid_grant', 'Invalid refresh token.'),
  'account-inactive': () => grantError('access_denied', 'This user cannot sign in.'),
  'verification-required': () =>
    wireError(403, 'authentication_method_not_allowed', 'This password has become public; reset it first.'),
  'not-eligible': () => wireError(400, 'invalid_one_time_code', 'The email address is verified already.'),
  'not-authenticated': () => grantError('invalid_client', 'The client secret is not valid.'),
  'too-many-attempts': ({ retryAfterMs }) => ({
    ...grantError('too_many_requests', 'Too many attempts; try again later.', 429),
    retryAfterSeconds: retryAfterMs > patienceMs ? null : Math.max(1, Math.ceil(retryAfterMs / 1000)),
  }),
};

function text(values: Values, name: string): string {
  return values[name] ?? '';
}

function organizationOf(values: Values): string | null {
  const given = values.organization_id ?? null;
  if (given === null) return null;
  return (
    readId('organization', given) ?? reject(grantError('organization_not_found', 'There is no such organization.'))
  );
}

function visitOf({ clientId, place, invitation }: Asker): Visit {
  return { ...place, clientId, organizationId: null, invitation };
}

const deviceErrors = {
  pending: grantError('authorization_pending', 'Nobody has let the device in yet.'),
  'too-often': grantError('slow_down', 'Ask less often.'),
  denied: grantError('access_denied', 'The device was turned away.'),
  expired: grantError('expired_token', 'The device code has expired.'),
} as const;

async function byDevice({ context, clientId }: Asker, values: Values): Promise<SignedInClient> {
  const answer = await pollDevice(context, { deviceCode: text(values, 'device_code'), clientId });
  if (answer === null) return reject(invalidGrant);
  return typeof answer === 'string' ? reject(deviceErrors[answer]) : answer;
}

/** By `grant_type`. WorkOS' OpenAPI file 0.61, `authenticate`; 2026-08. */
export const grants: ReadonlyMap<string, Grant> = new Map<string, Grant>([
  [
    'password',
    {
      ...{ secret: true, needs: ['email', 'password'], takes: ['invitation_token', 'radar_auth_attempt_id'], says: {} },
      run: (asker, values) => {
        const claim = { email: text(values, 'email'), password: text(values, 'password') };
        return signInByPassword(asker.context, claim, visitOf(asker), asSession);
      },
    },
  ],
  [
    'urn:workos:oauth:grant-type:magic-auth:code',
    {
      ...{ secret: true, needs: ['code', 'email'], says: {} },
      takes: ['invitation_token', 'radar_auth_attempt_id', 'link_authorization_code'],
      run: (asker, values) => {
        const claim = { email: text(values, 'email'), code: text(values, 'code') };
        return signInByMagicCode(asker.context, claim, visitOf(asker), asSession);
      },
    },
  ],
  [
    'urn:workos:oauth:grant-type:email-verification:code',
    {
      ...{ secret: true, needs: ['code', 'pending_authentication_token'], takes: [], says: {} },
      run: ({ context, place }, values) =>
        resumeWithEmail(context, text(values, 'pending_authentication_token'), text(values, 'code'), place, asSession),
    },
  ],
  [
    'urn:workos:oauth:grant-type:mfa-totp',
    {
      ...{ secret: true, takes: [], says: {} },
      needs: ['code', 'pending_authentication_token', 'authentication_challenge_id'],
      run: ({ context, place }, values) => {
        const challenge = readId('challenge', text(values, 'authentication_challenge_id')) ?? reject(codeErrors.wrong);
        const token = text(values, 'pending_authentication_token');
        return resumeWithSecondFactor(context, token, text(values, 'code'), challenge, place, asSession);
      },
    },
  ],
  [
    'urn:workos:oauth:grant-type:organization-selection',
    {
      ...{ secret: true, needs: ['pending_authentication_token', 'organization_id'], takes: [], says: {} },
      run: ({ context, place }, values) => {
        const token = text(values, 'pending_authentication_token');
        return resumeWithOrganization(context, token, organizationOf(values) ?? '', place, asSession);
      },
    },
  ],
  [
    'refresh_token',
    {
      ...{ secret: false, needs: ['refresh_token'], takes: ['organization_id'], says: {} },
      run: ({ context, clientId }, values) => {
        const organizationId = organizationOf(values);
        return refreshSession(context, { token: text(values, 'refresh_token'), organizationId, clientId });
      },
    },
  ],
  [
    'authorization_code',
    {
      ...{ secret: false, needs: ['code'], takes: ['code_verifier', 'invitation_token', 'redirect_uri'] },
      says: { 'code-rejected': () => invalidGrant },
      run: ({ context, clientId, invitation }, values) => {
        const verifier = values.code_verifier ?? null;
        return redeemAuthorization(context, { code: text(values, 'code'), verifier, clientId, invitation });
      },
    },
  ],
  [
    'urn:ietf:params:oauth:grant-type:device_code',
    { secret: false, needs: ['device_code'], takes: [], says: { 'code-rejected': () => invalidGrant }, run: byDevice },
  ],
]);
