// The templates: what each mail says.

import type { MailOrder } from '../core/ports.ts';
import { type Block, dateOf, documentOf, durationOf, factsOf, letterOf, oneLine } from './blocks.ts';

/** What a mail says, and whose it is to be (null: this server's). `html` null: only the text is sent. */
export type Wording = {
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly sender: string | null;
};

type Values = MailOrder['values'];

type Template = (order: Pick<MailOrder, 'values' | 'createdAt'>) => {
  readonly subject: string;
  readonly blocks: readonly Block[];
};

const templates: { readonly [Name in Exclude<MailOrder['template'], 'letter'>]: Template } = {
  /** Goes to the address that was primary. `values`: `before`, `after` (empty when the account has no primary address now). */
  'primary-email-changed': ({ values, createdAt }) => {
    const after = oneLine(values.after);
    return {
      subject: 'The primary email address of your account was changed',
      blocks: [
        'Hello,',
        after === ''
          ? 'The primary email address of your account was removed. Your account has no primary email address now.'
          : 'The primary email address of your account was changed. From now on, messages about your account go to the new address.',
        {
          facts: [
            ['New primary address', after || 'none'],
            ['Previous primary address', oneLine(values.before) || 'none'],
            ['Changed on', dateOf(createdAt)],
          ],
        },
        'If this was you, there is nothing to do. If it was not, somebody else may be using your account: contact the people who run it at once.',
      ],
    };
  },

  /** Goes to the address to be verified. `values`: `code`, `minutes`. */
  'email-verification': ({ values }) => ({
    subject: 'Verify your email address',
    blocks: ['Hello,', 'To verify your email address, enter this code:', ...codeOf(values)],
  }),

  /** Goes to the address that is to become the account's. `values`: `code`, `minutes`, `newAddress`. */
  'email-change': ({ values }) => ({
    subject: 'Confirm the new email address of your account',
    blocks: [
      'Hello,',
      'Somebody, probably you, wants to change the email address of an account.',
      ...factsOf([['New address', oneLine(values.newAddress)]]),
      'To confirm the change, enter this code:',
      ...codeOf(values),
    ],
  }),

  /** Goes to somebody who signs in. `values`: `code`, `minutes`. */
  'magic-code': ({ values }) => ({
    subject: 'Your sign-in code',
    blocks: ['Hello,', 'To sign in, enter this code:', ...codeOf(values)],
  }),

  /** Goes to somebody who cannot sign in. `values`: `link`, `minutes`. */
  'password-reset': ({ values }) => ({
    subject: 'Reset your password',
    blocks: [
      'Hello,',
      'To set a new password for your account, open this link:',
      { link: oneLine(values.link, linkMax) },
      `The link can be used for ${durationOf(values.minutes, 'minute')}. Give it to nobody: it opens your account.`,
      'If this was not you, ignore this mail: your password stays as it is.',
    ],
  }),

  /** Goes to somebody who is to confirm that they signed up. `values`: `link`, `days`. */
  confirmation: ({ values }) => ({
    subject: 'Confirm that you signed up',
    blocks: [
      'Hello,',
      'Somebody, probably you, signed up with this email address. To confirm it, open this link:',
      { link: oneLine(values.link, linkMax) },
      `The link can be used for ${durationOf(values.days, 'day')}. Give it to nobody.`,
      'If this was not you, ignore this mail: without the link, nothing happens.',
    ],
  }),

  /** Goes to somebody who may have no account yet. `values`: `link`, `days`, `organization` and `inviter` (either may be empty). */
  invitation: ({ values }) => {
    const organization = oneLine(values.organization, nameMax);
    const inviter = oneLine(values.inviter, nameMax);
    return {
      subject: 'You have been invited',
      blocks: [
        'Hello,',
        organization === ''
          ? 'You have been invited to make an account.'
          : 'You have been invited to join an organization.',
        ...factsOf([
          ['Organization', organization],
          ['Invited by', inviter],
        ]),
        'To accept the invitation, open this link:',
        { link: oneLine(values.link, linkMax) },
        `The link can be used for ${durationOf(values.days, 'day')}. Give it to nobody.`,
        'If this was not meant for you, ignore this mail.',
      ],
    };
  },
};

const codeMax = 64;
const linkMax = 2048;
/** Short: strangers choose these names, and should have no room for a message of their own. */
const nameMax = 100;

/** A code, how long it lasts, and what to do about one that was not asked for. */
function codeOf({ code, minutes }: Values): readonly Block[] {
  return [
    { code: oneLine(code, codeMax) },
    `The code can be used for ${durationOf(minutes, 'minute')}. Give it to nobody.`,
    'If this was not you, ignore this mail: without the code, nothing happens.',
  ];
}

/**
 * Words an order. A subject of ours is a fixed text: nothing that users type gets into a header, and no code into a list of mails. A
 * letter says what its `values` say: `subject`, `text`, and perhaps `html` and `sender`; they were judged when it was ordered.
 */
export function wordMail({
  template,
  values,
  createdAt,
}: Pick<MailOrder, 'template' | 'values' | 'createdAt'>): Wording {
  if (template === 'letter') {
    const { subject = '', text = '', html = null, sender = null } = values;
    return { subject: oneLine(subject), text, html, sender };
  }
  const { subject, blocks } = templates[template]({ values, createdAt });
  return { subject, text: letterOf(blocks), html: documentOf(subject, blocks), sender: null };
}
