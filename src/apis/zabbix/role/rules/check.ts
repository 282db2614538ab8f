// The check: what of a wish is not available to a role.

import type { JsonObject } from '../../../../core/model/json.ts';
import { modules } from '../../defaults/modules.ts';
import { badInput } from '../../fault.ts';
import { actions, uiElements } from './elements.ts';
import { isEntry } from './methods.ts';
import type { Rank } from './rank.ts';
import { newRules, rulesOf, type Switch } from './stored.ts';
import type { RulesWish } from './wish.ts';

/** The role as the call would make it, and what is stored of it; `before` is null for a new role. */
export type RoleInQuestion = {
  readonly name: string;
  readonly rank: Rank;
  readonly before: { readonly rules: JsonObject; readonly rank: Rank } | null;
};

function checkUi(wish: RulesWish, { name, rank, before }: RoleInQuestion): void {
  if (wish.ui === undefined) return;
  const rules = before === null ? newRules : rulesOf(before.rules);
  const access = wish['ui.default_access'] ?? rules['ui.default_access'];
  const known = before === null ? [] : uiElements(before.rank);
  const statusBefore = (element: string): boolean =>
    known.includes(element) ? (rules['ui.default_access'] === 1) !== rules.ui.includes(element) : access === 1;
  const statuses = new Map(uiElements(rank).map((element) => [element, statusBefore(element)]));
  for (const { name: element, status = 1 } of wish.ui) {
    if (!statuses.has(element)) badInput(`UI element "${element}" is not available for user role "${name}".`);
    statuses.set(element, status === 1);
  }
  if (![...statuses.values()].includes(true)) {
    badInput(`At least one UI element must be enabled for user role "${name}".`);
  }
}

function checkServices(way: 'read' | 'write', wish: RulesWish, { name, before }: RoleInQuestion): void {
  const rules = before === null ? null : rulesOf(before.rules);
  const list = wish[`services.${way}.list`];
  const tag = wish[`services.${way}.tag`];
  const wishedMode = wish[`services.${way}.mode`];
  if (wishedMode === undefined && list === undefined && tag === undefined) return;
  // Of a new role without a mode, Zabbix takes what super admins have, who alone call this, for what it will have.
  const mode: Switch = wishedMode ?? rules?.[`services.${way}.mode`] ?? 1;
  if (mode === 0) {
    if (tag?.tag === '' && (tag.value ?? '') !== '') {
      const what = `Cannot have non-empty tag value while having empty tag in rule "services.${way}.tag"`;
      badInput(`${what} for user role "${name}".`);
    }
    return;
  }
  const hasTag = (tag ?? rules?.[`services.${way}.tag`])?.tag;
  const spare = (list ?? []).length > 0 ? 'list' : hasTag !== undefined && hasTag !== '' ? 'tag' : null;
  if (spare === null) return;
  const what = `Cannot have non-default "services.${way}.${spare}" rule`;
  badInput(`${what} while having "services.${way}.mode" set to 1 for user role "${name}".`);
}

function checkServiceIds(wish: RulesWish, name: string): void {
  const [first] = [...(wish['services.read.list'] ?? []), ...(wish['services.write.list'] ?? [])];
  if (first !== undefined) badInput(`Service with ID "${first.serviceid}" is not available for user role "${name}".`);
}

/**
 * Refuses rules that the role cannot have, for its rank or at all; to be asked after names are known to be free. There are no
 * services, so none is available. Texts are Zabbix 7.0's.
 */
export function checkRules(wish: RulesWish, role: RoleInQuestion): void {
  const { name, rank } = role;
  checkUi(wish, role);
  checkServices('read', wish, role);
  checkServices('write', wish, role);
  checkServiceIds(wish, name);
  for (const { moduleid } of wish.modules ?? []) {
    if (!modules.some((module) => String(module.moduleid) === moduleid)) {
      badInput(`Module with ID "${moduleid}" is not available for user role "${name}".`);
    }
  }
  for (const entry of wish.api ?? []) {
    if (!isEntry(entry, rank)) badInput(`Invalid API method "${entry}" for user role "${name}".`);
  }
  for (const { name: action } of wish.actions ?? []) {
    if (!actions(rank).includes(action)) badInput(`Action "${action}" is not available for user role "${name}".`);
  }
}
