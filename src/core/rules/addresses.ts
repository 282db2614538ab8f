// The addresses: what counts as a domain name, an email address, a telephone number, a wallet.

import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { asciiDomain } from './keys.ts';

const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domainLabel = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** Reads a domain name as people type it, in its ASCII form (RFC 1035 §2.3.1, at least two labels). Null when it is none. */
export function readDomain(text: string): string | null {
  const domain = text.length > 253 ? '' : (asciiDomain(text) ?? '');
  const labels = domain.split('.');
  if (domain.length > 253 || labels.length < 2 || !labels.every((label) => domainLabel.test(label))) return null;
  return /^[0-9]+$/.test(labels.at(-1) ?? '') ? null : domain;
}

/**
 * Reads an email address as people type it: a dot-atom, `@`, a domain with a dot (RFC 5321 §4.1.2 without quoted local
 * parts, RFC 6531 letters allowed). Normalised (NFKC) before it is judged, so that a full-width `＠` is no way around.
 * Null when it is none.
 */
export function readEmail(text: string): string | null {
  const address = text.normalize('NFKC').trim();
  if (address.length > 254) return null;
  const at = address.indexOf('@');
  if (at < 1 || at > 64 || at !== address.lastIndexOf('@')) return null;
  if (readDomain(address.slice(at + 1)) === null) return null;
  const local = address.slice(0, at);
  return localPart.test(local) && !/\p{Default_Ignorable_Code_Point}/u.test(local) ? address : null;
}

/**
 * Reads an international telephone number (ITU E.164) with its `+`; spaces, dots, dashes and parentheses are dropped. Null
 * when it is none, or when there is anything else beside it.
 */
export function readPhone(text: string): string | null {
  const typed = text.length > 64 ? '' : text.normalize('NFKC').trim();
  if (!/^\+[0-9][0-9 ().-]*$/.test(typed)) return null;
  const number = parsePhoneNumberFromString(typed, { extract: false });
  return number?.isPossible() ? number.number : null;
}

/** Reads a wallet address: the `0x` form of 20 bytes, or Base58 of 32 to 44 characters. Null when it is none. */
export function readWallet(text: string): string | null {
  return /^0x[0-9a-fA-F]{40}$/.test(text) || /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(text) ? text : null;
}
