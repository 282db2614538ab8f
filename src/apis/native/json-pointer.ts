// JSON Pointer (RFC 6901): the names of places in a document.

/** Reads a pointer as its reference tokens, none for the whole document; null when it is none. */
export function readPointer(text: string): readonly string[] | null {
  if (text === '') return [];
  if (!text.startsWith('/') || /~(?![01])/.test(text)) return null;
  const tokens = text.slice(1).split('/');
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
