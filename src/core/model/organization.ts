// The organization: a customer or team that users belong to, with its memberships, invitations and roles.

import type { DocumentBase } from './document.ts';
import type { JsonObject } from './json.ts';

/** A domain that an organization claims; `verified` when the realm's operator vouches for it. */
export type Domain = {
  readonly id: string;
  readonly domain: string;
  readonly state: 'pending' | 'verified';
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** A group of users that belong together. `metadata` holds flat strings, under the law of a user's `labels`. */
export type Organization = DocumentBase & {
  readonly kind: 'organization';
  readonly name: string;
  readonly externalId: string | null;
  readonly domains: readonly Domain[];
  readonly metadata: JsonObject;
};

/** One user in one organization, with the slugs of the roles held there (at least one). */
export type Membership = DocumentBase & {
  readonly kind: 'membership';
  readonly userId: string;
  readonly organizationId: string;
  readonly status: 'active' | 'inactive' | 'pending';
  readonly roles: readonly string[];
};

/** An address asked to come in, into an organization or (null) just in. It is open until one of the times is set or `expireAt` has passed. */
export type Invitation = DocumentBase & {
  readonly kind: 'invitation';
  readonly email: string;
  readonly role: string | null;
  readonly inviterId: string | null;
  readonly acceptedAt: number | null;
  readonly acceptedUserId: string | null;
  readonly revokedAt: number | null;
  readonly expireAt: number;
};

/** What a membership may be good for, by slug. */
export type Role = DocumentBase & {
  readonly kind: 'role';
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly permissions: readonly string[];
};

/** The roles of a new realm. */
export const firstRoles = [
  { slug: 'admin', name: 'Admin' },
  { slug: 'member', name: 'Member' },
] as const;

/** The role of whoever is given none. */
export const defaultRole = 'member';
