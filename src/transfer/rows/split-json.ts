// The splitter of JSON: finds the text of each user in a list, without reading what lies around it.

import { carriageReturn, LineCounter, lineFeed, type Piece, quote, RowBytes, type Splitter } from './splitter.ts';

/** The members that hold the users where the root is an object: realm exports, list APIs, backups. */
const listNames: ReadonlySet<string> = new Set(['users', 'Users', 'data', 'records']);
const keyLengthMax = 8;

const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const listBegin = 0x5b;
const listEnd = 0x5d;
const objectBegin = 0x7b;
const objectEnd = 0x7d;

/**
 * Where a byte stands. `root`: outside of everything. `object`: in an object at the root, which is a row unless it turns out
 * to hold the list. `first`, `next`: where an element may or must begin; `element`, `scalar`: in one; `after`: behind one.
 */
type Place = 'root' | 'object' | 'first' | 'next' | 'element' | 'scalar' | 'after' | 'broken';

/** What a byte brings: the end of a row, the list of an object at the root, an element that is no object, or the end of sense. */
type Step = 'row' | 'list' | 'odd' | 'broken' | null;

/**
 * Cuts JSON texts (RFC 8259), one or several one after another: the elements of an array at the root, those of the first array
 * under a name in `listNames` of an object at the root, else that object itself. Strings, escapes and nesting are tracked; whether a
 * row is sound JSON is for its parser. Broken between the rows, or ended in the middle, it says so once.
 */
export class JsonSplitter implements Splitter {
  readonly #row = new RowBytes();
  readonly #counter = new LineCounter();
  #place: Place = 'root';
  #depth = 0;
  /** The depth of the elements' list; 0 outside of lists. */
  #listDepth = 0;
  #listed = false;
  #gathers = false;
  #began = 1;
  #inString = false;
  #escaped = false;
  /** The start of the latest string in the root object, and the name of the member whose value stands here. */
  #key = '';
  #member = '';

  get broken(): boolean {
    return this.#place === 'broken';
  }

  /** True when the latest object at the root held a list of rows. */
  get listed(): boolean {
    return this.#listed;
  }

  *feed(chunk: Uint8Array): Generator<Piece, void> {
    let from = 0;
    for (let at = 0; at < chunk.length && !this.broken; at++) {
      const byte = chunk[at] ?? 0;
      this.#counter.count(byte);
      const gathered = this.#gathers;
      const step = this.#inString ? this.#readString(byte) : this.#read(byte);
      if (this.#gathers && !gathered) from = at;
      if (step === 'list') this.#row.clear();
      if (step === 'row') {
        this.#row.add(chunk.subarray(from, at + 1));
        yield this.#row.take(this.#began);
      }
      const line = this.#counter.line;
      if (step === 'odd') yield { line, fault: 'The element is not an object.' };
      if (step === 'broken') yield { line, fault: 'The JSON is broken here; nothing after it can be read.' };
    }
    if (this.#gathers) this.#row.add(chunk.subarray(from));
  }

  end(): Piece | null {
    if (this.#place === 'root' || this.broken) return null;
    const line = this.#gathers ? this.#began : this.#counter.line;
    return { line, fault: 'The file ends in the middle of this; it was cut off.' };
  }

  #readString(byte: number): null {
    if (this.#escaped) this.#escaped = false;
    else if (byte === backslash) this.#escaped = true;
    else if (byte === quote) this.#inString = false;
    if (this.#inString && this.#depth === 1 && this.#key.length < keyLengthMax) this.#key += String.fromCharCode(byte);
    return null;
  }

  #read(byte: number): Step {
    if (byte === 0x20 || byte === lineFeed || byte === carriageReturn || byte === 0x09) {
      if (this.#place === 'scalar') this.#place = 'after';
      return null;
    }
    switch (this.#place) {
      case 'root':
        return this.#begin(byte);
      case 'object':
      case 'element':
        return this.#readInside(byte);
      case 'first':
        return byte === listEnd ? this.#endList() : this.#beginElement(byte);
      case 'next':
        return this.#beginElement(byte);
      case 'scalar':
      case 'after':
        return this.#readBehind(byte);
      case 'broken':
        return null;
    }
  }

  #begin(byte: number): Step {
    if (byte === listBegin) return this.#beginList();
    if (byte !== objectBegin) return this.#break();
    this.#listed = false;
    this.#member = '';
    this.#gather('object');
    return null;
  }

  #gather(place: 'object' | 'element'): void {
    this.#place = place;
    this.#depth++;
    this.#gathers = true;
    this.#began = this.#counter.line;
  }

  #beginList(): null {
    this.#place = 'first';
    this.#depth++;
    this.#listDepth = this.#depth;
    return null;
  }

  #endList(): null {
    this.#depth--;
    this.#listDepth = 0;
    this.#place = this.#depth === 0 ? 'root' : 'object';
    return null;
  }

  #beginElement(byte: number): Step {
    if (byte === objectBegin) {
      this.#gather('element');
      return null;
    }
    if (byte === listEnd || byte === objectEnd || byte === comma || byte === colon) return this.#break();
    if (byte === listBegin) this.#depth++;
    this.#inString = byte === quote;
    this.#place = byte === listBegin ? 'element' : byte === quote ? 'after' : 'scalar';
    return 'odd';
  }

  #readBehind(byte: number): Step {
    if (byte === listEnd) return this.#endList();
    if (byte === comma) {
      this.#place = 'next';
      return null;
    }
    const goesOn = byte !== quote && byte !== colon && byte !== listBegin && byte !== objectBegin && byte !== objectEnd;
    return this.#place === 'scalar' && goesOn ? null : this.#break();
  }

  #readInside(byte: number): Step {
    if (byte === quote) {
      this.#inString = true;
      if (this.#depth === 1) this.#key = '';
    } else if (byte === objectEnd || byte === listEnd) {
      return this.#close();
    } else if (byte === listBegin || byte === objectBegin) {
      if (byte === listBegin && this.#depth === 1 && !this.#listed && listNames.has(this.#member)) {
        this.#listed = true;
        this.#gathers = false;
        this.#beginList();
        return 'list';
      }
      this.#depth++;
    } else if (this.#depth === 1) {
      if (byte === colon) this.#member = this.#key;
      if (byte === comma) this.#member = '';
    }
    return null;
  }

  #close(): Step {
    this.#depth--;
    if (this.#depth !== this.#listDepth) return null;
    this.#place = this.#place === 'element' ? 'after' : 'root';
    const gathered = this.#gathers;
    this.#gathers = false;
    return gathered ? 'row' : null;
  }

  #break(): 'broken' {
    this.#place = 'broken';
    this.#gathers = false;
    return 'broken';
  }
}
