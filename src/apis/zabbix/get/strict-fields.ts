// The fields that the shape of every strict get method has.

import { badParameter } from '../fault.ts';
import { boolean, flag } from '../validate/boolean.ts';
import { integer } from '../validate/integer.ts';
import { type Fields, object, optional } from '../validate/object.ts';
import { text, texts } from '../validate/text.ts';
import { below, membersOf, nullable, type Validator } from '../validate/validator.ts';
import type { StrictDescription } from './description.ts';
import { output } from './output.ts';
import { textOf } from './parts.ts';

/** Checks that a condition is one value or a list of them; what it means is read elsewhere. */
const condition: Validator<unknown> = (value, path) => {
  if (textOf(value) !== null) return value;
  for (const [index, one] of [...membersOf(value, path).values()].entries()) {
    const reason = 'a character string, integer or floating point value is expected';
    if (textOf(one) === null) badParameter(below(path, index + 1), reason);
  }
  return value;
};

function conditions(names: readonly string[]): Validator<unknown> {
  const fields: Fields = Object.fromEntries(names.map((name) => [name, optional(nullable(condition))]));
  return nullable(object(fields));
}

const order = { oneOf: ['ASC', 'DESC'], empty: true };

const sortorder: Validator<unknown> = (value, path, later) => {
  if (typeof value === 'string') return text(order)(value, path, later);
  if (typeof value === 'object' && value !== null) return texts(order, { empty: true })(value, path, later);
  return badParameter(path, 'an array or a character string is expected');
};

/** The shared fields, in the order in which they are judged (Zabbix 7.0, `CMfa::validateGet`; 2026-11). */
export function strictFields({ fields, filter, search, sortable }: StrictDescription) {
  return {
    filter: optional(conditions(filter)),
    search: optional(conditions(search)),
    searchByAny: optional(boolean()),
    startSearch: optional(flag()),
    excludeSearch: optional(flag()),
    searchWildcardsEnabled: optional(boolean()),
    output: optional(output(Object.keys(fields))),
    countOutput: optional(flag()),
    sortfield: optional(texts({ oneOf: sortable, empty: true }, { normalise: true, empty: true, unique: true })),
    sortorder: optional(sortorder),
    limit: optional(nullable(integer({ oneOf: [[1, 2 ** 31 - 1]] }))),
    preservekeys: optional(boolean()),
  };
}
