// Putting a scope into the list: a new one, or other settings of one that is there.

import { isDeepStrictEqual } from 'node:util';
import { changeRealmObjects, type Plan } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { openNumbers } from '../../../core/commands/take-numbers.ts';
import { refuse } from '../../../core/model/error.ts';
import type { Extra } from '../../../core/model/extra.ts';
import { isScopeName, noScope, type RealmSource, realmOf } from '../envelope/find-scope.ts';
import { newScope } from '../envelope/new-scope.ts';
import { openSettings, type Scope, scopeOf, scopeValues } from '../envelope/scope.ts';
import { fail, mismatched } from '../fault.ts';
import { readScopes } from './find-scopes.ts';
import type { ScopeWish } from './read-wish.ts';

/** A scope as it is now, and whether it is new. */
export type Put = { readonly scope: Scope; readonly isNew: boolean };

const scopesMax = 1000;
const nothing = { intents: [], users: [], numbering: null } as const;

async function planNew(home: Context, name: string, { realm, settings }: ScopeWish): Promise<Plan<Put>> {
  const numbers = await openNumbers(home);
  const wish = { name, settings: { ...openSettings, ...settings }, realmFor: () => realm };
  const { scope, document } = newScope(home, numbers, wish);
  const result = { scope, isNew: true };
  return { intents: [{ op: 'create', document }], users: [], numbering: numbers.taken(), result };
}

function planChange(home: Context, before: Extra, { realm, settings }: ScopeWish): Plan<Put> {
  const known = scopeOf(before);
  if (realm !== null && realm !== known.realm) fail(1000, 'The scope exists already, and leads to another realm.');
  const scope: Scope = { ...known, ...settings };
  const result = { scope, isNew: false };
  if (isDeepStrictEqual(scope, known)) return { ...nothing, result };
  const after = { ...before, values: scopeValues(scope), rev: before.rev + 1, updatedAt: home.ports.clock() };
  return { ...nothing, intents: [{ op: 'replace', before, after }], result };
}

/**
 * Adds the scope, or changes what the wish says of it, and founds its realm, where there is none, at once: so it can be given a key. `home` is of
 * the realm that lists scopes. A new scope leads to the realm that is wished for, else to one of its own. Throws Fault 801, 1000 (it must be
 * `new` and is not, or leads elsewhere) and 1004 (it must be `present`). @fails forbidden, limit-reached, conflict.
 */
export async function putScope(
  source: RealmSource,
  home: Context,
  name: string,
  wish: ScopeWish,
  mustBe: 'new' | 'present' | 'either',
): Promise<Put> {
  if (!isScopeName(name)) mismatched('The scope', 'must have 1 to 100 visible characters');
  if (wish.realm !== null && (await source.realms.of(wish.realm)) === null) mismatched('realm', 'names none there is');
  const put = await changeRealmObjects(home, async () => {
    const scopes = await readScopes(home);
    const there = scopes.find((scope) => scope.name === name);
    if (there !== undefined) {
      return mustBe === 'new' ? fail(1000, 'The scope exists already.') : planChange(home, there, wish);
    }
    if (mustBe === 'present') return noScope(name);
    if (scopes.length >= scopesMax) return refuse({ code: 'limit-reached', what: 'scopes', max: scopesMax });
    return await planNew(home, name, wish);
  });
  await realmOf(source, home, put.scope);
  return put;
}
