// Reading what an operator wants of a scope.

import type { Json } from '../../../core/model/json.ts';
import { actions } from '../actions.ts';
import type { ScopeSettings } from '../envelope/scope.ts';
import { mismatched } from '../fault.ts';
import type { Parameters } from '../wire/parameters.ts';

/** What is wanted: `realm` null where the wish does not say; settings that are not in it stay as they are. */
export type ScopeWish = { readonly realm: string | null; readonly settings: Partial<ScopeSettings> };

/** What a wish may say. */
const members = ['realm', 'closed', 'ownOnly', 'createResult', 'clockToleranceSeconds'] as const;

const toleranceMaxSeconds = 31_536_000;

/** The actions that games may be refused, by their version 2 names. */
export const closable: readonly string[] = actions.map(({ name }) => name);

function readClosed(value: Json): readonly string[] {
  if (!Array.isArray(value)) return mismatched('closed', 'must be a list of actions');
  const stranger = value.find((name) => typeof name !== 'string' || !closable.includes(name));
  if (stranger !== undefined) mismatched('closed', `may name ${closable.join(', ')}, and nothing else`);
  return closable.filter((name) => value.includes(name));
}

function readCreateResult(text: string): 'table' | 'string' {
  return text === 'table' || text === 'string' ? text : mismatched('createResult', 'must be "table" or "string"');
}

function readTolerance(seconds: number | null): number | null {
  if (seconds === null) return null;
  const good = seconds >= 1 && seconds <= toleranceMaxSeconds;
  return good ? seconds * 1000 : mismatched('clockToleranceSeconds', 'must be from 1 second to a year, or null');
}

/** Reads it; a null says nothing, but for the clock: any time will do. Throws Fault 801 and 804. */
export function readWish(wish: Parameters): ScopeWish {
  wish.only(members);
  const closed = wish.value('closed');
  const ownOnly = wish.flag('ownOnly');
  const createResult = wish.text('createResult');
  const tolerance = wish.count('clockToleranceSeconds');
  return {
    realm: wish.has('realm') ? wish.needed('realm') : null,
    settings: {
      ...(closed !== null && { closed: readClosed(closed) }),
      ...(ownOnly !== null && { ownOnly }),
      ...(createResult !== null && { createResult: readCreateResult(createResult) }),
      ...(wish.says('clockToleranceSeconds') && { clockToleranceMs: readTolerance(tolerance) }),
    },
  };
}
