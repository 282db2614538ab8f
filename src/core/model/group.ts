// The group: users of a realm that stand together, and fall together.

import type { DocumentBase } from './document.ts';
import type { JsonObject } from './json.ts';

/** How members of a group get in by hand: as the realm says, by the password kept here, by an outside directory, or not at all. */
export type GroupSignIn = 'default' | 'internal' | 'directory' | 'none';

/**
 * A group of users; whoever is in one that is not `active` gets in nowhere. A user's `groups` hold ids; one that is no group's id is a
 * mere label. `extras` holds what only one API knows, by API.
 */
export type Group = DocumentBase & {
  readonly kind: 'group';
  readonly name: string;
  readonly active: boolean;
  readonly signIn: GroupSignIn;
  readonly extras: Readonly<Record<string, JsonObject>>;
};
