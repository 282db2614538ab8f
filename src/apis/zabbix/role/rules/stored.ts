// The stored rules: what of a role's rules differs from a new role's.

import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../../../core/model/json.ts';

/** 0 off, 1 on. */
export type Switch = 0 | 1;

/** The tag that makes services accessible; `''` is none. */
export type ServiceTag = { readonly tag: string; readonly value: string };

/**
 * Rules under the names of the wire. `ui`, `modules` and `actions` list those whose status is not the default access. There
 * are no services here, so no lists of them either.
 */
export type RoleRules = {
  readonly ui: readonly string[];
  readonly 'ui.default_access': Switch;
  readonly 'services.read.mode': Switch;
  readonly 'services.read.tag': ServiceTag;
  readonly 'services.write.mode': Switch;
  readonly 'services.write.tag': ServiceTag;
  readonly modules: readonly number[];
  readonly 'modules.default_access': Switch;
  readonly 'api.access': Switch;
  readonly 'api.mode': Switch;
  readonly api: readonly string[];
  readonly actions: readonly string[];
  readonly 'actions.default_access': Switch;
};

/** No tag at all. */
export const noTag: ServiceTag = { tag: '', value: '' };

/** The rules of a new role (Zabbix 7.0 manual, "Role object"; 2026-08). */
export const newRules: RoleRules = {
  ui: [],
  'ui.default_access': 1,
  'services.read.mode': 1,
  'services.read.tag': noTag,
  'services.write.mode': 0,
  'services.write.tag': noTag,
  modules: [],
  'modules.default_access': 1,
  'api.access': 1,
  'api.mode': 0,
  api: [],
  actions: [],
  'actions.default_access': 1,
};

const closedRules: RoleRules = {
  ...newRules,
  'ui.default_access': 0,
  'services.read.mode': 0,
  'modules.default_access': 0,
  'api.access': 0,
  'actions.default_access': 0,
};

const isSwitch = (value: unknown): boolean => value === 0 || value === 1;
const isListOf = (value: unknown, type: 'string' | 'number'): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === type);
const isTag = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'tag' in value &&
  typeof value.tag === 'string' &&
  'value' in value &&
  typeof value.value === 'string';

/** Whether every member is of the kind that a new role has there. */
function isRoleRules(value: object): value is RoleRules {
  const members = new Map<string, unknown>(Object.entries(value));
  return Object.entries(newRules).every(([name, fresh]) => {
    const member = members.get(name);
    if (typeof fresh === 'number') return isSwitch(member);
    if (name === 'modules') return isListOf(member, 'number');
    return Array.isArray(fresh) ? isListOf(member, 'string') : isTag(member);
  });
}

/** Reads stored rules. Damaged ones allow nothing. */
export function rulesOf(stored: JsonObject): RoleRules {
  const rules = { ...newRules, ...stored };
  return isRoleRules(rules) ? rules : closedRules;
}

/** The form in which rules are stored; `rulesOf` reads it. */
export function storedRules(rules: RoleRules): JsonObject {
  const fresh = new Map<string, unknown>(Object.entries(newRules));
  return Object.fromEntries(
    Object.entries(rules).filter(([name, value]) => !isDeepStrictEqual(value, fresh.get(name))),
  );
}
