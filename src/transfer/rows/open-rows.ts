// The reader: opens a file of rows, whatever its format, and reads it row by row.

import { type Bytes, openBytes, sizeOf } from './open-bytes.ts';
import { parseCells } from './parse-cells.ts';
import { parseObject } from './parse-object.ts';
import { type Format, recognise } from './recognise.ts';
import type { RowEvent, RowReading } from './row-event.ts';
import { JsonSplitter } from './split-json.ts';
import { LineSplitter } from './split-lines.ts';
import { rowBytesMax, type Splitter } from './splitter.ts';

/**
 * A file that was recognised. `fields`: the named columns of a CSV file, null for JSON. `bytes`: its size, which
 * `RowEvent.bytes` grows to. `rows` can be read any number of times, each time from the start.
 */
export type Rows = {
  readonly format: Format['name'];
  readonly fields: readonly string[] | null;
  readonly bytes: number;
  readonly rows: AsyncIterable<RowEvent>;
};

/**
 * Opens a plain file, gzip or not: CSV (RFC 4180, with comma, semicolon or tab), JSON Lines, or JSON with an array of objects
 * at the root or as `users`, `Users`, `data` or `records` of the object at the root. `known`: the columns that a CSV file has
 * if it has no header; it has one if the first of these is in its first row. Nothing stays open between readings. Throws
 * `FileRefused` when the file as a whole cannot be read; what is wrong with single rows is in the events, and reading goes on
 * after all but a last one which says so.
 */
export async function openRows(path: string, known: readonly string[] | null = null): Promise<Rows> {
  const bytes = await sizeOf(path);
  const format = recognise(await readHead(openBytes(path).chunks), known);
  return {
    format: format.name,
    fields: format.name === 'csv' ? format.header.columns.filter((name) => name !== '') : null,
    bytes,
    rows: { [Symbol.asyncIterator]: () => readRows(openBytes(path), format) },
  };
}

/** As much of the beginning as `recognise` needs. */
export async function readHead(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > rowBytesMax) break;
  }
  return Buffer.concat(parts);
}

/** Reads bytes of a known format; asks for a further chunk only when all rows of the last were taken. */
export async function* readRows(source: Bytes, format: Format): AsyncGenerator<RowEvent, void> {
  const splitter = splitterFor(format);
  const parse = parserFor(format);
  let line = 1;
  for await (const chunk of source.chunks) {
    for (const piece of splitter.feed(chunk)) {
      line = piece.line;
      const reading = 'fault' in piece ? piece : parse(piece.text);
      if (reading !== null) yield { ...reading, line: piece.line, bytes: source.consumed() };
    }
    if (splitter.broken) return;
  }
  const rest = splitter.end();
  const fault = source.fault();
  const reading = rest === null || 'fault' in rest ? rest : parse(rest.text);
  if (fault !== null) yield { line: rest?.line ?? line, bytes: source.consumed(), fault };
  else if (rest !== null && reading !== null) yield { ...reading, line: rest.line, bytes: source.consumed() };
}

function splitterFor(format: Format): Splitter {
  if (format.name === 'json') return new JsonSplitter();
  return new LineSplitter(format.name === 'csv' ? [format.delimiter] : []);
}

/** Null for what is no row: the header, an empty line. */
function parserFor(format: Format): (text: string) => RowReading | null {
  if (format.name === 'json') return parseObject;
  if (format.name === 'jsonl') return (text) => (text.trim() === '' ? null : parseObject(text));
  let isHeader = format.header.inFile;
  return (text) => {
    const reading = isHeader ? null : parseCells(text, format.header.columns, format.delimiter);
    isHeader = false;
    return reading;
  };
}
