// Fields of a body that are lists or whole numbers.

import { isJsonObject, type Json } from '../../../core/model/json.ts';
import type { Body } from './body.ts';

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
