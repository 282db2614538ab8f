// The flattening of what is kept of an object: texts by path, rows of lists by their id or place.

import { isJsonObject, type Json, type JsonObject } from '../../../core/model/json.ts';
import type { Values } from './details.ts';

const depthMax = 4;

function rowId(row: JsonObject, place: number): string {
  const id = row.id ?? row.rightid ?? row.tag_filterid ?? row.userdirectory_mediaid;
  return typeof id === 'string' && id !== '' ? id : String(place);
}

function collect(path: string, value: Json, depth: number, found: Map<string, string>): void {
  if (typeof value === 'string' || typeof value === 'number') found.set(path, String(value));
  if (typeof value !== 'object' || value === null || depth > depthMax) return;
  if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) collect(`${path}.${key}`, member, depth + 1, found);
    return;
  }
  for (const [place, row] of value.entries()) {
    const id = isJsonObject(row) ? rowId(row, place + 1) : String(place + 1);
    collect(`${path}[${id}]`, row, depth + 1, found);
  }
}

/** All values of an object by path. */
export function flatten(values: JsonObject): Values {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(values)) collect(key, value, 1, found);
  return found;
}
