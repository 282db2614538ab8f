// The redirect URIs: which may be registered, and when a given one is a registered one.

import type { IssueReason } from '../model/error.ts';

const lengthMax = 2048;

/** A loopback address with any port or none, spelled as it must be (RFC 8252 §7.3; `localhost` as §8.3 tolerates it). */
const loopback = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?::[0-9]{1,5})?(?=[/?]|$)/;

/** Schemes that a browser carries out or answers itself, or that would lead a code astray. */
const forbiddenSchemes: ReadonlySet<string> = new Set([
  ...[
    'about',
    'blob',
    'chrome',
    'data',
    'file',
    'filesystem',
    'ftp',
    'intent',
    'jar',
    'javascript',
    'mailto',
    'resource',
  ],
  ...['sms', 'tel', 'vbscript', 'view-source', 'ws', 'wss'],
]);

/**
 * Why a redirect URI may not be registered; null: it may. It is absolute, without a fragment (RFC 6749 §3.1.2) or a user's
 * name, in ASCII that needs no repair; `https`, `http` on a loopback address only, or a scheme of an app's own.
 */
export function faultOfRedirectUri(uri: string): IssueReason | null {
  if (uri.length > lengthMax) return 'length-max';
  const scheme = /^([a-z][a-z0-9+.-]*):(?=.)/.exec(uri)?.[1];
  if (scheme === undefined || !/^[!$-;=?-[\]_a-z~]+$/.test(uri) || !URL.canParse(uri)) return 'format';
  if (forbiddenSchemes.has(scheme)) return 'value';
  if (scheme === 'http') return loopback.test(uri) ? null : 'value';
  if (scheme !== 'https') return null;
  return /^https:\/\/[^/?@]+(?:[/?]|$)/.test(uri) ? null : 'value';
}

/** The form in which two redirect URIs are compared: as spelled, but on a loopback address without the port. */
export function comparedForm(uri: string): string {
  return uri.replace(loopback, 'http://$1');
}

/** True when the given URI is the registered one, character for character; on a loopback address the port is free. */
export function matches(registered: string, given: string): boolean {
  return comparedForm(registered) === comparedForm(given);
}
