// Reads the options of a get method that ignores what it does not understand.

import { badInput, refused } from '../fault.ts';
import { canonical } from './canonical.ts';
import type { LooseDescription } from './description.ts';
import type { Options } from './options.ts';
import { isTruthy, partsOf, textOf, valuesOf } from './parts.ts';
import { patternMode, readFilter, readSearch } from './read-conditions.ts';
import { readFields } from './read-fields.ts';
import { readOrder } from './read-order.ts';

/** What was asked for: the shared options, and every member that was sent, for those that a method has of its own. */
export type LooseAsked = { readonly options: Options; readonly members: ReadonlyMap<string, unknown> };

function keepSecrets({ secrets }: LooseDescription, asked: ReadonlyMap<string, unknown>): void {
  for (const [option, verb] of [['filter', 'filter'] as const, ['search', 'search'] as const]) {
    const members = partsOf(asked.get(option));
    const name = Object.keys(secrets).find((field) => (members.get(field) ?? null) !== null);
    if (name !== undefined) badInput(`It is not possible to ${verb} by ${secrets[name]}.`);
  }
}

function readSort({ sortable }: LooseDescription, sortfield: unknown, sortorder: unknown): Options['sort'] {
  if (sortfield === '') return [];
  const fields = valuesOf(sortfield).map((field) => textOf(field) ?? '');
  const wrong = fields.find((field) => !sortable.includes(field));
  return wrong === undefined ? readOrder(fields, sortorder) : refused(`Sorting by field "${wrong}" not allowed.`);
}

/** A limit that is no positive number limits nothing. */
function readLimit(value: unknown): number | null {
  const text = textOf(value) ?? '';
  return /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : null;
}

/**
 * Reads the options of user.get, usergroup.get and mediatype.get. Refuses filters and searches by a secret (-32602) and
 * sorting by a field that is not for it (-32500); whatever else is unknown or wrong counts as not sent (Zabbix 7.0; 2026-11).
 */
export function readLoose(object: LooseDescription, params: unknown): LooseAsked {
  const members = partsOf(params);
  const truthy = (name: string) => isTruthy(members.get(name));
  keepSecrets(object, members);
  const mode = patternMode(truthy('startSearch'), truthy('searchWildcardsEnabled'));
  const options: Options = {
    filter: readFilter(object, members.get('filter')),
    search: readSearch(object, members.get('search'), mode),
    searchByAny: truthy('searchByAny'),
    excludeSearch: truthy('excludeSearch'),
    output: readFields(members.has('output') ? members.get('output') : 'extend', Object.keys(object.fields), object.id),
    countOutput: truthy('countOutput'),
    preservekeys: truthy('preservekeys'),
    editable: truthy('editable'),
    sort: readSort(object, members.get('sortfield'), members.get('sortorder')),
    limit: readLimit(members.get('limit')),
  };
  return { options, members };
}

/**
 * Reads an option such as `userids`: one id or several, in canonical spelling; null when it does not restrict anything.
 * An empty list is one that nothing is in. Refuses what is no id as a database would (-32500).
 */
export function readLooseIds(value: unknown): ReadonlySet<string> | null {
  if (value === null || value === undefined) return null;
  const ids = valuesOf(value).map((id) => canonical('id', textOf(id) ?? ''));
  return new Set(ids.map((id) => id ?? refused('Database error occurred.')));
}
