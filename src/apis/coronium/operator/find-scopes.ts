// Finding the scopes there are.

import type { Context } from '../../../core/commands/context.ts';
import { readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { Extra } from '../../../core/model/extra.ts';
import { noScope } from '../envelope/find-scope.ts';
import { isScope, type Scope, scopeOf } from '../envelope/scope.ts';

type Home = Pick<Context, 'ports' | 'realm'>;

/** All of them as they are kept, the oldest first. */
export async function readScopes(home: Home): Promise<readonly Extra[]> {
  return (await readRealmObjects(home)).extras.filter(isScope);
}

/** All of them, the oldest first. */
export async function listScopes(home: Home): Promise<readonly Scope[]> {
  return (await readScopes(home)).map(scopeOf);
}

/** The one of this name. Throws Fault 1004. */
export async function findScopeNamed(home: Home, name: string): Promise<Scope> {
  return (await listScopes(home)).find((scope) => scope.name === name) ?? noScope(name);
}
