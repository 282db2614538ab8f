// JSON Merge Patch (RFC 7396).

import { isJsonObject, type Json } from '../../core/model/json.ts';

/** What the patch makes of the target: null removes a member, objects merge, everything else replaces. Changes neither. */
export function applyMergePatch(target: Json, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const merged = new Map<string, Json>(isJsonObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, applyMergePatch(merged.get(key) ?? null, value));
  }
  return Object.fromEntries(merged);
}
