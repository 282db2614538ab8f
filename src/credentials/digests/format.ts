// The contract of a digest format: how one family of password digests is read, bounded and checked.

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
  /** The name under which other systems can take the digest over; null when it means nothing outside. */
  readonly exportAs: string | null;
};

export const malformed: Reading = { ok: false, reason: 'malformed' };
export const tooCostly: Reading = { ok: false, reason: 'too-costly' };
