// The words of the pages: what people are told when the core refuses.

import type { PasswordViolation, Refusal } from '../../core/model/error.ts';
import { passwordFaults, tooManyAttempts } from '../../pages/index.ts';

/** What was wrong, in words to be shown: with the whole form, and with its fields. */
export type Complaint = {
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  readonly form: string | null;
  readonly fields: { readonly password?: string; readonly repeated?: string };
};

const nothing = { status: 400, retryAfterSeconds: null, form: null, fields: {} };

/** A complaint about a field. */
export function wrongField(name: 'password' | 'repeated', text: string): Complaint {
  return { ...nothing, fields: { [name]: text } };
}

const violationWords: { readonly [Violation in PasswordViolation]: string } = passwordFaults;

/** What people are told of a refusal of what they typed. */
export function complaintOf(refusal: Refusal): Complaint {
  if (refusal.code === 'password-rejected') {
    return wrongField('password', refusal.violations.map((violation) => violationWords[violation]).join(' '));
  }
  if (refusal.code !== 'too-many-attempts') return { ...nothing, form: 'That did not work. Try it again.' };
  const seconds = Math.max(1, Math.ceil(refusal.retryAfterMs / 1000));
  return { status: 429, retryAfterSeconds: seconds, form: tooManyAttempts(refusal.retryAfterMs), fields: {} };
}

/** Whom a link is for that is not good any more. */
export const over = {
  confirmation:
    'This link was used, or it is too old, or it is not whole. If you have confirmed already, just sign in. Otherwise have another one sent where you signed up.',
  reset: 'This link was used, or it is too old, or it is not whole. You may ask for another one where you sign in.',
} as const;
