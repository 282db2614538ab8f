// The words for what people run into on more than one API's pages.

/** What is wrong with a password that was thought up, by the name of the rule that it breaks. */
export const passwordFaults = {
  'too-short': 'This password is too short.',
  'too-long': 'This password is too long.',
  'too-many-bytes': 'This password is too long.',
  'no-uppercase': 'Add a capital letter.',
  'no-lowercase': 'Add a small letter.',
  'no-number': 'Add a digit.',
  'no-special': 'Add a special character.',
  common: 'Too many people use this password. Choose another one.',
  breached: 'This password is known from a breach. Choose another one.',
  unchecked: 'This password could not be checked. Try it again later.',
  'matches-identifier': 'Your password must not be your name or address.',
  'contains-identifier': 'Your password must not contain your name.',
  'not-text': 'This password has characters that cannot be used.',
} as const;

/** Says how many minutes to wait after too many attempts; one at least. */
export function tooManyAttempts(retryAfterMs: number): string {
  const minutes = Math.max(1, Math.ceil(retryAfterMs / 60_000));
  return `There were too many attempts. Try it again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`;
}
