// The visit's cookie, and the key that binds a form to it.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { ticketLimits } from '../../../core/model/ticket.ts';
import { root } from './paths.ts';

const name = 'muster_visit';

/** The header that has a browser keep a visit's token. `publicUrl` says whether only over TLS. */
export function cookieOf(token: string, publicUrl: string): string {
  const age = Math.floor(ticketLimits.visit.lifetimeMs / 1000);
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${name}=${token}; Path=${root}; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`;
}

/** The token that a browser keeps; null when it keeps none, or when it says two. */
export function readToken(header: string | undefined): string | null {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  const [own, ...others] = pairs.filter((pair) => pair.startsWith(`${name}=`));
  const token = own?.slice(name.length + 1) ?? '';
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
