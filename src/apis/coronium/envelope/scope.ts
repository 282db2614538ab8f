// The scope: a game's name for the realm it plays in, and what the operator lets games do there.

import type { Extra } from '../../../core/model/extra.ts';
import type { JsonObject } from '../../../core/model/json.ts';
import { apiName } from '../wire/ids.ts';

/**
 * A scope. `closed`: actions that are switched off, by their version 2 names. `ownOnly`: a user is changed and deleted by who is signed in as
 * that user alone. `createResult`: what `create` answers to clients of their own version. `clockToleranceMs` null: a request may be of any time.
 */
export type Scope = {
  readonly name: string;
  readonly realm: string;
  readonly closed: readonly string[];
  readonly ownOnly: boolean;
  readonly createResult: 'table' | 'string';
  readonly clockToleranceMs: number | null;
};

/** What an operator may set of one. */
export type ScopeSettings = Omit<Scope, 'name' | 'realm'>;

export const scopeType = 'scope';

/** Of a scope that nobody has set anything of. */
export const openSettings: ScopeSettings = {
  closed: [],
  ownOnly: false,
  createResult: 'table',
  clockToleranceMs: null,
};

/** What is kept of a scope. */
export function scopeValues({
  realm,
  closed,
  ownOnly,
  createResult,
  clockToleranceMs,
}: Omit<Scope, 'name'>): JsonObject {
  return { realm, closed, ownOnly, createResult, clockToleranceMs };
}

/** True for what is kept of a scope. */
export function isScope({ api, type }: Extra): boolean {
  return api === apiName && type === scopeType;
}

/** The scope that is kept here. */
export function scopeOf({ name, values }: Extra): Scope {
  const { realm, closed, ownOnly, createResult, clockToleranceMs } = values;
  return {
    name: name ?? '',
    realm: typeof realm === 'string' ? realm : '',
    closed: Array.isArray(closed) ? closed.filter((action) => typeof action === 'string') : [],
    ownOnly: ownOnly === true,
    createResult: createResult === 'string' ? 'string' : 'table',
    clockToleranceMs: typeof clockToleranceMs === 'number' ? clockToleranceMs : null,
  };
}
