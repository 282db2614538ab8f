// Providers on the wire: what a game says of an account elsewhere, and what it is told.

import type { TokenFacts } from '../../../core/commands/identity-tokens.ts';
import type { JsonObject } from '../../../core/model/json.ts';
import type { Identity } from '../../../core/model/user.ts';
import { mismatched } from '../fault.ts';
import type { Parameters } from './parameters.ts';

/** What a table may say of an account (documentation of Coronium Core 2.7, "OAuth"; 2019-09). */
export const accountNames = ['client_id', 'access_token', 'access_token_expiry'] as const;

/** The last second of which a date can be made (ECMA-262, "Time Values"). */
const secondsMax = 8_640_000_000_000;

/** Reads a provider's name as it stands in `provider`. */
export function readProvider(parameters: Parameters): string {
  const provider = parameters.needed('provider');
  // A table with an `error` in it is a refusal on this wire.
  const isName = /^[A-Za-z0-9_-]{1,40}$/.test(provider) && provider !== 'error';
  return isName ? provider : mismatched('provider', 'must have 1 to 40 letters, digits, hyphens and underscores');
}

function readExpiry(parameters: Parameters, name: string): number | null {
  const seconds = parameters.count(name);
  if (seconds === null) return null;
  return seconds <= secondsMax ? seconds * 1000 : mismatched(name, 'is no time in seconds since 1970');
}

/** What a table says of a token, under these names; null: nothing. An empty token is none. */
export function readToken(
  parameters: Parameters,
  { token, expiry }: { readonly token: string; readonly expiry: string },
): TokenFacts {
  return { token: parameters.text(token), expiresAt: readExpiry(parameters, expiry) };
}

/** What is kept once this was said: what was not said stays. */
export function mergedToken(kept: TokenFacts, said: TokenFacts): TokenFacts {
  const token = said.token ?? kept.token;
  return { token: token === '' ? null : token, expiresAt: said.expiresAt ?? kept.expiresAt };
}

/** True once the token is known to have expired. */
export function isExpired({ expiresAt }: TokenFacts, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/** The provider info: a game's tables know no null. */
export function infoOf({ provider, subject }: Identity, facts: TokenFacts, now: number): JsonObject {
  const { token, expiresAt } = facts;
  return {
    client_id: subject,
    ...(token !== null && { access_token: token }),
    ...(expiresAt !== null && { access_token_expiry: Math.floor(expiresAt / 1000) }),
    access_token_expired: isExpired(facts, now),
    provider,
  };
}
