// Fields of a body that are lists or whole numbers, and those that users and organizations have in common.

import { isJsonObject, type Json } from '../../../core/model/json.ts';
import { type BagEdit, type Edit, edit, keep } from '../../../core/model/patch.ts';
import type { Body } from './body.ts';

const externalIdMax = 128;

/** The value of a field; null when it is absent. */
function fieldOf(body: unknown, name: string): Json {
  return isJsonObject(body) && Object.hasOwn(body, name) ? (body[name] ?? null) : null;
}

/** The entries of a list; null when there is none. A fault is noted. */
export function listOf(call: { readonly body: unknown }, body: Body, name: string): readonly Json[] | null {
  const value = fieldOf(call.body, name);
  if (value !== null && !Array.isArray(value)) body.fault(name, 'array_required', 'must be an array.');
  return Array.isArray(value) ? value : null;
}

/** The texts of a list; null when there is none. A fault is noted. */
export function textsOf(call: { readonly body: unknown }, body: Body, name: string): readonly string[] | null {
  const entries = listOf(call, body, name);
  const texts = entries?.filter((entry) => typeof entry === 'string') ?? null;
  if (texts?.length !== entries?.length) body.fault(name, 'string_required', 'must hold strings.');
  return texts;
}

/** A whole number; null when there is none. A fault is noted. */
export function integerOf(call: { readonly body: unknown }, body: Body, name: string): number | null {
  const value = fieldOf(call.body, name);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (value !== null) body.fault(name, 'integer_required', 'must be a whole number.');
  return null;
}

/** The external id, null clears it. A fault is noted. WorkOS' OpenAPI file 0.61, `external_id`; 2026-08. */
export function externalIdOf(body: Body): Edit<string> {
  const param = 'external_id';
  const text = body.filledText(param);
  if (typeof text === 'string') {
    if (text.length > externalIdMax) body.fault(param, 'too_long', `must be at most ${externalIdMax} characters long.`);
    if (!/^\p{ASCII}*$/u.test(text)) body.fault(param, 'invalid', 'must be ASCII.');
  }
  return edit(text);
}

/** The metadata. Merges: null takes a key away. An empty object, or none at all, empties the bag. */
export function metadataOf(body: Body): BagEdit {
  const value = body.bag('metadata');
  if (value === undefined) return keep;
  const empty = value === null || Object.keys(value).length === 0;
  return empty ? { op: 'replace', value: {} } : { op: 'merge-shallow', value };
}
