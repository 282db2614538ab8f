// The objects of second factors on the wire.

import type { Challenge } from '../../../core/commands/challenge-factor.ts';
import type { Factor } from '../../../core/commands/find-factor.ts';
import { writeId, writeUserId } from './ids.ts';

/** What an authenticator app is told once: the secret in base32, the `otpauth://` address, and that as a PNG in a `data:` address. */
export type ShownSecret = { readonly secret: string; readonly uri: string; readonly qr_code: string };

const timeText = (at: number) => new Date(at).toISOString();

/** WorkOS' OpenAPI file 0.61, `AuthenticationFactor`, and with `shown` `AuthenticationFactorEnrolled`; 2026-08. */
export function factorObject(factor: Omit<Factor, 'enabledAt'>, shown: ShownSecret | null = null): object {
  const { user, issuer, account, createdAt, updatedAt } = factor;
  return {
    object: 'authentication_factor',
    id: writeId('factor', user.id),
    type: 'totp',
    user_id: writeUserId(user),
    totp: { issuer, user: account, ...shown },
    created_at: timeText(createdAt),
    updated_at: timeText(updatedAt),
  };
}

/** WorkOS' OpenAPI file 0.61, `AuthenticationChallenge`; 2026-08. Ours expire also where the factor is an app. */
export function challengeObject(challenge: Challenge): object {
  return {
    object: 'authentication_challenge',
    id: writeId('challenge', challenge.id),
    authentication_factor_id: writeId('factor', challenge.factorId),
    expires_at: timeText(challenge.expireAt),
    created_at: timeText(challenge.createdAt),
    updated_at: timeText(challenge.updatedAt),
  };
}
