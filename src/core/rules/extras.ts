// The extras: what only one API knows of a user, its fields as well as its ids.

import type { Issue } from '../model/error.ts';
import type { UserPatch } from '../model/patch.ts';
import type { Policy } from '../model/realm.ts';
import type { User } from '../model/user.ts';
import { faultOfBag, mergeShallow } from './metadata.ts';
import { faultOfText } from './text.ts';
import { changed, faults, type Situation, unchanged, type Verdict } from './verdict.ts';

function faultsOfAliases(aliases: User['aliases'], lengthMax: number): readonly Issue[] {
  return Object.entries(aliases).flatMap(([api, alias]) => {
    const path = `aliases.${api}`;
    if (alias === '') return [{ path, reason: 'length-min', limit: 1 } as const];
    return faultOfText(path, alias, lengthMax) ?? [];
  });
}

function faultsOfExtras(api: string, extras: User['extras'], policy: Policy['metadata']): readonly Issue[] {
  const limits = { ...policy.extra, values: 'nested', depthMax: policy.private.depthMax } as const;
  const fault = faultOfBag(`extras.${api}`, extras[api] ?? {}, limits);
  return fault === null ? [] : [fault];
}

/**
 * Fields that only one API knows are merged at the top and judged by nobody, but bounded as the bag `extra` is, though they
 * may nest. Aliases are text like external ids.
 */
export function judgeExtras(user: User, patch: UserPatch, situation: Situation): Verdict {
  const { extras, aliases } = patch;
  if (extras.op === 'keep' && aliases.op === 'keep') return unchanged;
  const { metadata, externalId } = situation.policy;
  const set: { extras?: User['extras']; aliases?: User['aliases'] } = {};
  const issues: Issue[] = [];
  if (extras.op === 'merge') {
    const merged = mergeShallow(user.extras[extras.api] ?? {}, extras.value);
    const { [extras.api]: _, ...others } = user.extras;
    set.extras = Object.keys(merged).length === 0 ? others : { ...others, [extras.api]: merged };
    issues.push(...faultsOfExtras(extras.api, set.extras, metadata));
  }
  if (aliases.op === 'set') {
    set.aliases = aliases.value;
    issues.push(...faultsOfAliases(aliases.value, externalId.lengthMax));
  }
  return issues.length > 0 ? faults(issues) : changed(set);
}
