// Reading what an LDAP server says, from bytes to messages, and believing no length in it.

import { Failure } from './failure.ts';

/** An element of BER: its tag and what is in it. */
export type Element = { readonly tag: number; readonly content: Buffer };

/** One message: which request it answers and the operation in it. */
export type Message = { readonly id: number; readonly operation: Element };

/** The operations that answer (RFC 4511 §4.2.2, §4.5.2, §4.12), as tags. */
export const answers = { bind: 0x61, entry: 0x64, searchDone: 0x65, reference: 0x73, extended: 0x78 } as const;

/** The longest value that is kept, in characters, and the most values of an attribute. */
export const valueLengthMax = 1024;
export const valuesMax = 1000;

const sequence = 0x30;
const set = 0x31;
const integer = 0x02;
const enumerated = 0x0a;
const octets = 0x04;

/** The element that `bytes` begin with, and what follows it; null: there is more to come. Throws on what LDAP forbids. */
function readElement(bytes: Buffer): { readonly element: Element; readonly rest: Buffer } | null {
  const tag = bytes[0];
  const first = bytes[1];
  if (tag === undefined || first === undefined) return null;
  const width = first < 0x80 ? 0 : first - 0x80;
  if (first === 0x80 || width > 4) throw new Failure('protocol');
  if (bytes.length < 2 + width) return null;
  const length = width === 0 ? first : bytes.readUIntBE(2, width);
  const start = 2 + width;
  if (bytes.length < start + length) return null;
  return { element: { tag, content: bytes.subarray(start, start + length) }, rest: bytes.subarray(start + length) };
}

function* elementsOf(content: Buffer): Generator<Element> {
  for (let rest = content; rest.length > 0; ) {
    const read = readElement(rest);
    if (read === null) throw new Failure('protocol');
    yield read.element;
    rest = read.rest;
  }
}

/** The elements in the content, if they begin with these tags. */
function expect(content: Buffer, ...tags: readonly number[]): readonly Buffer[] {
  const found: Buffer[] = [];
  for (const { tag, content: inner } of elementsOf(content)) {
    if (tag !== tags[found.length]) throw new Failure('protocol');
    found.push(inner);
    if (found.length === tags.length) return found;
  }
  throw new Failure('protocol');
}

/**
 * Takes the message that `bytes` begin with; null: it is not all there yet. Throws Failure (`protocol`) on what is no LDAP (RFC 4511 §4.1.1, §5.1).
 */
export function readMessage(bytes: Buffer): { readonly message: Message; readonly rest: Buffer } | null {
  if (bytes.length > 0 && bytes[0] !== sequence) throw new Failure('protocol');
  const read = readElement(bytes);
  if (read === null) return null;
  const [id, operation] = elementsOf(read.element.content);
  if (id?.tag !== integer || !isNumber(id.content) || operation === undefined) throw new Failure('protocol');
  return { message: { id: id.content.readUIntBE(0, id.content.length), operation }, rest: read.rest };
}

const isNumber = (content: Buffer): boolean => content.length >= 1 && content.length <= 4;

/** The result code of an operation that ends a request (RFC 4511 §4.1.9); 0 is success. */
export function readResultCode(operation: Element): number {
  const [code] = expect(operation.content, enumerated);
  if (code === undefined || !isNumber(code)) throw new Failure('protocol');
  return code.readUIntBE(0, code.length);
}

/** The name of an entry; null when it is no text or longer than is kept. */
export function readName(operation: Element): string | null {
  const [name] = expect(operation.content, octets);
  return name === undefined ? null : textOf(name);
}

/** The values of those attributes in an entry, by the names asked for; those without a value are absent. */
export function readAttributes(operation: Element, names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const [, attributes] = expect(operation.content, octets, sequence);
  if (attributes === undefined) throw new Failure('protocol');
  for (const attribute of elementsOf(attributes)) {
    if (attribute.tag !== sequence) throw new Failure('protocol');
    const [type, values] = expect(attribute.content, octets, set);
    if (type === undefined || values === undefined) throw new Failure('protocol');
    const text = textOf(type);
    const asked = text === null ? [] : names.filter((name) => isSameName(name, text));
    if (asked.length === 0) continue;
    const kept = readValues(values);
    if (kept.length > 0) for (const name of asked) found.set(name, kept);
  }
  return found;
}

function readValues(content: Buffer): readonly string[] {
  const values: string[] = [];
  for (const { tag, content: value } of elementsOf(content)) {
    if (tag !== octets) throw new Failure('protocol');
    const text = textOf(value);
    if (text !== null) values.push(text);
    if (values.length === valuesMax) break;
  }
  return values;
}

/** Whether these name the same attribute: case does not count (RFC 4512 §2.5). */
export function isSameName(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { sensitivity: 'accent' }) === 0;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Buffer): string | null {
  // No character takes more than four bytes: what is longer need not be decoded.
  if (bytes.length > 4 * valueLengthMax) return null;
  try {
    const text = utf8.decode(bytes);
    return text.length > valueLengthMax ? null : text;
  } catch {
    return null;
  }
}
