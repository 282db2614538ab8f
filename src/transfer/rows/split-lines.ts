// The splitter of lines: JSON Lines, and CSV (RFC 4180), whose quoted cells may hold line breaks.

import { carriageReturn, LineCounter, lineFeed, type Piece, quote, RowBytes, type Splitter } from './splitter.ts';

/**
 * Cuts at line breaks; lines without a byte are left out. With `delimiters` the file is CSV: a quote that opens a cell keeps
 * line breaks together until it is closed, any other quote is left for the parser to refuse.
 */
export class LineSplitter implements Splitter {
  readonly broken = false;
  readonly #delimiters: readonly number[];
  readonly #row = new RowBytes();
  readonly #counter = new LineCounter();
  #began = 1;
  #quoted = false;
  /** True where a quote opens a cell, or opens it again: the second of two quotes stands for one. */
  #opens: boolean;

  constructor(delimiters: readonly string[]) {
    this.#delimiters = delimiters.map((delimiter) => delimiter.charCodeAt(0));
    this.#opens = delimiters.length > 0;
  }

  *feed(chunk: Uint8Array): Generator<Piece, void> {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      this.#counter.count(byte);
      if (!this.#quoted && (byte === lineFeed || byte === carriageReturn)) {
        this.#row.add(chunk.subarray(from, at));
        from = at + 1;
        if (!this.#row.isEmpty) yield this.#row.take(this.#began);
        this.#began = this.#counter.line;
        this.#opens = this.#delimiters.length > 0;
      } else if (byte === quote && (this.#quoted || this.#opens)) {
        this.#opens = this.#quoted;
        this.#quoted = !this.#quoted;
      } else if (!this.#quoted) {
        this.#opens = this.#delimiters.includes(byte);
      }
    }
    this.#row.add(chunk.subarray(from));
  }

  end(): Piece | null {
    if (this.#quoted) {
      return { line: this.#began, fault: 'A quote in this row is never closed; nothing after it can be read.' };
    }
    return this.#row.isEmpty ? null : this.#row.take(this.#began);
  }
}
