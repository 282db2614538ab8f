// The building blocks of the schemas: the one source of validation, types and the OpenAPI document.

import Type from 'typebox';
import type { Json, JsonObject } from '../../core/model/json.ts';

type Options = { readonly [keyword: string]: unknown };

/** Text or null. */
export const nullableText = (options: Options = {}) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], ...options });

/** A whole number or null. */
export const nullableInteger = (options: Options = {}) =>
  Type.Unsafe<number | null>({ type: ['integer', 'null'], ...options });

const timeFormat = { format: 'date-time', description: 'RFC 3339, with a zone; written in UTC to the millisecond.' };

/** A time on the wire. */
export const time = () => Type.String(timeFormat);

/** A time on the wire, or null. */
export const nullableTime = () => nullableText(timeFormat);

/** Any JSON value. */
export const anything = (options: Options = {}) => Type.Unsafe<Json>({ ...options });

/** Any JSON object. */
export const anyObject = (options: Options = {}) => Type.Unsafe<JsonObject>({ type: 'object', ...options });

/** Text by name. */
export const textsByName = (options: Options = {}) =>
  Type.Unsafe<Readonly<Record<string, string>>>({
    type: 'object',
    additionalProperties: { type: 'string' },
    ...options,
  });

/** One of these words. */
export const oneOf = <const Words extends readonly string[]>(words: Words, options: Options = {}) =>
  Type.Unsafe<Words[number]>({ type: 'string', enum: words, ...options });

/** Exactly these members; every one but the optional is there. */
export const closed = <Properties extends Type.TProperties>(properties: Properties, options: Options = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options });
