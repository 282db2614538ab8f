// Setting a role: making it, or making it over.

import { isDeepStrictEqual } from 'node:util';
import { noUser } from '../model/change.ts';
import { refuse } from '../model/error.ts';
import type { Role } from '../model/organization.ts';
import { issuesOfRole, type RoleContent } from '../rules/roles.ts';
import { changeDocuments, type Decided, documentChange, replacing } from './change-documents.ts';
import { type Context, demand, refuseAny } from './context.ts';
import { loadRole, loadRoles, rolesMax } from './find-roles.ts';

async function creation(context: Context, slug: string, content: RoleContent): Promise<Decided<Role>> {
  const { clock, random } = context.ports;
  if ((await loadRoles(context)).length >= rolesMax) refuse({ code: 'limit-reached', what: 'roles', max: rolesMax });
  const at = clock();
  const owners = { forgetAt: null, userId: null, organizationId: null, subject: null, sealed: null } as const;
  const role: Role = {
    ...{ kind: 'role', realm: context.realm.id, id: random.uuid(at), rev: 1, createdAt: at, updatedAt: at },
    ...owners,
    ...content,
    slug,
  };
  return {
    documents: [{ op: 'insert', document: role, keys: [{ kind: 'role-slug', key: slug }] }],
    changes: [documentChange(context, 'role.created', [null, role], { id: noUser, rev: role.rev }, at)],
    result: role,
  };
}

/**
 * Makes the role with this slug what `content` says, whether it was there or not; what it was already is not written again.
 * Whoever holds it has the new permissions from the next token on.
 * @fails forbidden, invalid (`slug`, `name`, `description`, `permissions`), limit-reached, taken (made by another meanwhile), conflict.
 */
export async function setRole(context: Context, slug: string, content: RoleContent): Promise<Role> {
  demand(context, 'settings.update');
  const issues = issuesOfRole(slug, content);
  refuseAny(issues.length === 0 ? [] : [{ code: 'invalid', issues }]);
  const { name, description, permissions } = content;
  return await changeDocuments(context, [`role/${slug}`], async () => {
    const before = await loadRole(context, slug);
    if (before === null) return await creation(context, slug, { name, description, permissions });
    const next = { ...before, name, description, permissions };
    if (isDeepStrictEqual(next, before)) return { result: before };
    const at = context.ports.clock();
    const after = { ...next, rev: before.rev + 1, updatedAt: at };
    return {
      documents: [replacing(before, after)],
      changes: [documentChange(context, 'role.updated', [before, after], { id: noUser, rev: after.rev }, at)],
      result: after,
    };
  });
}
