// The parts of a URL as PHP sees them.

/** Those that a URL is judged by; null for what it lacks. */
export type UrlParts = { readonly scheme: string | null; readonly host: string | null; readonly path: string | null };

const portMax = 65_535;

function pathOf(rest: string): string | null {
  const path = rest.replace(/[?#].*$/s, '');
  return path === '' && rest !== '' ? null : path;
}

function withoutHost(scheme: string | null, rest: string): UrlParts {
  return { scheme, host: null, path: pathOf(rest) };
}

/** Reads an authority and what follows; a port that is none spoils it, unless one is known from the first look. */
function withHost(scheme: string | null, rest: string, isPortKnown: boolean): UrlParts | null {
  const end = /[/?#]|$/.exec(rest)?.index ?? rest.length;
  const place = rest.slice(rest.lastIndexOf('@', end - 1) + 1, end);
  const colon = place.startsWith('[') && place.endsWith(']') ? -1 : place.lastIndexOf(':');
  const host = colon === -1 ? place : place.slice(0, colon);
  const port = colon === -1 ? '' : place.slice(colon + 1);
  if (!isPortKnown && port !== '') {
    const number = Number(/^\s*[+-]?[0-9]+/.exec(port)?.[0] ?? -1);
    if (Buffer.byteLength(port) > 5 || number < 0 || number > portMax) return null;
  }
  if (host === '') return null;
  return { scheme, host, path: end === rest.length ? null : pathOf(rest.slice(end)) };
}

/** Looks for a port behind the first colon of a text that has no scheme before it. */
function withPort(text: string, behind: string): UrlParts | null {
  const port = /^([0-9]{1,5})(?:\/|$)/.exec(behind)?.[1] ?? null;
  if (port === null && behind === '') return null;
  if (port !== null && Number(port) > portMax) return null;
  const rest = text.startsWith('//') ? text.slice(2) : text;
  return port === null && rest === text ? withoutHost(null, text) : withHost(null, rest, Number(port) > 0);
}

function withScheme(scheme: string, rest: string): UrlParts | null {
  if (/^file$/i.test(scheme) && rest.startsWith('///')) return withoutHost(scheme, rest.slice(rest[4] === ':' ? 3 : 2));
  return rest.startsWith('//') ? withHost(scheme, rest.slice(2), false) : withoutHost(scheme, rest);
}

/**
 * Splits a URL; null where PHP gives up. Its oddities are kept on purpose: `tel:123` is a host with a port and has no scheme.
 * Source: `php_url_parse_ex2` of PHP 8, `ext/standard/url.c`; 2026-11.
 */
export function urlParts(text: string): UrlParts | null {
  const colon = text.indexOf(':');
  const behind = text.slice(colon + 1);
  if (colon === 0) return withPort(text, behind);
  if (colon > 0 && /^[a-z0-9+.-]+$/i.test(text.slice(0, colon))) {
    const scheme = text.slice(0, colon);
    if (behind === '') return { scheme, host: null, path: null };
    return /^[0-9]{1,5}(?:\/|$)/.test(behind) ? withPort(text, behind) : withScheme(scheme, behind);
  }
  if (colon > 0 && behind !== '' && !/[?#]/.test(text.slice(0, colon))) return withPort(text, behind);
  return text.startsWith('//') ? withHost(null, text.slice(2), false) : withoutHost(null, text);
}
