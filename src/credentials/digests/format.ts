// The contract of a digest format: how one family of password digests is read, bounded and checked.

import { timingSafeEqual } from 'node:crypto';

/**
 * What came of reading a digest. `verify` takes the password exactly as it is to be digested and must not block the event
 * loop. `current` says that this digest is at least as strong as what Muster makes today, so that it is never replaced.
 */
export type Reading =
  | { readonly ok: true; readonly current: boolean; readonly verify: (password: string) => Promise<boolean> }
  | { readonly ok: false; readonly reason: 'malformed' | 'too-costly' };

/** One digest format. */
export type DigestFormat = {
  /** Reads strictly, checks the bounds of cost, computes nothing. Never throws. */
  readonly read: (digest: string) => Reading;
  /** Digests in this format are over the NFKC form of the password; otherwise over the bytes some other system chose. */
  readonly normalised: boolean;
  /** Whether a caller may hand us digests in this format; ours is written under the name in `exportAs`. */
  readonly importable: boolean;
  /** Whether a password can be checked against it here; otherwise it is only kept. */
  readonly verifiable: boolean;
  /** The name under which other systems can take the digest over; null when it means nothing outside. */
  readonly exportAs: string | null;
  /** How a digest looks, for people. */
  readonly layout: string;
  /** What makes a digest too costly, for people; empty where nothing can. */
  readonly limits: string;
};

export const malformed: Reading = { ok: false, reason: 'malformed' };
export const tooCostly: Reading = { ok: false, reason: 'too-costly' };

/** The longest digest that is looked at, in UTF-16 units: salts and keys of 1024 bytes each, written generously. */
export const digestLengthMax = 8192;

/** A format that other systems write, over the password as they took it. */
export function imported(
  exportAs: string,
  read: (digest: string) => Reading,
  shown: { readonly layout: string; readonly limits: string },
): DigestFormat {
  return {
    ...shown,
    read: (digest) => (digest.length > digestLengthMax ? malformed : read(digest)),
    normalised: false,
    importable: true,
    verifiable: true,
    exportAs,
  };
}

/** A digest that was read and is weaker than ours. */
export function readable(verify: (password: string) => Promise<boolean>): Reading {
  return { ok: true, current: false, verify };
}

/** Compares in time that depends on the lengths alone. */
export function same(computed: Uint8Array, expected: Uint8Array): boolean {
  return computed.length === expected.length && timingSafeEqual(computed, expected);
}
