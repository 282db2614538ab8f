// The SMTP transport: hands letters to a mail server.

import { createTransport } from 'nodemailer';
import { messageOf } from './message.ts';
import { type Transport, Undeliverable } from './transport.ts';

/**
 * Sends through the server at `url` (`smtp://user:password@host:587`, `smtps://…`), a connection per letter. Throws on a URL
 * of another kind, without repeating it: it holds a password. A recipient that the server refuses for good (5yz to
 * `RCPT TO`, RFC 5321 §4.2.1) is `Undeliverable`; every other failure may pass, a wrong password included.
 */
export function openSmtp(url: string): Transport {
  if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol)) {
    throw new Error('The mail server must be given as smtp://… or smtps://….');
  }
  const mailer = createTransport({ url, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 });
  return {
    async send(letter) {
      try {
        await mailer.sendMail(messageOf(letter));
      } catch (error) {
        const refused = refusalOf(error);
        throw refused === null ? error : new Undeliverable(refused);
      }
    },
    close: async () => mailer.close(),
  };
}

/** The reply code with which the server refused the recipient for good, or null. */
function refusalOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('command' in error) || !('responseCode' in error)) return null;
  const { command, responseCode } = error;
  const permanent = typeof responseCode === 'number' && responseCode >= 500 && responseCode <= 599;
  return permanent && command === 'RCPT TO' ? responseCode : null;
}
