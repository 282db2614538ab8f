// Finding a user's standing: in whose name they act, and what they may do there.

import { refuse } from '../model/error.ts';
import type { Membership } from '../model/organization.ts';
import type { Context } from './context.ts';
import { membershipBetween } from './find-memberships.ts';
import { walkDocuments } from './walk-documents.ts';

/** A user's place in an organization. */
export type Standing = {
  readonly organizationId: string;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
};

/** So many organizations are offered at a sign-in. */
const membershipsMax = 100;

async function activeMemberships(context: Context, userId: string): Promise<readonly Membership[]> {
  const all = { kind: 'membership', userId, organizationId: null, subject: null } as const;
  const active: Membership[] = [];
  for await (const batch of walkDocuments(context, { ...all, direction: 'ascending', after: null }, membershipsMax)) {
    active.push(...batch.filter(({ status }) => status === 'active'));
    if (active.length >= membershipsMax) break;
  }
  return active.slice(0, membershipsMax);
}

/** What the roles of a membership are good for. */
async function withPermissions(context: Context, { organizationId, roles }: Membership): Promise<Standing> {
  const { store } = context.ports;
  const found = await Promise.all(
    roles.map((slug) => store.loadDocumentByKey(context.realm.id, 'role', { kind: 'role-slug', key: slug })),
  );
  const permissions = [...new Set(found.flatMap((role) => role?.permissions ?? []))].sort();
  return { organizationId, roles, permissions };
}

/**
 * In whose name the user acts: the organization that was asked for, or the only one they belong to; null: none.
 * @fails not-found (membership).
 */
export async function findStanding(
  context: Context,
  userId: string,
  organizationId: string | null,
): Promise<Standing | null | 'several'> {
  if (organizationId !== null) {
    const chosen = await membershipBetween(context, userId, organizationId);
    if (chosen?.status !== 'active') return refuse({ code: 'not-found', what: 'membership', id: organizationId });
    return await withPermissions(context, chosen);
  }
  const [first, ...others] = await activeMemberships(context, userId);
  if (first === undefined) return null;
  return others.length > 0 ? 'several' : await withPermissions(context, first);
}

/** The organizations that the user belongs to, by id and name. */
export async function organizationsOf(context: Context, userId: string) {
  const memberships = await activeMemberships(context, userId);
  const found = await Promise.all(
    memberships.map(({ organizationId }) =>
      context.ports.store.loadDocument(context.realm.id, 'organization', organizationId),
    ),
  );
  return found.flatMap((organization) =>
    organization === null ? [] : [{ id: organization.id, name: organization.name }],
  );
}
