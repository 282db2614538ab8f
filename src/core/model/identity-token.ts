// The identity token: what an outside provider gave for one identity of a user.

import type { DocumentBase } from './document.ts';

/**
 * Kept under the id of its identity and sealed; `sealed` null: only the time is known. `expiresAt` null: nobody has said. It goes
 * with the identity, and with the user.
 */
export type IdentityToken = DocumentBase & {
  readonly kind: 'identity-token';
  readonly userId: string;
  readonly expiresAt: number | null;
};
