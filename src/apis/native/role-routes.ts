// The roles of a realm: listed, set and deleted.

import Type from 'typebox';
import { deleteRole } from '../../core/commands/delete-role.ts';
import { findRoles, type ShownRole } from '../../core/commands/find-roles.ts';
import { setRole } from '../../core/commands/set-role.ts';
import { jsonBody, noBody, type Route, route } from './route.ts';
import { closed, nullableText } from './schema-basics.ts';

const none = closed({});
const permissions = Type.Array(Type.String());

const Role = closed({
  slug: Type.String({ description: 'What memberships call it.' }),
  name: Type.String(),
  description: nullableText(),
  permissions,
});

const RoleWish = closed({
  name: Type.String(),
  description: Type.Optional(nullableText()),
  permissions: Type.Optional(permissions),
});

const Roles = closed({ items: Type.Array(Role) });

function roleDocument({ slug, name, description, permissions: granted }: ShownRole) {
  return { slug, name, description, permissions: granted };
}

const list = route({
  method: 'GET',
  path: '/roles',
  id: 'findRoles',
  summary: 'List the roles',
  description: 'Those that every realm has come first.',
  answers: { 200: { description: 'All of them.', schema: Roles } },
  refusals: [],
  query: none,
  body: noBody,
  async handle({ context }) {
    return { status: 200, body: { items: (await findRoles(context)).map(roleDocument) } };
  },
});

const put = route({
  method: 'PUT',
  path: '/roles/{slug}',
  id: 'setRole',
  summary: 'Make a role, or make it over',
  answers: { 200: { description: 'The role as it is now.', schema: Role } },
  refusals: [409, 422],
  query: none,
  body: jsonBody(RoleWish),
  async handle({ context, parameter, body }) {
    const content = { name: body.name, description: body.description ?? null, permissions: body.permissions ?? [] };
    return { status: 200, body: roleDocument(await setRole(context, parameter('slug'), content)) };
  },
});

const remove = route({
  method: 'DELETE',
  path: '/roles/{slug}',
  id: 'deleteRole',
  summary: 'Delete a role that nobody holds',
  answers: { 204: { description: 'It is gone.', schema: null } },
  refusals: [404, 409],
  query: none,
  body: noBody,
  async handle({ context, parameter }) {
    await deleteRole(context, parameter('slug'));
    return { status: 204 };
  },
});

export const roleRoutes: readonly Route[] = [list, put, remove];
