// The redirect URI: where the hosted page may send somebody back to.

import type { DocumentBase } from './document.ts';

/** An address as registered, compared exactly (RFC 9700 §2.1), save that a loopback one may have any port (RFC 8252 §7.3). */
export type RedirectUri = DocumentBase & { readonly kind: 'redirect-uri'; readonly uri: string };
