// The name of a group, as a part of its distinguished name.

import { isSameName } from './read-message.ts';

/**
 * The value of the first part of the name (RFC 4514) that has this attribute: of `CN=Night\, shift,OU=Groups` and `cn`,
 * `Night, shift`. Null when no part has it, or the name is not well-formed.
 */
export function groupName(dn: string, attribute: string): string | null {
  for (const part of dn.match(/(?:\\[\s\S]|[^\\,+])+/g) ?? []) {
    const [, type, value] = /^\s*([^=\s]+)\s*=\s*([\s\S]*)$/.exec(part) ?? [];
    if (type !== undefined && value !== undefined && isSameName(type, attribute))
      return unescaped(value.replace(/(?<!\\)\s+$/, ''));
  }
  return null;
}

/** A value without its escapes: `\2c` and `\,` are both a comma; hexadecimal pairs are bytes of UTF-8. */
function unescaped(value: string): string | null {
  const encoded = (_: string, pair?: string, character?: string): string =>
    pair === undefined ? encodeURIComponent(character ?? '%') : `%${pair}`;
  try {
    return decodeURIComponent(value.replace(/\\([0-9a-f]{2})|\\([\s\S])|%/giu, encoded));
  } catch {
    return null;
  }
}
