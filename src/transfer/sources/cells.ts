// The cells of a row: what stands under each name, read strictly, with every fault kept.

import { isJsonObject, type Json, type JsonObject } from '../../core/model/json.ts';
import { parseJsonAs } from '../../json/parse-json-as.ts';
import type { Fault } from '../source.ts';

const depthMax = 64;
const flags: ReadonlyMap<string, boolean> = new Map([
  ...['true', 't', 'yes', '1'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', '0'].map((word) => [word, false] as const),
]);
const timestamp = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))? ?(?:Z|UTC|([+-]\d{2}):?(\d{2})?)?$/i;
const timeMax = 8.64e15;

function isShallow(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((item: Json) => isShallow(item, levels - 1));
}

function scalar(value: Json): string {
  return typeof value === 'object' ? '' : String(value);
}

function parseTime(text: string): number {
  const [, date, clock, fraction = '', hours = '+00', minutes = '00'] = timestamp.exec(text) ?? [];
  return Date.parse(`${date}T${clock}.${fraction.slice(0, 3).padEnd(3, '0')}${hours}:${minutes}`);
}

/**
 * Reads one row: `new Cells(row)`, one call per field, `faults` at the end. A cell of a CSV file (a text) and a value of a
 * JSON file read alike. What is missing, null, an empty text or faulty reads as null or as an empty list; only what is
 * faulty leaves a fault. Names of nested fields are dotted (`totpInfo.sharedSecretKey`, `identities.0.provider`).
 */
export class Cells {
  readonly faults: Fault[];
  readonly #row: JsonObject;
  readonly #prefix: string;

  /** The last two are for what `inner` and `each` make: where this is nested, and the faults of the whole row. */
  constructor(row: JsonObject, prefix = '', faults: Fault[] = []) {
    this.#row = row;
    this.#prefix = prefix;
    this.faults = faults;
  }

  /** Every name that has a value, for families of columns (`user_metadata.plan`). */
  names(): readonly string[] {
    return Object.keys(this.#row).filter((name) => this.#value(name) !== null);
  }

  /** True when there is a value. */
  has(name: string): boolean {
    return this.#value(name) !== null;
  }

  /** Refuses the row; said once. `why` completes the sentence that begins with the name: `is not a known hasher`. */
  fault(name: string, why: string): null {
    const field = this.#prefix + name;
    if (!this.faults.some((known) => known.field === field && known.why === why)) this.faults.push({ field, why });
    return null;
  }

  /** A text, as it stands. Whole numbers are written out: some systems give ids as numbers. */
  text(name: string): string | null {
    const value = this.#value(name);
    if (value === null || typeof value === 'string') return value;
    return Number.isSafeInteger(value) ? String(value) : this.fault(name, 'is not a text');
  }

  /** A flag: true or false, also as the words and digits that spreadsheets and databases write. */
  flag(name: string): boolean | null {
    const value = this.#value(name);
    if (value === null || typeof value === 'boolean') return value;
    return flags.get(scalar(value).toLowerCase()) ?? this.fault(name, 'is neither true nor false');
  }

  /** A whole number, not negative. */
  number(name: string): number | null {
    const value = this.#value(name);
    if (value === null) return null;
    const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
    return this.fault(name, 'is not a whole number');
  }

  /**
   * A time in milliseconds since 1970, from a number in the unit said, or from a timestamp as RFC 3339 or PostgreSQL write
   * it (with a space for the `T`, `+00` for `+00:00`); without a zone it is UTC.
   */
  time(name: string, unit: 'seconds' | 'milliseconds'): number | null {
    const value = this.#value(name);
    if (value === null) return null;
    const text = scalar(value);
    const isNumber = /^\d{1,16}(?:\.\d+)?$/.test(text);
    const time = isNumber ? Math.round(Number(text) * (unit === 'seconds' ? 1000 : 1)) : parseTime(text);
    return time >= 0 && time <= timeMax ? time : this.fault(name, 'is not a time');
  }

  /** Texts: an array, an array written as JSON, or texts with `separator` between them; empty ones are left out. */
  list(name: string, separator: string | RegExp): readonly string[] {
    const value = this.#json(name, '[');
    if (value === null) return [];
    const items: readonly Json[] =
      typeof value === 'string' ? value.split(separator) : Array.isArray(value) ? value : [value];
    const texts = items.flatMap((item) => (typeof item === 'string' ? [item.trim()] : []));
    if (texts.length !== items.length) this.fault(name, 'is not a list of texts');
    return texts.filter((text) => text !== '');
  }

  /** An object, or one written as JSON. */
  object(name: string): JsonObject | null {
    const value = this.#json(name, '{');
    if (value === null || isJsonObject(value)) return value;
    return this.fault(name, 'is not an object');
  }

  /** The cells of an object; its faults count as the row's. */
  inner(name: string): Cells | null {
    const value = this.object(name);
    return value === null ? null : new Cells(value, `${this.#prefix}${name}.`, this.faults);
  }

  /** The cells of every object of an array, or of one written as JSON; their faults count as the row's. */
  each(name: string): readonly Cells[] {
    const value = this.#json(name, '[');
    if (value === null) return [];
    if (!Array.isArray(value)) {
      this.fault(name, 'is not a list');
      return [];
    }
    return value.flatMap((item: Json, index) => {
      if (isJsonObject(item)) return [new Cells(item, `${this.#prefix}${name}.${index}.`, this.faults)];
      this.fault(`${name}.${index}`, 'is not an object');
      return [];
    });
  }

  #value(name: string): Json {
    const value = Object.hasOwn(this.#row, name) ? this.#row[name] : null;
    return value === undefined || value === '' ? null : value;
  }

  /** The value, parsed when it is a text that begins like the JSON that is looked for. */
  #json(name: string, opening: '{' | '['): Json {
    const value = this.#value(name);
    if (typeof value !== 'string' || !value.trimStart().startsWith(opening)) return value;
    try {
      const parsed = parseJsonAs<Json>(value);
      return isShallow(parsed, depthMax) ? parsed : this.fault(name, 'is nested too deeply');
    } catch {
      return this.fault(name, 'is not valid JSON');
    }
  }
}
