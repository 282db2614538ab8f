// The parameters of an action, read one by one: what is missing, of another type or unknown is refused.

import { isJsonObject, type Json, type JsonObject } from '../../../core/model/json.ts';
import { mismatched, missing } from '../fault.ts';

/** A table as clients send it: an empty one may come as an empty list. Null: something else. */
export function tableOf(value: unknown): JsonObject | null {
  if (Array.isArray(value)) return value.length === 0 ? {} : null;
  return isJsonObject(value) ? value : null;
}

/** Reads the members of a table; `path` goes before their names in what is said of them. */
export class Parameters {
  readonly #table: JsonObject;
  readonly #path: string;

  constructor(table: JsonObject, path = '') {
    this.#table = table;
    this.#path = path;
  }

  /** Null: it is not there, or null. */
  value(name: string): Json {
    return Object.hasOwn(this.#table, name) ? (this.#table[name] ?? null) : null;
  }

  /** True when it is there, whatever it is. */
  has(name: string): boolean {
    return this.value(name) !== null;
  }

  /** True when it is named, null or not. */
  says(name: string): boolean {
    return Object.hasOwn(this.#table, name);
  }

  /** A text of at most 8,192 characters; null: none. */
  text(name: string): string | null {
    const value = this.value(name);
    if (value === null) return null;
    if (typeof value !== 'string') return mismatched(this.#path + name, 'must be a string');
    return value.length <= textMax ? value : mismatched(this.#path + name, 'is too long');
  }

  /** A text that must be there and not be empty. */
  needed(name: string): string {
    const text = this.text(name);
    return text === null || text === '' ? missing(this.#path + name) : text;
  }

  flag(name: string): boolean | null {
    const value = this.value(name);
    if (value === null || typeof value === 'boolean') return value;
    return mismatched(this.#path + name, 'must be a boolean');
  }

  /** A whole number from 0 on; null: none. */
  count(name: string): number | null {
    const value = this.value(name);
    if (value === null) return null;
    const good = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
    return good ? value : mismatched(this.#path + name, 'must be a whole number');
  }

  table(name: string): JsonObject | null {
    const value = this.value(name);
    return value === null ? null : (tableOf(value) ?? mismatched(this.#path + name, 'must be a table'));
  }

  /** Refuses every member but these. */
  only(names: readonly string[]): void {
    const stranger = Object.keys(this.#table).find((name) => !names.includes(name));
    if (stranger !== undefined) mismatched(`${this.#path}${stranger.slice(0, 100)}`, 'is not known here');
  }
}

const textMax = 8192;
