// The objects of a realm beside its users: what is unique of them, and which of them stay as they are.

import type { ApiToken } from '../model/api-token.ts';
import type { DocumentKey } from '../model/document.ts';
import type { Refusal } from '../model/error.ts';
import type { Extra } from '../model/extra.ts';
import type { Group } from '../model/group.ts';
import type { UserRole } from '../model/user-role.ts';

/** The objects that operators make and change. */
export type RealmObject = Group | UserRole | ApiToken | Extra;

/** What is to become of an object. */
export type Intent =
  | { readonly op: 'create'; readonly document: RealmObject }
  | { readonly op: 'replace'; readonly before: RealmObject; readonly after: RealmObject }
  | { readonly op: 'remove'; readonly before: RealmObject };

/** The unique keys an object holds: names as typed, tokens by digest. */
export function keysOfObject(document: RealmObject): readonly DocumentKey[] {
  switch (document.kind) {
    case 'group':
      return [{ kind: 'group-name', key: document.name }];
    case 'user-role':
      return [{ kind: 'user-role-name', key: document.name }];
    case 'api-token': {
      const name: DocumentKey = { kind: 'api-token-name', key: `${document.userId}/${document.name}` };
      return document.digest === null ? [name] : [name, { kind: 'api-token', key: document.digest }];
    }
    case 'extra':
      if (document.name === null) return [];
      return [{ kind: 'extra-name', key: `${document.api}/${document.type}/${document.name}` }];
  }
}

/** The keys to take and to give up when `before` becomes `after`. */
export function objectKeyChanges(
  before: RealmObject,
  after: RealmObject,
): { readonly add: readonly DocumentKey[]; readonly remove: readonly DocumentKey[] } {
  const had = keysOfObject(before);
  const has = keysOfObject(after);
  const misses = (keys: readonly DocumentKey[]) => (one: DocumentKey) =>
    !keys.some(({ kind, key }) => kind === one.kind && key === one.key);
  return { add: has.filter(misses(had)), remove: had.filter(misses(has)) };
}

/** More than anybody needs; all of a user's are looked at with every one that comes. */
const apiTokensMax = 1000;

/** Nobody gets more API tokens than that; `counts`: how many each would have who gets some. */
export function judgeTokenCounts(counts: readonly number[]): readonly Refusal[] {
  const isOver = counts.some((count) => count > apiTokensMax);
  return isOver ? [{ code: 'limit-reached', what: 'api-tokens', max: apiTokensMax }] : [];
}

/** A built-in role stays as it is. */
export function judgeIntent(intent: Intent): readonly Refusal[] {
  if (intent.op === 'create') return [];
  const { before } = intent;
  const fixed = before.kind === 'user-role' && before.builtIn;
  return fixed ? [{ code: 'not-eligible', field: 'role', why: 'system' }] : [];
}
