// What is not there, of the things that operations on organizations name in their bodies.

import type { RefusalOf, Thing } from '../../../core/model/error.ts';
import { writeId, writeUserId } from './ids.ts';
import { missing, type WireError, wireError } from './rejected.ts';

const absences: { readonly [What in Thing]?: (id: string) => WireError } = {
  user: (id) => missing('User', writeUserId({ id, aliases: {} })),
  organization: (id) => missing('Organization', writeId('organization', id)),
  membership: (id) => missing('Organization Membership', writeId('membership', id)),
  invitation: (id) => missing('Invitation', writeId('invitation', id)),
};

/** The error for a role that there is not. WorkOS' OpenAPI file 0.61: 422 with memberships, 400 with invitations; 2026-08. */
export function invalidRole(status: 400 | 422): WireError {
  return wireError(status, 'invalid_role', 'There is no such role.');
}

/** What an operation says of something that is not there; `roleStatus` is that of an unknown role. */
export function absent(roleStatus: 400 | 422): (refusal: RefusalOf<'not-found'>) => WireError {
  return ({ what, id }) => absences[what]?.(id) ?? invalidRole(roleStatus);
}
