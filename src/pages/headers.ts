// The headers that every page is served with: no script, no frame, no trace.

import { createHash } from 'node:crypto';
import { stylesheet } from './style.ts';

const styleHash = createHash('sha256').update(stylesheet.toString()).digest('base64');

/** An origin (`https://app.example.com`), or the scheme of an app on a device (`com.example.app:`); nothing that ends a directive. */
const target = /^(?:https?:\/\/[a-z0-9.-]+(?::\d{1,5})?|[a-z][a-z0-9+.-]*:)$/;

/**
 * The headers of a page, names in lower case. `redirectTargets`: where the answer to its form may redirect to besides this
 * server, because Chrome and Safari hold the redirect to `form-action`, too (w3c/webappsec-csp#8): origins, or schemes with
 * their colon (a policy cannot say `http://[::1]:8080`; say `http:`). Throws on anything else. Because of
 * `no-referrer`, browsers send `Origin: null` with the post, so that `Sec-Fetch-Site` has to say where it comes from.
 */
export function pageHeaders(redirectTargets: readonly string[]): Readonly<Record<string, string>> {
  for (const given of redirectTargets) {
    if (!target.test(given)) throw new Error('A page redirects to an origin or a scheme');
  }
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    'img-src data:',
    `form-action ${["'self'", ...redirectTargets].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
  };
}
