// The grants: role, groups, and what users may do on their own.

import type { Issue } from '../model/error.ts';
import type { UserPatch } from '../model/patch.ts';
import type { User } from '../model/user.ts';
import { faultOfText } from './text.ts';
import { type Situation, unchanged, type Verdict } from './verdict.ts';

type Grants = Partial<
  Pick<User, 'role' | 'groups' | 'deleteSelfEnabled' | 'createOrganizationEnabled' | 'createOrganizationsLimit'>
>;

function issuesOf({ role, groups, createOrganizationsLimit: limit }: Grants, lengthMax: number): readonly Issue[] {
  const bad = limit !== undefined && limit !== null && (!Number.isSafeInteger(limit) || limit < 0);
  const texts = [
    ...(role === undefined || role === null ? [] : [faultOfText('role', role, lengthMax)]),
    ...(groups ?? []).map((group, index) => faultOfText(`groups.${index}`, group, lengthMax)),
  ];
  return [
    ...texts.filter((issue) => issue !== null),
    ...(bad ? [{ path: 'createOrganizationsLimit', reason: 'value', limit: null } as const] : []),
  ];
}

/** Role and groups are text, each group once. */
export function judgeGrants(_user: User, patch: UserPatch, situation: Situation): Verdict {
  const { role, groups, deleteSelfEnabled, createOrganizationEnabled, createOrganizationsLimit } = patch;
  const wishes = [role, groups, deleteSelfEnabled, createOrganizationEnabled, createOrganizationsLimit];
  if (wishes.every(({ op }) => op === 'keep')) return unchanged;
  const set: Grants = {
    ...(role.op !== 'keep' && { role: role.op === 'set' ? role.value : null }),
    ...(groups.op === 'set' && { groups: [...new Set(groups.value)] }),
    ...(deleteSelfEnabled.op === 'set' && { deleteSelfEnabled: deleteSelfEnabled.value }),
    ...(createOrganizationEnabled.op === 'set' && { createOrganizationEnabled: createOrganizationEnabled.value }),
    ...(createOrganizationsLimit.op !== 'keep' && {
      createOrganizationsLimit: createOrganizationsLimit.op === 'set' ? createOrganizationsLimit.value : null,
    }),
  };
  const issues = issuesOf(set, situation.policy.names.lengthMax);
  return { set, refusals: issues.length > 0 ? [{ code: 'invalid', issues }] : [] };
}
