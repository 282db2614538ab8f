// The reader of JSON bodies: takes each parameter in the form it must have and notes every fault.

import { isJsonObject, type Json, type JsonObject } from '../../../core/model/json.ts';
import { reject, rejectAny, type WireError, wireError } from './rejected.ts';

const timePattern =
  /^(\d{4})-(\d{2})-(\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Reads a date-time (RFC 3339 §5.6) as milliseconds; null when it is none. */
export function readTime(text: string): number | null {
  const match = timePattern.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > lastDay) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/**
 * One body. A reading method answers undefined when the parameter is absent or faulty, null when it is null. Call `settle`
 * before anything is done with the values: it turns the call down with every fault at once.
 */
export class Body {
  readonly #fields: JsonObject;
  readonly #errors: WireError[] = [];

  constructor(body: unknown, known: ReadonlySet<string>) {
    this.#fields = isJsonObject(body) ? body : reject('bodyInvalid');
    for (const name of Object.keys(this.#fields)) {
      if (!known.has(name)) this.fault(wireError('unknown', { param: name }));
    }
  }

  /** True when the parameter is there and not null. */
  has(name: string): boolean {
    return (this.#fields[name] ?? null) !== null;
  }

  /** True when the parameter is there, be it null. */
  mentions(name: string): boolean {
    return this.#fields[name] !== undefined;
  }

  text(name: string): string | null | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null || typeof value === 'string') return value;
    return this.#wrongType(name, 'string');
  }

  /** A text that must be there. */
  requiredText(name: string): string {
    const text = this.text(name);
    if (!this.has(name)) this.fault(wireError('missing', { param: name }));
    return text ?? '';
  }

  flag(name: string): boolean | null | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null || typeof value === 'boolean') return value;
    return this.#wrongType(name, 'boolean');
  }

  integer(name: string): number | null | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null) return value;
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : this.#wrongType(name, 'integer');
  }

  texts(name: string): readonly string[] | null | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null) return value;
    if (!Array.isArray(value)) return this.#wrongType(name, 'array');
    const texts = value.filter((item) => typeof item === 'string');
    return texts.length === value.length ? texts : this.#wrongType(name, 'array of strings');
  }

  bag(name: string): JsonObject | null | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null || isJsonObject(value)) return value;
    this.fault(wireError('metadataType', { param: name, actual: typeName(value) }));
    return undefined;
  }

  /** An RFC 3339 date-time as milliseconds. */
  time(name: string): number | null | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null) return value;
    const time = typeof value === 'string' ? readTime(value) : null;
    if (time !== null) return time;
    this.fault(wireError('timeInvalid', { param: name }));
    return undefined;
  }

  fault(error: WireError): void {
    this.#errors.push(error);
  }

  /** Turns the call down when anything was wrong so far. */
  settle(): void {
    if (this.#errors.length > 0) rejectAny(this.#errors);
  }

  #wrongType(name: string, type: string): undefined {
    this.fault(wireError('typeInvalid', { param: name, type }));
    return undefined;
  }
}
