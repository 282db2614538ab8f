// The roles: what they may be called and hold, and which a realm has from the beginning.

import type { Issue } from '../model/error.ts';
import { firstRoles, type Role } from '../model/organization.ts';
import { faultOfText } from './text.ts';

const nameLengthMax = 256;
const permissionsMax = 500;
const permissionLengthMax = 128;
const descriptionLengthMax = 1000;

/** More roles at once than this, nobody holds. */
const heldMax = 32;

/** All of a role but its slug. */
export type RoleContent = Pick<Role, 'name' | 'description' | 'permissions'>;

/** True for a slug that a role may have: small letters, digits, and single marks inside. */
export function isRoleSlug(text: string): boolean {
  return text.length <= 64 && /^[a-z0-9]+(?:[-_:.][a-z0-9]+)*$/.test(text);
}

/** True for the roles that a realm has without anybody making them. They can be made over, and never go. */
export function isFirstRole(slug: string): boolean {
  return firstRoles.some((role) => role.slug === slug);
}

/** What speaks against a role: a slug or permission that is none, texts that are empty, too long or too many. */
export function issuesOfRole(slug: string, { name, description, permissions }: RoleContent): readonly Issue[] {
  const issues: Issue[] = [];
  if (!isRoleSlug(slug)) issues.push({ path: 'slug', reason: 'format', limit: null });
  if (name.trim() === '') issues.push({ path: 'name', reason: 'length-min', limit: 1 });
  for (const fault of [
    faultOfText('name', name, nameLengthMax),
    faultOfText('description', description ?? '', descriptionLengthMax),
  ]) {
    if (fault !== null) issues.push(fault);
  }
  if (permissions.length > permissionsMax) {
    return [...issues, { path: 'permissions', reason: 'count-max', limit: permissionsMax }];
  }
  for (const [index, permission] of permissions.entries()) {
    const path = `permissions.${index}`;
    const isGood = permission.length <= permissionLengthMax && /^[\x21-\x7e]+$/.test(permission);
    if (!isGood) issues.push({ path, reason: 'format', limit: null });
    else if (permissions.indexOf(permission) < index) issues.push({ path, reason: 'duplicate', limit: null });
  }
  return issues;
}

/** What speaks against holding these roles at once: there must be one, each once, and not too many. */
export function issuesOfHeld(slugs: readonly string[]): readonly Issue[] {
  if (slugs.length === 0) return [{ path: 'roles', reason: 'length-min', limit: 1 }];
  if (slugs.length > heldMax) return [{ path: 'roles', reason: 'count-max', limit: heldMax }];
  return new Set(slugs).size === slugs.length ? [] : [{ path: 'roles', reason: 'duplicate', limit: null }];
}
