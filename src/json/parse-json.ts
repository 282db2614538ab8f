// The parser of JSON that keeps every key as it was written.

const quote = 0x22;
const colon = 0x3a;
const backslash = 0x5c;
const whitespace = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * Reads one JSON text (RFC 8259) exactly as `JSON.parse` is specified to (ECMA-262): order of keys, the last of duplicates,
 * `__proto__` as a key like any other, any depth; throws SyntaxError, whose message may quote the text. V8 reads a key that
 * has an escape as another key with a backslash, once an object with that other key exists
 * (https://github.com/nodejs/node/issues/63785, open in August 2026); keys without escapes, and values, it reads well.
 */
export function parseJson(text: string): unknown {
  if (!text.includes('\\') || !hasEscapedKey(text)) return JSON.parse(text);
  const { renamed, names } = renameKeys(text);
  return restoreKeys(JSON.parse(renamed), names);
}

/** Looks only at strings that hold an escape. Backslashes elsewhere make the text invalid, whatever this says of it. */
function hasEscapedKey(text: string): boolean {
  let at = text.indexOf('\\');
  while (at !== -1) {
    const end = endOfString(text, at);
    if (isKey(text, end)) return true;
    at = text.indexOf('\\', end);
  }
  return false;
}

/** The place behind the string that goes on at `from`: behind its closing quote, or at the end of a text that has none. */
function endOfString(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) at++;
  }
  return text.length;
}

/** Whether a string that ends there is a key: nothing else has a colon behind it. */
function isKey(text: string, end: number): boolean {
  let at = end;
  while (whitespace.has(text.charCodeAt(at))) at++;
  return text.charCodeAt(at) === colon;
}

/**
 * Gives every key, escaped or not, a name without escapes, the same for the same key; all of them, so that no name meets a key.
 * Strings become strings, so a text that is invalid stays so. Throws SyntaxError where a key is no valid string.
 */
function renameKeys(text: string): { renamed: string; names: ReadonlyMap<string, string> } {
  const nameOf = new Map<string, string>();
  let renamed = '';
  let copied = 0;
  let start = text.indexOf('"');
  while (start !== -1) {
    const end = endOfString(text, start + 1);
    if (isKey(text, end)) {
      // As a value, a string with escapes is read well.
      const key: string = JSON.parse(text.slice(start, end));
      const name = nameOf.get(key) ?? `~${nameOf.size}`;
      nameOf.set(key, name);
      renamed += `${text.slice(copied, start)}"${name}"`;
      copied = end;
    }
    start = text.indexOf('"', end);
  }
  return { renamed: renamed + text.slice(copied), names: new Map([...nameOf].map(([key, name]) => [name, key])) };
}

/** Puts the keys back, without recursion: a text may be nested deeper than the stack. */
function restoreKeys(value: unknown, names: ReadonlyMap<string, string>): unknown {
  const top = [value];
  const holders: object[] = [top];
  for (const holder of holders) {
    for (const [place, item] of Object.entries(holder)) {
      if (typeof item !== 'object' || item === null) continue;
      const restored = Array.isArray(item) ? item : withKeys(item, names);
      Reflect.set(holder, place, restored);
      holders.push(restored);
    }
  }
  return top[0];
}

function withKeys(renamed: object, names: ReadonlyMap<string, string>): object {
  return Object.fromEntries(Object.entries(renamed).map(([name, value]) => [names.get(name) ?? name, value]));
}
