// The reader of query strings: takes each parameter in the form it must have and notes every fault.

import { rejectAny, type WireError, wireError } from './rejected.ts';

/** A query string as parsed: a repeated key has several values. */
export type QueryValues = Readonly<Record<string, string | readonly string[] | undefined>>;

const valuesMax = 100;

/** One query string. What nobody knows is ignored; call `settle` when everything has been read. */
export class Query {
  readonly #values: QueryValues;
  readonly #errors: WireError[] = [];

  constructor(values: QueryValues) {
    this.#values = values;
  }

  /** The first value, or undefined when there is none or it is empty. */
  text(name: string): string | undefined {
    return this.#all(name)[0];
  }

  /** All values of a key that may be repeated, 100 at most; undefined when there is none. */
  texts(name: string): readonly string[] | undefined {
    const values = this.#all(name);
    if (values.length > valuesMax) this.fault(wireError('arraySizeExceeded', { param: name, limit: valuesMax }));
    return values.length === 0 ? undefined : values;
  }

  flag(name: string): boolean | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (text !== 'true' && text !== 'false') this.fault(wireError('typeInvalid', { param: name, type: 'boolean' }));
    return text === 'true';
  }

  /** A point in time in Unix milliseconds. */
  time(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(value)) return value;
    this.fault(wireError('dateInvalid', { param: name }));
    return undefined;
  }

  /** A whole number within bounds; `otherwise` when it is absent. */
  integer(name: string, bounds: { readonly min: number; readonly max: number }, otherwise: number): number {
    const text = this.text(name);
    if (text === undefined) return otherwise;
    const value = /^[+-]?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value)) this.fault(wireError('typeInvalid', { param: name, type: 'integer' }));
    else if (value > bounds.max) this.fault(wireError('valueTooLarge', { param: name, limit: bounds.max }));
    else if (value < bounds.min) this.fault(wireError('valueInvalid', { param: name, value }));
    else return value;
    return otherwise;
  }

  fault(error: WireError): void {
    this.#errors.push(error);
  }

  /** Turns the call down when anything was wrong so far. */
  settle(): void {
    if (this.#errors.length > 0) rejectAny(this.#errors);
  }

  #all(name: string): readonly string[] {
    const value = this.#values[name];
    if (value === undefined) return [];
    return (typeof value === 'string' ? [value] : value).filter((text) => text !== '');
  }
}

/** A page of a list. */
export type Page = { readonly limit: number; readonly offset: number };

/** Reads `limit` (1 to 500, 10 unless told) and `offset`. Clerk BAPI 2026-05-12, `LimitParameter`, `OffsetParameter`. */
export function readPage(query: Query): Page {
  return {
    limit: query.integer('limit', { min: 1, max: 500 }, 10),
    offset: query.integer('offset', { min: 0, max: Number.MAX_SAFE_INTEGER }, 0),
  };
}
