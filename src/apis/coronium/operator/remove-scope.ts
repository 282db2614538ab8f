// Removing a scope from the list.

import { changeRealmObjects } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { noScope } from '../envelope/find-scope.ts';
import { type Scope, scopeOf } from '../envelope/scope.ts';
import { readScopes } from './find-scopes.ts';

/** Takes it off the list, and answers it as it was; its realm and users stay. Throws Fault 1004. @fails forbidden, conflict. */
export async function removeScope(home: Context, name: string): Promise<Scope> {
  return await changeRealmObjects(home, async () => {
    const before = (await readScopes(home)).find((scope) => scope.name === name) ?? noScope(name);
    return { intents: [{ op: 'remove', before }], users: [], numbering: null, result: scopeOf(before) };
  });
}
