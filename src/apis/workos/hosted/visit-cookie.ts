// The visit's cookie, and the key that binds a form to it.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { ticketLimits } from '../../../core/model/ticket.ts';
import { root } from './paths.ts';

const name = 'muster_visit';

/** Over TLS the browser takes it from nobody but this host, so that no sibling plants a visit of its own (RFC 6265bis §4.1.3.2). */
function nameFor(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? `__Host-${name}` : name;
}

/** The header that has a browser keep a visit's token. `publicUrl` says whether only over TLS. */
export function cookieOf(token: string, publicUrl: string): string {
  const age = Math.floor(ticketLimits.visit.lifetimeMs / 1000);
  const scope = publicUrl.startsWith('https:') ? 'Path=/; Secure' : `Path=${root}`;
  return `${nameFor(publicUrl)}=${token}; ${scope}; Max-Age=${age}; HttpOnly; SameSite=Lax`;
}

/** The token that a browser keeps; null when it keeps none, or when it says two. */
export function readToken(header: string | undefined, publicUrl: string): string | null {
  const start = `${nameFor(publicUrl)}=`;
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  const [own, ...others] = pairs.filter((pair) => pair.startsWith(start));
  const token = own?.slice(start.length) ?? '';
  return others.length === 0 && /^[\w-]{43}$/.test(token) ? token : null;
}

/** What every form of a visit carries: nobody who cannot read its pages knows it. */
export function formKeyOf(token: string): string {
  return createHmac('sha256', token).update('form').digest('base64url');
}

/** True when the form is one of this visit's. */
export function isFormOf(token: string, key: string): boolean {
  const [one, other] = [Buffer.from(formKeyOf(token)), Buffer.from(key)];
  return one.length === other.length && timingSafeEqual(one, other);
}
