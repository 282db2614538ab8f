// The words: what people are told when the core refuses, from which nobody learns who has an account.

import type { PasswordViolation, Refusal, RefusalCode, RefusalOf } from '../../../core/model/error.ts';
import { passwordFaults, tooManyAttempts } from '../../../pages/index.ts';

/** What was wrong, in words to be shown: with the whole form, and with fields by name. */
export type Complaint = {
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  readonly form: string | null;
  readonly fields: Readonly<Record<string, string>>;
};

const nothing = { status: 400, retryAfterSeconds: null, form: null, fields: {} };

/** A complaint about the whole form. */
export function wrongForm(form: string): Complaint {
  return { ...nothing, form };
}

/** A complaint about a field. */
export function wrongField(name: string, text: string): Complaint {
  return { ...nothing, fields: { [name]: text } };
}

export const words = {
  email: 'Enter an email address, as in jane@example.com.',
  password: 'Enter your password.',
  code: 'This code is wrong or too old. Enter the newest one, or have another one sent.',
  appCode: 'This code is wrong or was used before. Enter the one that the app shows now.',
  organization: 'Choose one of them.',
  userCode: 'No device shows this code, or it is too old.',
  again: 'That did not work. Try it again.',
  over: 'This has taken too long. Start again.',
} as const;

const violationWords: { readonly [Violation in PasswordViolation]: string } = passwordFaults;

/** Which field of a form a path of the user model is. */
const fieldOfPath: ReadonlyMap<string, string> = new Map([
  ['firstName', 'firstName'],
  ['lastName', 'lastName'],
  ['password', 'password'],
]);

function complaintOfIssues({ issues }: RefusalOf<'invalid'>): Complaint {
  const fields = issues.map(({ path, reason }) => {
    const name = path.startsWith('emails') ? 'email' : fieldOfPath.get(path);
    const text =
      name === 'email' ? words.email : reason === 'length-max' ? 'This is too long.' : 'This cannot be used.';
    return [name ?? 'form', text] as const;
  });
  return { ...nothing, fields: Object.fromEntries(fields), form: fields.length === 0 ? words.again : null };
}

function notFound({ what }: RefusalOf<'not-found'>): Complaint {
  if (what === 'membership') return wrongForm('You do not belong to the organization that this is for.');
  if (what === 'invitation') return wrongForm('The invitation is for another address, or no longer open.');
  return wrongForm(words.over);
}

const again = () => wrongForm(words.again);

type RefusalByCode = { readonly [Code in RefusalCode]: RefusalOf<Code> };
type Table = { readonly [Code in RefusalCode]: (refusal: RefusalByCode[Code]) => Complaint };

const table: Table = {
  'wrong-credentials': () => wrongForm('The email address or the password is wrong.'),
  'code-rejected': () => wrongField('code', words.code),
  'no-credential': () => wrongField('code', words.appCode),
  'password-rejected': ({ violations }) =>
    wrongField('password', violations.map((violation) => violationWords[violation]).join(' ')),
  'too-many-attempts': ({ retryAfterMs }) => ({
    ...wrongForm(tooManyAttempts(retryAfterMs)),
    status: 429,
    retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1000)),
  }),
  'verification-required': () =>
    wrongForm('Others know this password. Choose another one: follow “Forgotten your password?”.'),
  'account-inactive': () => wrongForm('This account cannot be used at present.'),
  'not-eligible': ({ why }) => wrongForm(why === 'off' ? 'No accounts can be made here at present.' : words.again),
  invalid: complaintOfIssues,
  'not-found': notFound,
  'sign-in-unfinished': again,
  taken: again,
  'digest-unsupported': again,
  'session-gone': again,
  'request-differs': again,
  'last-way-in': again,
  conflict: again,
  'limit-reached': again,
  'not-authenticated': again,
  forbidden: again,
};

function tell<Code extends RefusalCode>(code: Code, refusal: RefusalByCode[Code]): Complaint {
  return table[code](refusal);
}

/** What people are told of a refusal. */
export function complaintOf(refusal: Refusal): Complaint {
  return tell(refusal.code, refusal);
}
