// The message: a letter as the mail library takes it.

import type { SendMailOptions } from 'nodemailer';
import type { Letter } from './transport.ts';

/** One address: no quotes, no comment, no list, nothing that a header or an SMTP command could be ended with. */
const plainAddress = /^[^\s\p{Cc}\p{Cf}\p{Cs}"(),:;<>@[\\\]]+@[^\s\p{Cc}\p{Cf}\p{Cs}"(),:;<>@[\\\]]+$/u;

/** Whether mail can be sent to it: stricter than RFC 5321, which allows what libraries have misread (quoted local parts). */
export function isMailable(address: string): boolean {
  return address.length <= 320 && plainAddress.test(address);
}

/** Describes the letter. Its Message-ID is the same at every attempt, and RFC 3834 tells robots not to answer. */
export function messageOf(letter: Letter): SendMailOptions {
  return {
    from: letter.from,
    ...(letter.replyTo !== null && { replyTo: { name: '', address: letter.replyTo } }),
    to: { name: '', address: letter.to },
    subject: letter.subject,
    text: letter.text,
    ...(letter.html !== null && { html: letter.html }),
    date: new Date(letter.at),
    messageId: `<${nameOf(letter.id)}@muster.invalid>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** An id as a name that is safe in a header and in a path. */
export function nameOf(id: string): string {
  return id.replace(/[^A-Za-z0-9-]+/g, '-').slice(0, 100);
}
