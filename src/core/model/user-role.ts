// The user role: what a user may do in the realm itself, apart from any organization.

import type { DocumentBase } from './document.ts';
import type { JsonObject } from './json.ts';

/** How far a role reaches: oneself, or (`super-admin`) everything in the realm. */
export type Rank = 'user' | 'admin' | 'super-admin';

/** A role that users have in the realm. `builtIn`: nobody changes it. `extras` holds what only one API knows, by API. */
export type UserRole = DocumentBase & {
  readonly kind: 'user-role';
  readonly name: string;
  readonly rank: Rank;
  readonly builtIn: boolean;
  readonly extras: Readonly<Record<string, JsonObject>>;
};

/** The built-in role of those who may do everything; a realm is never left without one of them. */
export const superAdministrator = 'super-admin';
