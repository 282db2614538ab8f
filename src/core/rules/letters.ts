// The letters: what a mail may say that somebody else has worded.

import type { Issue } from '../model/error.ts';
import { readEmail } from './addresses.ts';
import { faultOfText, isText } from './text.ts';

/** What a mail says. `html` null: only the text is sent. */
export type LetterWords = { readonly subject: string; readonly text: string; readonly html: string | null };

/** A letter, worded for the link once that is known. `sender`: whose mail it is to be; null: this server's. */
export type Letter = { readonly sender: string | null; readonly word: (link: string) => LetterWords };

const subjectLengthMax = 200;
const bodyBytesMax = 65_536;

function faultOfSubject(subject: string): Issue | null {
  if (subject === '') return { path: 'subject', reason: 'missing', limit: null };
  // Whatever could end a header, or turn the direction of a list of mails.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(subject)) return { path: 'subject', reason: 'characters', limit: null };
  return faultOfText('subject', subject, subjectLengthMax);
}

function faultOfBody(path: 'text' | 'html', body: string): Issue | null {
  if (!isText(body)) return { path, reason: 'characters', limit: null };
  return Buffer.byteLength(body) > bodyBytesMax ? { path, reason: 'bytes-max', limit: bodyBytesMax } : null;
}

/** What is wrong with a letter: its `sender`, `subject`, `text` and `html`. */
export function judgeLetter({ sender, word }: Letter, link: string): readonly Issue[] {
  const { subject, text, html } = word(link);
  const faults = [
    sender === null || readEmail(sender) === sender
      ? null
      : ({ path: 'sender', reason: 'format', limit: null } as const),
    faultOfSubject(subject),
    faultOfBody('text', text),
    html === null ? null : faultOfBody('html', html),
  ];
  return faults.filter((fault) => fault !== null);
}
