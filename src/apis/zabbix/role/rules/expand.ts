// The expansion: a role's rules in full, as role.get shows them.

import type { Json, JsonObject } from '../../../../core/model/json.ts';
import { modules } from '../../defaults/modules.ts';
import { actions, uiElements } from './elements.ts';
import type { Rank } from './rank.ts';
import { rulesOf, type Switch } from './stored.ts';

/** The members of `rules` that selectRules may name, in the order in which its errors name them. */
export const ruleNames: readonly string[] = [
  'ui',
  'ui.default_access',
  'services.read.mode',
  'services.read.list',
  'services.read.tag',
  'services.write.mode',
  'services.write.list',
  'services.write.tag',
  'modules',
  'modules.default_access',
  'api.access',
  'api.mode',
  'api',
  'actions',
  'actions.default_access',
];

const flipped = (access: Switch): string => (access === 1 ? '0' : '1');

/** All with their status; those with another than the default come first, as Zabbix joins what is stored with the rest. */
function statuses(all: readonly string[], exceptions: readonly string[], access: Switch): readonly Json[] {
  const listed = all.filter((name) => exceptions.includes(name));
  const others = all.filter((name) => !exceptions.includes(name));
  return [
    ...listed.map((name) => ({ name, status: flipped(access) })),
    ...others.map((name) => ({ name, status: String(access) })),
  ];
}

/** The members of `rules` that are asked for, all where `output` is null, in the order and with the types of the wire. */
export function expandRules(stored: JsonObject, rank: Rank, output: readonly string[] | null): JsonObject {
  const rules = rulesOf(stored);
  const moduleAccess = rules['modules.default_access'];
  const full: JsonObject = {
    ui: statuses(uiElements(rank), rules.ui, rules['ui.default_access']),
    'ui.default_access': String(rules['ui.default_access']),
    'services.read.mode': String(rules['services.read.mode']),
    'services.read.list': [],
    'services.read.tag': rules['services.read.tag'],
    'services.write.mode': String(rules['services.write.mode']),
    'services.write.list': [],
    'services.write.tag': rules['services.write.tag'],
    modules: modules.map(({ moduleid }) => ({
      moduleid,
      status: rules.modules.includes(moduleid) ? flipped(moduleAccess) : String(moduleAccess),
    })),
    'modules.default_access': String(moduleAccess),
    'api.access': String(rules['api.access']),
    'api.mode': String(rules['api.mode']),
    api: rules.api,
    actions: statuses(actions(rank), rules.actions, rules['actions.default_access']),
    'actions.default_access': String(rules['actions.default_access']),
  };
  if (output === null) return full;
  return Object.fromEntries(Object.entries(full).filter(([name]) => output.includes(name)));
}
