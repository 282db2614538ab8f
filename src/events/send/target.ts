// May this be called: judges URLs and addresses that somebody else chose, so that no call reaches into our own network.

import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Why a URL may not be called. */
export type TargetFault =
  | 'too-long'
  | 'not-a-url'
  | 'not-https'
  | 'has-credentials'
  | 'has-fragment'
  | 'port-refused'
  | 'address-refused';

/** `url` is to be used from here on: its host is in one spelling only. */
export type TargetVerdict =
  | { readonly ok: true; readonly url: URL }
  | { readonly ok: false; readonly fault: TargetFault };

const lengthMax = 2048;

/**
 * Ports where something else listens that may take the lines of an HTTP request for its own: those that browsers refuse
 * (fetch.spec.whatwg.org/#port-blocking, 2026-11), then databases, queues and remote desktops.
 */
const refusedPorts: ReadonlySet<number> = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 445, 873, 1433, 1521, 2525, 3306, 3389, 5432, 5672, 5900,
  6379, 9042, 11211, 27017,
]);

/** The only part of IPv6 from which public addresses are given out (IANA, "IPv6 Global Unicast Address Assignments"). */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Judges a URL before anything is looked up. `allowPrivate` is the operator's setting: then plain HTTP, any port and any
 * address are fine, for endpoints in one's own network. A name passes here; `post` judges what it resolves to.
 */
export function checkTarget(text: string, allowPrivate: boolean): TargetVerdict {
  if (text.length > lengthMax) return refused('too-long');
  const url = URL.parse(text);
  if (url === null) return refused('not-a-url');
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) return refused('not-https');
  if (url.username !== '' || url.password !== '') return refused('has-credentials');
  if (url.href.includes('#')) return refused('has-fragment');
  if (allowPrivate) return { ok: true, url };
  if (url.port !== '' && refusedPorts.has(Number(url.port))) return refused('port-refused');
  const host = hostOf(url);
  const isRefused = isIP(host) === 0 ? /(?:^|\.)localhost\.?$/.test(host) : !isPublic(host);
  return isRefused ? refused('address-refused') : { ok: true, url };
}

const refused = (fault: TargetFault): TargetVerdict => ({ ok: false, fault });

/** The host of a URL as sockets want it: IPv6 without brackets. The URL parser has made one spelling of each address. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

/**
 * Whether an address is public unicast. All else is refused, as is what only wraps another address (IPv4 in IPv6, NAT64, 6to4,
 * Teredo): who unwraps it, and where, is not ours to know. False for what is no address (IANA's special-purpose
 * registries, RFC 6890).
 */
export function isPublic(address: string): boolean {
  if (isIP(address) === 0) return false;
  const read = ipaddr.parse(address);
  if (read.range() !== 'unicast') return false;
  return read.kind() === 'ipv4' || read.match(globalUnicast);
}
