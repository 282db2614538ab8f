// The senders: whom a mail says that it is from, and where answers to it go.

import { isMailable } from './message.ts';
import type { Letter } from './transport.ts';

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/**
 * Whose mail it is, where somebody wants it to be from `wanted`. Mail servers believe us for our own domain alone (RFC 7489): another's
 * address only gets the answers. What is no plain address gets nothing. `from`: `Name <address>` or an address, trusted.
 */
export function sendersOf(from: string, wanted: string | null): Pick<Letter, 'from' | 'replyTo'> {
  if (wanted === null || !isMailable(wanted)) return { from, replyTo: null };
  const own = /<([^<>]*)>$/.exec(from)?.[1] ?? from;
  if (domainOf(own) !== domainOf(wanted)) return { from, replyTo: wanted };
  const name = from.slice(0, from.lastIndexOf(own));
  return { from: name === '' ? wanted : `${name}${wanted}>`, replyTo: null };
}
