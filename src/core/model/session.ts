// The session: one signed-in user on one device.

/** How a session came to its end. */
export type SessionEnd = 'revoked' | 'removed' | 'ended' | 'expired';

/**
 * A session. It is over when `endedAt` is set or `expireAt` has passed. `client` is the id (UUIDv7) of the device it
 * belongs to; `organizationId` the one in whose name the user acts, if any.
 */
export type Session = {
  readonly realm: string;
  readonly id: string;
  readonly userId: string;
  readonly client: string;
  readonly organizationId: string | null;
  readonly status: 'active' | SessionEnd;
  readonly method: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastActiveAt: number;
  readonly expireAt: number;
  readonly abandonAt: number;
  readonly endedAt: number | null;
};

/** Which sessions to list. `status` null: any; a session past `expireAt` counts as `expired` at `now`. */
export type SessionQuery = {
  readonly userId: string | null;
  readonly client: string | null;
  readonly status: Session['status'] | null;
  readonly now: number;
  readonly limit: number;
  readonly offset: number;
};
