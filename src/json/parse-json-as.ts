// The parser of JSON whose shape the caller vouches for.

import { parseJson } from './parse-json.ts';

/** As `parseJson`; nothing is checked, so only for what this product has written itself, or for any JSON as such. */
export function parseJsonAs<Shape>(text: string): Shape;
export function parseJsonAs(text: string): unknown {
  return parseJson(text);
}
