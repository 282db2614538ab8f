// The merge: what is stored of a role's rules after a wish or a change of rank.

import type { JsonObject } from '../../../../core/model/json.ts';
import { modules } from '../../defaults/modules.ts';
import { actions, uiElements } from './elements.ts';
import { isEntry } from './methods.ts';
import type { Rank } from './rank.ts';
import { noTag, type RoleRules, rulesOf, type ServiceTag, type Switch, storedRules } from './stored.ts';
import type { RulesWish } from './wish.ts';

/** Those of `all` whose status is not the new default: as wished, else as before. */
function exceptions<Key>(
  all: readonly Key[],
  before: { readonly access: Switch; readonly exceptions: readonly Key[] },
  wished: ReadonlyMap<Key, Switch>,
  access: Switch,
): readonly Key[] {
  const flipped: Switch = before.access === 1 ? 0 : 1;
  const statusBefore = (key: Key): Switch => (before.exceptions.includes(key) ? flipped : before.access);
  return all.filter((key) => (wished.get(key) ?? statusBefore(key)) !== access);
}

type Statuses = NonNullable<RulesWish['ui']>;
const byName = (rows: Statuses = []): ReadonlyMap<string, Switch> =>
  new Map(rows.map(({ name, status = 1 }) => [name, status]));

/** The tag of services; it goes where all services are accessible. */
function tagOf(mode: Switch, before: ServiceTag, wish: RulesWish['services.read.tag']): ServiceTag {
  if (mode === 1) return noTag;
  const { tag, value = '' } = wish ?? before;
  return tag === '' ? noTag : { tag, value };
}

/** The rules about the API; nothing of them is kept where it is off. */
function apiOf(before: RoleRules, wish: RulesWish, rank: Rank): Pick<RoleRules, 'api.access' | 'api.mode' | 'api'> {
  if ((wish['api.access'] ?? before['api.access']) === 0) return { 'api.access': 0, 'api.mode': 0, api: [] };
  const api = (wish.api ?? before.api).filter((entry) => isEntry(entry, rank));
  return { 'api.access': 1, 'api.mode': wish['api.mode'] ?? before['api.mode'], api };
}

/**
 * What is stored after the wish: members that are given replace, elements of `ui`, `modules` and `actions` one by one, `api`
 * as a whole; what the rank does not have goes. `stored` is `{}` for a new role, `wish` `{}` for a mere change of rank.
 */
export function mergeRules(stored: JsonObject, wish: RulesWish, rank: Rank): JsonObject {
  const before = rulesOf(stored);
  const uiAccess = wish['ui.default_access'] ?? before['ui.default_access'];
  const moduleAccess = wish['modules.default_access'] ?? before['modules.default_access'];
  const actionAccess = wish['actions.default_access'] ?? before['actions.default_access'];
  const readMode = wish['services.read.mode'] ?? before['services.read.mode'];
  const writeMode = wish['services.write.mode'] ?? before['services.write.mode'];
  const moduleids = modules.map(({ moduleid }) => moduleid);
  const wishedModules = new Map((wish.modules ?? []).map(({ moduleid, status = 1 }) => [Number(moduleid), status]));
  return storedRules({
    ui: exceptions(
      uiElements(rank),
      { access: before['ui.default_access'], exceptions: before.ui },
      byName(wish.ui),
      uiAccess,
    ),
    'ui.default_access': uiAccess,
    'services.read.mode': readMode,
    'services.read.tag': tagOf(readMode, before['services.read.tag'], wish['services.read.tag']),
    'services.write.mode': writeMode,
    'services.write.tag': tagOf(writeMode, before['services.write.tag'], wish['services.write.tag']),
    modules: exceptions(
      moduleids,
      { access: before['modules.default_access'], exceptions: before.modules },
      wishedModules,
      moduleAccess,
    ),
    'modules.default_access': moduleAccess,
    ...apiOf(before, wish, rank),
    actions: exceptions(
      actions(rank),
      { access: before['actions.default_access'], exceptions: before.actions },
      byName(wish.actions),
      actionAccess,
    ),
    'actions.default_access': actionAccess,
  });
}
