// The credential of a call: which one counts, and where none may be.

import { badInput } from '../fault.ts';

/** What a caller shows, not yet checked. API tokens are the texts of 64 characters, anything else is the id of a session. */
export type Credential = {
  readonly kind: 'token' | 'session';
  readonly secret: string;
  readonly from: 'header' | 'auth';
};

const prefix = 'Bearer ';
const tokenLength = 64;

/**
 * The credential of a call, null when it has none: the one in the `Authorization` header before the member `auth`. A header
 * that does not begin with `Bearer `, letter by letter, or has nothing behind it, is none (source: Zabbix 7.0.22).
 */
export function credentialOf(authorization: string | null, auth: string | null): Credential | null {
  const bearer = authorization?.startsWith(prefix) ? authorization.slice(prefix.length) : '';
  if (bearer !== '') return { kind: kindOf(bearer), secret: bearer, from: 'header' };
  return auth === null ? null : { kind: kindOf(auth), secret: auth, from: 'auth' };
}

function kindOf(secret: string): Credential['kind'] {
  return secret.length === tokenLength ? 'token' : 'session';
}

/** Throws Fault -32602 when a method that is for everybody is called with a credential; `spelling`: its name as called. */
export function refuseCredential(spelling: string, credential: Credential | null): void {
  if (credential === null) return;
  const what = credential.from === 'header' ? 'authorization header' : 'the "auth" parameter';
  badInput(`The "${spelling}" method must be called without ${what}.`);
}
