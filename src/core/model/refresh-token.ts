// The refresh token: what a client trades for a new access token, once.

import type { DocumentBase } from './document.ts';

/** One token of a session's family; its key is a digest. `usedAt` set: traded in; shown again, it ends the session. */
export type RefreshToken = DocumentBase & {
  readonly kind: 'refresh-token';
  readonly userId: string;
  readonly sessionId: string;
  readonly clientId: string;
  readonly usedAt: number | null;
  readonly expireAt: number;
};
