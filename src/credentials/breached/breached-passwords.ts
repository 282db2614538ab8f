// The breached passwords as both places that know them answer, and what goes wrong with them.

/** Tells whether a password, as typed, has become public. Throws BreachedError when it cannot tell. */
export type BreachedPasswords = { has(plain: string): Promise<boolean> };

/** A list or a server that is of no use, in words for the operator; never with a password, its hash or a part of it. */
export class BreachedError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BreachedError';
  }
}

/** The failure in words: ours as they are, those of the system after `what`. */
export function inWords(error: unknown, what: string): BreachedError {
  if (error instanceof BreachedError) return error;
  const reason = error instanceof Error ? ('code' in error ? String(error.code) : error.message) : 'no reason given';
  return new BreachedError(`${what} (${reason})`, { cause: error });
}
