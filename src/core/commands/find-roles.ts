// Finding roles: those that somebody has made, and those that every realm has.

import { refuse } from '../model/error.ts';
import { firstRoles, type Role } from '../model/organization.ts';
import type { DocumentStep } from '../ports.ts';
import { isFirstRole, isRoleSlug } from '../rules/roles.ts';
import { replacing } from './change-documents.ts';
import { type Context, demand } from './context.ts';

/** What a role is to those who ask. */
export type ShownRole = Pick<Role, 'slug' | 'name' | 'description' | 'permissions'>;

/** A realm has no more roles than this. */
export const rolesMax = 500;

/** The role as somebody has made it; null when nobody has. */
export async function loadRole({ ports, realm }: Context, slug: string): Promise<Role | null> {
  if (!isRoleSlug(slug)) return null;
  return await ports.store.loadDocumentByKey(realm.id, 'role', { kind: 'role-slug', key: slug });
}

/** The roles that somebody has made, the oldest first. */
export async function loadRoles({ ports, realm }: Context): Promise<readonly Role[]> {
  const asked = { kind: 'role', userId: null, organizationId: null, subject: null } as const;
  return await ports.store.findDocuments(realm.id, { ...asked, direction: 'ascending', after: null, limit: rolesMax });
}

/** Reads every role: the first roles of a realm, as somebody has made them over where they have, then the others. @fails forbidden. */
export async function findRoles(context: Context): Promise<readonly ShownRole[]> {
  demand(context, 'organization.read');
  const made = await loadRoles(context);
  const first = firstRoles.map(({ slug, name }): ShownRole => {
    return made.find((role) => role.slug === slug) ?? { slug, name, description: null, permissions: [] };
  });
  return [...first, ...made.filter(({ slug }) => !isFirstRole(slug))];
}

/**
 * The steps that hold roles until the commit: whoever deletes one meanwhile has to look again who holds it. Moving the rev
 * is what tells them; a mere look would not. @fails not-found (role).
 */
export async function holdRoles(context: Context, slugs: readonly string[]): Promise<readonly DocumentStep[]> {
  const steps: DocumentStep[] = [];
  for (const slug of slugs) {
    if (isFirstRole(slug)) continue;
    const role = await loadRole(context, slug);
    if (role === null) return refuse({ code: 'not-found', what: 'role', id: slug });
    steps.push(replacing(role, { ...role, rev: role.rev + 1 }));
  }
  return steps;
}

/** The names under which holders of these roles wait for each other; the first roles never go, so nobody has to. */
export function turnsOfRoles(slugs: readonly string[]): readonly string[] {
  return slugs.filter((slug) => !isFirstRole(slug)).map((slug) => `role/${slug}`);
}
