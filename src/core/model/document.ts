// The document: a record that stands beside the users, kept whole under its kind and id.

import type { ApiToken } from './api-token.ts';
import type { DeadLetter, Delivery, WebhookEndpoint } from './endpoint.ts';
import type { Extra, Numbering } from './extra.ts';
import type { Group } from './group.ts';
import type { IdentityToken } from './identity-token.ts';
import type { Invitation, Membership, Organization, Role } from './organization.ts';
import type { Receipt } from './receipt.ts';
import type { RedirectUri } from './redirect-uri.ts';
import type { RefreshToken } from './refresh-token.ts';
import type { Ticket } from './ticket.ts';
import type { UserRole } from './user-role.ts';

/**
 * What every document has. `rev` counts its writes from 1. `userId` and `organizationId`: to whom it belongs, where it goes
 * with them. `subject`: a folded text that lists can ask for. From `forgetAt` on it may be swept away; null: never. `sealed`:
 * a secret text, sealed by the vault.
 */
export type DocumentBase = {
  readonly realm: string;
  readonly id: string;
  readonly rev: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly forgetAt: number | null;
  readonly userId: string | null;
  readonly organizationId: string | null;
  readonly subject: string | null;
  readonly sealed: string | null;
};

/** Every kind of document. */
export type AnyDocument =
  | Organization
  | Membership
  | Invitation
  | Role
  | Ticket
  | RefreshToken
  | RedirectUri
  | Receipt
  | WebhookEndpoint
  | Delivery
  | DeadLetter
  | Group
  | UserRole
  | ApiToken
  | IdentityToken
  | Extra
  | Numbering;

export type DocumentKind = AnyDocument['kind'];

/** The documents of one kind. */
export type DocumentOf<Kind extends DocumentKind> = Extract<AnyDocument, { kind: Kind }>;

/** The matters in which two documents of a realm may not agree. */
export type DocumentKeyKind =
  | 'organization-external-id'
  | 'domain'
  | 'membership'
  | 'invitation-token'
  | 'role-slug'
  | 'ticket'
  | 'device-code'
  | 'refresh-token'
  | 'redirect-uri'
  | 'receipt'
  | 'endpoint-url'
  | 'group-name'
  | 'user-role-name'
  | 'api-token'
  | 'api-token-name'
  | 'extra-name';

/** A unique key, folded. */
export type DocumentKey = { readonly kind: DocumentKeyKind; readonly key: string };

/**
 * Which documents of a kind to list, by time of creation; of those with the same time by id. What is null is not asked for.
 * `after`: beyond this one.
 */
export type DocumentQuery<Kind extends DocumentKind> = {
  readonly kind: Kind;
  readonly userId: string | null;
  readonly organizationId: string | null;
  readonly subject: string | null;
  readonly direction: 'ascending' | 'descending';
  readonly after: { readonly createdAt: number; readonly id: string } | null;
  readonly limit: number;
};
