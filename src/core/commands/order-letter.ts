// Ordering a letter: a mail with a link in it, in the words of whoever has it sent.

import { refuse } from '../model/error.ts';
import { judgeLetter, type Letter } from '../rules/letters.ts';
import type { MailWish } from './order-mail.ts';

export { judgeLetter, type Letter, type LetterWords } from '../rules/letters.ts';

/** The wish for a letter; all of it is kept sealed, since its link opens something. @fails invalid. */
export function letterWish(letter: Letter, link: string, to: string): MailWish {
  const issues = judgeLetter(letter, link);
  if (issues.length > 0) refuse({ code: 'invalid', issues });
  const { subject, text, html } = letter.word(link);
  const { sender } = letter;
  const secrets = { subject, text, ...(html !== null && { html }), ...(sender !== null && { sender }) };
  return { template: 'letter', to, values: {}, secrets };
}
