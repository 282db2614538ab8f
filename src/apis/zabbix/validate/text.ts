// The text validator: strings, alone and in lists.

import { badParameter } from '../fault.ts';
import { type ListOptions, list } from './list.ts';
import type { Validator } from './validator.ts';

/** What may be said of a text. */
export type TextOptions = {
  /** In characters: Unicode code points. */
  readonly lengthMax?: number;
  /** Whether `''` gets past the first look; `oneOf` judges it like any other. */
  readonly empty?: boolean;
  /** The texts in place, as they are told of when another comes; absent: all. */
  readonly oneOf?: readonly string[];
};

/** Refuses a text of more than so many characters. */
export function judgeLength(value: string, lengthMax: number, path: string): void {
  if (value.length <= lengthMax) return;
  // No character has more than two code units: what is longer than twice the length is not counted.
  if (value.length > 2 * lengthMax || [...value].length > lengthMax) badParameter(path, 'value is too long');
}

function judgeOneOf(value: string, oneOf: readonly string[], path: string): void {
  if (oneOf.includes(value)) return;
  const named = oneOf.filter((one) => one !== '').map((one) => `"${one}"`);
  const choices = named.length > 1 ? `one of ${named.join(', ')}` : named.join();
  const told = [oneOf.includes('') ? 'empty' : '', choices].filter((part) => part !== '').join(' or ');
  badParameter(path, `value must be ${told}`);
}

/** Reads a text as it is; nothing is trimmed. */
export function text({ lengthMax, empty = false, oneOf }: TextOptions = {}): Validator<string> {
  return (value, path) => {
    if (typeof value !== 'string') return badParameter(path, 'a character string is expected');
    if (!value.isWellFormed()) badParameter(path, 'invalid byte sequence in UTF-8');
    if (value === '' && !empty) badParameter(path, 'cannot be empty');
    if (oneOf !== undefined) judgeOneOf(value, oneOf, path);
    if (lengthMax !== undefined) judgeLength(value, lengthMax, path);
    return value;
  };
}

/** Reads a list of texts, each of which is judged by `item`. */
export function texts(item: TextOptions = {}, options: ListOptions = {}): Validator<readonly string[]> {
  return list(text(item), (value) => typeof value === 'string', options);
}
