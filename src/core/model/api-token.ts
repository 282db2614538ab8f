// The API token: a key that speaks for one user until it is disabled or runs out.

import type { DocumentBase } from './document.ts';

/**
 * A token; found by the SHA-512 (hex) of its secret, once one has been made. `expireAt` null: never. `creatorId` null: whoever made it
 * is gone.
 */
export type ApiToken = DocumentBase & {
  readonly kind: 'api-token';
  readonly userId: string;
  readonly name: string;
  readonly description: string;
  readonly active: boolean;
  readonly expireAt: number | null;
  readonly creatorId: string | null;
  readonly lastUsedAt: number | null;
  readonly digest: string | null;
};
