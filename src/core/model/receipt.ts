// The receipt: that a request was carried out, and what it was answered, so that it can be asked again.

import type { DocumentBase } from './document.ts';

/**
 * One request that changed something. Its key is what the caller named it, `digest` tells it from another request under the same
 * name. `sealed` holds the answer; null while it is not known yet.
 */
export type Receipt = DocumentBase & { readonly kind: 'receipt'; readonly digest: string };
