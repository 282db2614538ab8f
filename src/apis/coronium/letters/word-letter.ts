// Wording a letter: the mail with a link that a game wants sent, from the operator's template or in our own words.

import { judgeLetter, type Letter } from '../../../core/commands/order-letter.ts';
import type { Json, JsonObject } from '../../../core/model/json.ts';
import { fail, mismatched } from '../fault.ts';
import { plainTextOf } from './plain-text.ts';
import { readTemplate } from './read-template.ts';
import { hasTag, isHtml, render } from './render.ts';

/** Which mail: its folder of templates, the tag of its link, and its words where the operator has none. */
const kinds = {
  registration: {
    linkTag: 'confirm_link',
    ownWords: [
      'Hello,',
      'Somebody, probably you, has signed up with this email address.',
      'To confirm it, please open this link:',
      '{* confirm_link *}',
      'If this was not you, there is nothing to do.',
      'Thank you!\n',
    ].join('\n\n'),
  },
  password: {
    linkTag: 'reset_link',
    ownWords: [
      'Hello,',
      'Somebody, probably you, wants to set a new password for your account.',
      'To set it, please open this link within a day:',
      '{* reset_link *}',
      'If this was not you, there is nothing to do: your password stays as it is.',
      'Thank you!\n',
    ].join('\n\n'),
  },
} as const;

export type LetterKind = keyof typeof kinds;

/**
 * What a game says of the mail: `from_email`, `subject`, `email_tpl` (of a reset: `tpl_name`; null: the usual one) and `tpl_keys` (null:
 * none).
 */
export type LetterWish = {
  readonly sender: string;
  readonly subject: string;
  readonly template: string | null;
  readonly keys: JsonObject | null;
};

const keysMax = 50;
const keyLengthMax = 100;
const valueLengthMax = 1000;
/** Stands in for the link while the letter is judged, which is before there is one. */
const longestLink = `https://example.com/${'x'.repeat(2028)}`;

function keyText(key: string, value: Json): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    return mismatched(`tpl_keys.${key}`, 'must be a string, a number or a boolean');
  }
  const text = String(value);
  return text.length <= valueLengthMax ? text : mismatched(`tpl_keys.${key}`, `is longer than ${valueLengthMax}`);
}

function readKeys(keys: JsonObject): ReadonlyMap<string, string> {
  const entries = Object.entries(keys);
  if (entries.length > keysMax) mismatched('tpl_keys', `has more than ${keysMax} keys`);
  return new Map(
    entries.map(([key, value]) => {
      if (key.length > keyLengthMax) mismatched('tpl_keys', 'has a key that is too long');
      return [key, keyText(key, value)];
    }),
  );
}

/** The address in `Name <address>`; what is no such thing, as it is. */
function addressIn(sender: string): string {
  const text = sender.trim();
  return /^[^<>]*<([^<>]*)>$/.exec(text)?.[1] ?? text;
}

/**
 * Words the mail, with its template as it is now; the link comes later. `folder`: the data folder, null where everything is in memory.
 * The letter has a text part alone where the template is no HTML.
 * Throws a Fault: 702 (the template is not there, is too large or does not say where the link goes; the subject cannot be one; the mail
 * would be too large), 704 (`from_email` is no address), 801 (`tpl_keys`).
 */
export async function wordLetter(folder: string | null, kind: LetterKind, wish: LetterWish): Promise<Letter> {
  const { linkTag, ownWords } = kinds[kind];
  const keys = readKeys(wish.keys ?? {});
  const template = (await readTemplate(folder, kind, wish.template)) ?? ownWords;
  if (!hasTag(template, linkTag)) return fail(702, `The mail template does not have the tag {* ${linkTag} *}.`);
  const letter: Letter = {
    sender: addressIn(wish.sender),
    word(link) {
      const body = render(template, { linkTag, link, keys });
      const parts = isHtml(template) ? { text: plainTextOf(body, link), html: body } : { text: body, html: null };
      return { subject: wish.subject, ...parts };
    },
  };
  const [issue] = judgeLetter(letter, longestLink);
  if (issue === undefined) return letter;
  if (issue.path === 'sender') return fail(704, 'from_email is not an email address.');
  return fail(702, issue.path === 'subject' ? 'The subject cannot be used.' : 'The mail would be too large.');
}
