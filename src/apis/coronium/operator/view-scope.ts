// A scope as its operator sees it.

import type { JsonObject } from '../../../core/model/json.ts';
import type { Scope } from '../envelope/scope.ts';

/** The scope in the words that `readWish` reads. */
export function viewOfScope({ name, realm, closed, ownOnly, createResult, clockToleranceMs }: Scope): JsonObject {
  const clockToleranceSeconds = clockToleranceMs === null ? null : clockToleranceMs / 1000;
  return { name, realm, closed, ownOnly, createResult, clockToleranceSeconds };
}
