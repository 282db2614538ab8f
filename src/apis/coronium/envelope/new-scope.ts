// The new scope: under the next number, with a realm id that can be read.

import type { Context } from '../../../core/commands/context.ts';
import type { Numbers } from '../../../core/commands/take-numbers.ts';
import type { Extra } from '../../../core/model/extra.ts';
import { apiName } from '../wire/ids.ts';
import { type Scope, type ScopeSettings, scopeType, scopeValues } from './scope.ts';

/** A readable id for the realm of a scope, that no other has. */
function realmIdOf(name: string, number: number): string {
  const word = name
    .normalize('NFKD')
    .toLowerCase() // not a key: only to be read
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  return `${word || 'scope'}-${number}`;
}

function scopeDocument({ ports, realm }: Context, number: number, scope: Scope): Extra {
  const now = ports.clock();
  return {
    ...{
      kind: 'extra',
      realm: realm.id,
      id: `${apiName}/${scopeType}/${number}`,
      rev: 1,
      createdAt: now,
      updatedAt: now,
    },
    ...{ forgetAt: null, userId: null, organizationId: null, subject: `${apiName}/${scopeType}`, sealed: null },
    ...{ api: apiName, type: scopeType, number: String(number), name: scope.name, values: scopeValues(scope) },
  };
}

/** A scope for the list of the home realm, and how it is kept. `realmFor` says where it leads; null: to a realm of its own. Writes nothing. */
export function newScope(
  home: Context,
  numbers: Numbers,
  wish: {
    readonly name: string;
    readonly settings: ScopeSettings;
    readonly realmFor: (number: number) => string | null;
  },
): { readonly scope: Scope; readonly document: Extra } {
  const number = numbers.take(scopeType, 1);
  const { name, settings, realmFor } = wish;
  const scope: Scope = { ...settings, name, realm: realmFor(number) ?? realmIdOf(name, number) };
  return { scope, document: scopeDocument(home, number, scope) };
}
