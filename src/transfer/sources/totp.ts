// The authenticator app of a newcomer.

import { keep, set, type UserPatch } from '../../core/model/patch.ts';
import type { Cells } from './cells.ts';

/** Takes over a secret in base32 with the parameters that authenticator apps assume when none are said (RFC 6238 §1.2). */
export function totpOf(secret: string | null): UserPatch['totp'] {
  return secret === null ? keep : set({ secret, algorithm: 'SHA1', digits: 6, periodSeconds: 30 });
}

/** The secret under this name in one of the factors; a second one is a fault, because a user has one app. */
export function secretOf(factors: readonly Cells[], name: string): string | null {
  const [first = null, ...more] = factors.filter((factor) => factor.has(name));
  for (const factor of more) factor.fault(name, 'is a second one, and a user has one');
  return first?.text(name) ?? null;
}
