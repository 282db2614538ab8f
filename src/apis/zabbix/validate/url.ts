// The URL validator: addresses that a browser may be sent to.

import { badParameter } from '../fault.ts';
import { text } from './text.ts';
import { urlParts } from './url-parts.ts';
import type { Validator } from './validator.ts';

/** What may be said of a URL. */
export type UrlOptions = {
  readonly lengthMax: number;
  /** The setting `uri_valid_schemes`: names with commas between them; null where `validate_uri_schemes` is off. */
  readonly schemes: string | null;
};

function fold(scheme: string): string {
  return scheme.toLowerCase(); // not a key: schemes are ASCII
}

function isAcceptable(url: string, schemes: readonly string[]): boolean {
  // Browsers drop these characters, so a scheme cannot hide behind them.
  const trimmed = /^.*[^\0-\x20]/s.exec(url.replace(/^[\0-\x20]+/, ''))?.[0] ?? '';
  const parts = urlParts(trimmed.replace(/[\r\n\t]/g, ''));
  if (parts === null) return false;
  if (parts.scheme === null) return parts.path !== null && parts.path !== '';
  if (!schemes.includes(fold(parts.scheme))) return false;
  return parts.host !== null || (parts.path !== null && parts.path !== '/');
}

/** Reads a URL, absolute or relative, or `''`; it is kept as it was sent. */
export function url({ lengthMax, schemes }: UrlOptions): Validator<string> {
  const readText = text({ lengthMax, empty: true });
  const known = schemes === null ? null : fold(schemes).split(',');
  return (value, path, later) => {
    const sent = readText(value, path, later);
    if (sent !== '' && known !== null && !isAcceptable(sent, known)) badParameter(path, 'unacceptable URL');
    return sent;
  };
}
