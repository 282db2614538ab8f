// Test data: texts as bytes that come in chunks of any size, and the lines and objects to expect of them.

import fc from 'fast-check';
import type { Json, JsonObject } from '../../core/model/json.ts';
import { type Bytes, withoutMark } from './open-bytes.ts';
import { readHead, readRows } from './open-rows.ts';
import { type Format, recognise } from './recognise.ts';
import type { RowEvent } from './row-event.ts';

/** A content in chunks of these sizes, over and over. */
export function inChunks(content: string | Uint8Array, sizes: readonly number[] = [65_536]): Bytes {
  const all = Buffer.from(content);
  let consumed = 0;
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    for (let turn = 0; consumed < all.length; turn++) {
      const chunk = all.subarray(consumed, consumed + (sizes[turn % sizes.length] ?? 1));
      consumed += chunk.length;
      yield chunk;
    }
  }
  return { chunks: withoutMark(chunks()), consumed: () => consumed, fault: () => null };
}

/** Recognises a content and reads all of it. */
export async function readAll(
  content: string | Uint8Array,
  sizes?: readonly number[],
): Promise<{ readonly format: Format; readonly events: readonly RowEvent[] }> {
  const format = recognise(await readHead(inChunks(content, sizes).chunks));
  return { format, events: await Array.fromAsync(readRows(inChunks(content, sizes), format)) };
}

/** Events in short: `[line, row]` or `[line, fault]`. */
export async function outline(content: string | Uint8Array, sizes?: readonly number[]): Promise<[number, unknown][]> {
  const { events } = await readAll(content, sizes);
  return events.map((event) => [event.line, 'row' in event ? event.row : event.fault]);
}

export const countBreaks = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0;

export const anySizes = fc.oneof(fc.constant([1]), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }));

/** Text as people and attackers write it: all of Unicode but NUL, and much of what separates, quotes and begins formulas. */
export const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom('"', "'", ',', ';', '\t', '\r', '\n', '\r\n', '\\', '=', '+', '-', '@', '＝', '{', '[', ']', '}'),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('ü', '\ufeff', '😀', '+491701234567'),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join('').replaceAll('\0', ''));

const names = ['__proto__', 'constructor', 'prototype', 'users', 'Users', 'data', 'records'];
const anyKey = anyText.filter((key) => !names.includes(key));

const { value: anyJson } = fc.letrec<{ value: Json; list: Json[]; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyText,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.constantFrom(null, true, false),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(anyKey, tie('value'), { maxKeys: 3, noNullPrototype: true }),
}));

/** Any row that a JSON file may hold. */
export const anyRow = fc.dictionary(anyKey, anyJson, { maxKeys: 4, noNullPrototype: true });
