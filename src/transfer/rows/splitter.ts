// The splitter: what cuts the bytes of a file into the texts of its rows, and how it gathers one.

/** The text of one row as it stands in the file, or why there is none; `line` as in `RowEvent`. */
export type Piece =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly fault: string };

/** Cuts a stream of bytes. Holds at most one row of at most `rowBytesMax`. */
export type Splitter = {
  /** The rows that end in this chunk, which may begin and end anywhere. To be read to its end before the next. */
  readonly feed: (chunk: Uint8Array) => Iterable<Piece>;
  /** What is left when the bytes have ended; null for nothing. */
  readonly end: () => Piece | null;
  /** True when the last piece said that nothing after it can be read. */
  readonly broken: boolean;
};

/** The most that one row may have: 4 MiB. */
export const rowBytesMax = 4 * 1024 * 1024;

export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;
export const quote = 0x22;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of the row that is being read. Of a row that is too large only its size is kept. */
export class RowBytes {
  #parts: Uint8Array[] = [];
  #length = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length > rowBytesMax) this.#parts = [];
    else this.#parts.push(part);
  }

  clear(): void {
    this.#parts = [];
    this.#length = 0;
  }

  /** The row that is complete now, and makes room for the next. */
  take(line: number): Piece {
    const tooLarge = this.#length > rowBytesMax;
    const bytes = Buffer.concat(this.#parts);
    this.clear();
    if (tooLarge) return { line, fault: 'The row is larger than 4 MiB.' };
    const text = decode(bytes);
    if (text === null) return { line, fault: 'The row is not in UTF-8.' };
    return text.includes('\0') ? { line, fault: 'The row holds a NUL character.' } : { line, text };
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/** Counts lines as editors do: LF, CRLF and CR each end one. */
export class LineCounter {
  line = 1;
  #afterReturn = false;

  count(byte: number): void {
    if (byte === carriageReturn || (byte === lineFeed && !this.#afterReturn)) this.line++;
    this.#afterReturn = byte === carriageReturn;
  }
}
