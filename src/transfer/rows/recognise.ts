// The recognition: which format a file of rows has, by its first bytes.

import { FileRefused } from './file-refused.ts';
import { countOutside, type Header, parseHeader } from './parse-cells.ts';
import { JsonSplitter } from './split-json.ts';
import { LineSplitter } from './split-lines.ts';
import type { Piece } from './splitter.ts';

/** How a file is to be read. */
export type Format =
  | { readonly name: 'csv'; readonly header: Header; readonly delimiter: string }
  | { readonly name: 'jsonl' }
  | { readonly name: 'json' };

const delimiters = [',', ';', '\t'];
const textBytes = 4096;

/**
 * Decides by the beginning of a file, decompressed and without its byte order mark, of at least `headBytes` unless the file is
 * shorter. JSON begins with `[` or `{`; it is JSON Lines when the first line is a whole object that holds no list of rows. Everything
 * else is CSV, with whichever of comma, semicolon and tab the first row has most of; `known` as for `parseHeader`. An empty
 * file is JSON Lines without rows. Throws `FileRefused` for what is no text in UTF-8 and for a header that cannot be used.
 */
export function recognise(head: Uint8Array, known: readonly string[] | null = null): Format {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    throw new FileRefused('The file is in UTF-16; save it in UTF-8.');
  }
  if (head.subarray(0, textBytes).includes(0)) {
    throw new FileRefused('The file is not text; save a workbook as CSV in UTF-8, unpack an archive first.');
  }
  const first = String.fromCharCode(head.find((byte) => byte > 0x20) ?? 0);
  if (first === '\0') return { name: 'jsonl' };
  if (first === '[') return { name: 'json' };
  if (first === '{') return { name: beginsWithLine(head) ? 'jsonl' : 'json' };
  return recogniseHeader(head, known);
}

function beginsWithLine(head: Uint8Array): boolean {
  const line = firstPiece(new LineSplitter([]), head, (text) => text.trim() !== '');
  if (line === null || 'fault' in line) return false;
  const json = new JsonSplitter();
  const rows = [...json.feed(Buffer.from(line.text))];
  return json.end() === null && !json.listed && rows.length > 0;
}

function recogniseHeader(head: Uint8Array, known: readonly string[] | null): Format {
  const first = firstPiece(new LineSplitter(delimiters), head, () => true);
  if (first === null) return { name: 'jsonl' };
  if ('fault' in first) throw new FileRefused(`The header cannot be read. ${first.fault}`);
  const counts = delimiters.map((delimiter) => countOutside(first.text, delimiter));
  const delimiter = delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
  const header = parseHeader(first.text, delimiter, known);
  if (typeof header === 'string') throw new FileRefused(`The header cannot be read. ${header}`);
  return { name: 'csv', header, delimiter };
}

function firstPiece(splitter: LineSplitter, head: Uint8Array, counts: (text: string) => boolean): Piece | null {
  for (const piece of splitter.feed(head)) {
    if ('fault' in piece || counts(piece.text)) return piece;
  }
  return splitter.end();
}
