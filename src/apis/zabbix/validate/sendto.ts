// The sendto validators: where the media of a user reach them.

import { isIPv4, isIPv6 } from 'node:net';
import { badParameter } from '../fault.ts';
import { judgeLength, texts } from './text.ts';
import { below, type Validator } from './validator.ts';

const atom = /[\w!#$%&'*+/=?^`{|}~-]+/.source;
// Without control characters: addresses are stored a line each, and end in the header of a mail.
const quoted = /"(?:[\x20!#-[\]-~]|\\[\x20-~])*"/.source;
const localPart = new RegExp(`^(?:${atom}|${quoted})(?:\\.(?:${atom}|${quoted}))*$`);
const domainLabel = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/i;

function isDomain(domain: string): boolean {
  const literal = /^\[(IPv6:)?(.*)\]$/i.exec(domain);
  if (literal !== null) return (literal[1] === undefined ? isIPv4 : isIPv6)(literal[2] ?? '');
  const labels = domain.split('.');
  const isNamed = /^[a-z]/i.test(labels.at(-1) ?? '');
  return domain.length < 255 && labels.length > 1 && isNamed && labels.every((label) => domainLabel.test(label));
}

function isAddress(address: string): boolean {
  const at = address.lastIndexOf('@');
  return at > 0 && at <= 64 && localPart.test(address.slice(0, at)) && isDomain(address.slice(at + 1));
}

function isMailbox(sent: string): boolean {
  if (/\p{Cc}/u.test(sent)) return false;
  const named = sent.endsWith('>') ? sent.slice(sent.lastIndexOf('<') + 1, -1) : sent;
  return isAddress(sent) || (named.length < sent.length - 1 && isAddress(named));
}

/** Reads a text or a list of texts, as long as nobody knows what media they are for. */
export function sendto(): Validator<readonly string[]> {
  return texts({ empty: true }, { normalise: true });
}

/** Reads where email goes: addresses, each alone or as `Name <address>`; `lengthMax` counts them as lines of one text. */
export function emailSendto({ lengthMax }: { readonly lengthMax: number }): Validator<readonly string[]> {
  const readTexts = sendto();
  return (value, path, later) => {
    const mailboxes = readTexts(value, path, later);
    for (const [index, mailbox] of mailboxes.entries()) {
      if (mailbox === '') badParameter(below(path, index + 1), 'cannot be empty');
      if (!isMailbox(mailbox)) badParameter(below(path, index + 1), 'an email address is expected');
    }
    judgeLength(mailboxes.join('\n'), lengthMax, path);
    return mailboxes;
  };
}

/** Reads where any other media go: one text, alone or in a list. */
export function textSendto({ lengthMax }: { readonly lengthMax: number }): Validator<string> {
  const readTexts = sendto();
  return (value, path, later) => {
    const [place = '', ...others] = readTexts(value, path, later);
    if (others.length > 0) badParameter(path, 'a character string is expected');
    judgeLength(place, lengthMax, path);
    return place;
  };
}
