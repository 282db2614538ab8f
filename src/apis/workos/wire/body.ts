// The reader of JSON bodies: takes each parameter in the form it must have and notes every fault.

import { isJsonObject, type Json, type JsonObject } from '../../../core/model/json.ts';
import { badParameters, type Entry, reject } from './rejected.ts';

const keyLengthMax = 100;

/** A fault of a parameter; the code is the parameter's name and what is wrong with it. */
export function entryOf(param: string, what: string, message: string): Entry {
  return { code: `${param.slice(0, keyLengthMax)}_${what}`, message: `${param.slice(0, keyLengthMax)} ${message}` };
}

/**
 * One body. A reading method answers undefined when the parameter is absent or faulty, null when it is null. Call `settle`
 * before anything is done with the values: it turns the call down with every fault at once.
 */
export class Body {
  readonly #fields: JsonObject;
  readonly #entries: Entry[] = [];

  constructor(body: unknown, known: ReadonlySet<string>) {
    this.#fields = isJsonObject(body)
      ? body
      : reject(badParameters([entryOf('body', 'object_required', 'must be a JSON object.')]));
    for (const name of Object.keys(this.#fields)) {
      if (!known.has(name)) this.fault(name, 'unknown', 'is not a parameter of this operation.');
    }
  }

  /** True when the parameter is there and not null. */
  has(name: string): boolean {
    return this.#value(name) !== undefined && this.#value(name) !== null;
  }

  text(name: string): string | null | undefined {
    const value = this.#value(name);
    if (value === undefined || value === null || typeof value === 'string') return value;
    return this.fault(name, 'string_required', 'must be a string.');
  }

  /** A text that is not empty. */
  filledText(name: string): string | null | undefined {
    const text = this.text(name);
    return text === '' ? this.fault(name, 'string_required', 'must be a non-empty string.') : text;
  }

  /** A text that must be there and not be empty. */
  requiredText(name: string): string {
    if (!this.has(name)) this.fault(name, 'string_required', 'must be a non-empty string.');
    return this.filledText(name) ?? '';
  }

  flag(name: string): boolean | null | undefined {
    const value = this.#value(name);
    if (value === undefined || value === null || typeof value === 'boolean') return value;
    return this.fault(name, 'boolean_required', 'must be a boolean.');
  }

  bag(name: string): JsonObject | null | undefined {
    const value = this.#value(name);
    if (value === undefined || value === null || isJsonObject(value)) return value;
    return this.fault(name, 'object_required', 'must be an object.');
  }

  fault(name: string, what: string, message: string): undefined {
    this.#entries.push(entryOf(name, what, message));
    return undefined;
  }

  /** Turns the call down when anything was wrong so far. */
  settle(): void {
    if (this.#entries.length > 0) reject(badParameters(this.#entries));
  }

  #value(name: string): Json | undefined {
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
  }
}
