// The throttles: how guesses at sign-in are bounded, whether or not anybody is there to be guessed.

import { hash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import type { Policy } from '../model/realm.ts';
import type { Guesses, Throttle } from '../model/throttle.ts';
import type { User } from '../model/user.ts';
import { foldEmail, foldKey, foldText } from './keys.ts';

/** Where no lock would ever run out, a blocked name is let go after this. */
const endlessMs = 3_600_000;

/** All addresses that cannot be read are one: a limit that a spelling could escape would be none. */
const unreadable = 'unreadable';

/**
 * The network an address stands for: the address itself in IPv4, also when it is written as IPv6; the first 64 bits in IPv6,
 * because that much is one subscriber's (RFC 6177, BCP 157). A port, as some proxies write it, does not count.
 */
export function networkOf(address: string): string {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^([\d.]+):\d+$/, '$1');
  const text = bare.replace(/%.*$/, '');
  if (!ipaddr.isValid(text)) return unreadable;
  const read = ipaddr.process(text);
  if (read.kind() === 'ipv4') return read.toNormalizedString();
  const first = read.toByteArray().slice(0, 8);
  return `${ipaddr.fromByteArray([...first, 0, 0, 0, 0, 0, 0, 0, 0]).toNormalizedString()}/64`;
}

/** One name for all spellings of what somebody types to be found by. Hashed: it may be a password in the wrong field. */
function nameOfIdentifier(identifier: string): string {
  const number = foldKey('phone', identifier);
  const isNumber = /^\+[0-9]+$/.test(number);
  const folded = isNumber ? number : identifier.includes('@') ? foldEmail(identifier) : foldText(identifier);
  return `identifier ${hash('sha256', folded, 'base64url')}`;
}

/** The names under which guesses at this user are counted, whichever of their identifiers was typed. */
export function identifierNamesOf({ username, emails, phones }: User): readonly string[] {
  const typed = [username ?? [], emails.map(({ address }) => address), phones.map(({ number }) => number)];
  return typed.flat().map(nameOfIdentifier);
}

/** How long the longest of the throttles that are reached still blocks, by the guesses known so far; 0: none is reached. */
export function waitMsOf(throttles: readonly Throttle[], known: readonly Guesses[], now: number): number {
  const waits = known.map(({ name, count, until }) => {
    const limit = throttles.find((throttle) => throttle.name === name);
    return limit !== undefined && count >= limit.countMax ? until - now : 0;
  });
  return Math.max(0, ...waits);
}

/**
 * The throttles of a sign-in at `now`: first for what was typed, known or not, as many guesses as would lock a user and as
 * long; then (`address` not null) for where it comes from.
 */
export function throttlesOf(
  identifier: string,
  address: string | null,
  policy: Policy,
  now: number,
): readonly [Throttle, ...Throttle[]] {
  const { lockout, guesses } = policy;
  const typed = {
    name: nameOfIdentifier(identifier),
    countMax: lockout.attemptsMax,
    until: now + (lockout.durationMs ?? endlessMs),
  };
  if (address === null) return [typed];
  return [
    typed,
    { name: `network ${networkOf(address)}`, countMax: guesses.perAddressMax, until: now + guesses.windowMs },
  ];
}
