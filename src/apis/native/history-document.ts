// The history as documents: times as this API writes them, everything else as the core recorded it.

import { type Change, type Difference, noUser } from '../../core/model/change.ts';
import { isJsonObject, type Json } from '../../core/model/json.ts';
import { writeTime } from './times.ts';

/** Members of the record that hold times. */
const times: ReadonlySet<string> = new Set([
  'acceptedAt',
  'at',
  'bannedAt',
  'createdAt',
  'enabledAt',
  'endedAt',
  'expireAt',
  'forgetAt',
  'legalAcceptedAt',
  'lockedAt',
  'lockedUntil',
  'mfaDisabledAt',
  'mfaEnabledAt',
  'passwordUpdatedAt',
  'revokedAt',
  'updatedAt',
  'usedAt',
]);

/** Below these the keys are the callers' own and mean nothing to us. */
const foreign: ReadonlySet<string> = new Set(['metadata', 'extras', 'aliases']);

function shown(key: string, value: Json): Json {
  if (foreign.has(key)) return value;
  if (typeof value === 'number' && times.has(key)) return writeTime(value);
  if (Array.isArray(value)) return value.map((item) => shown('', item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shown(name, item)]));
}

/** One difference; `path` is dotted, entries of lists go by their id. */
export function diffDocument({ path, before, after }: Difference) {
  const keys = path.split('.');
  const key = keys.some((name) => foreign.has(name)) ? 'metadata' : (keys.at(-1) ?? '');
  return { path, before: shown(key, before), after: shown(key, after) };
}

/** One change, with who made it through which API. */
export function changeDocument(change: Change) {
  return {
    seq: change.seq,
    userId: change.userId === noUser ? null : change.userId,
    rev: change.rev,
    at: writeTime(change.at),
    type: change.type,
    actor: { ...change.actor },
    api: change.api,
    requestId: change.requestId,
    diff: change.diff.map(diffDocument),
  };
}
