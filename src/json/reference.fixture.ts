// A parser of JSON written from RFC 8259 alone, to hold the real one to; recursive, slow, and without use of the engine's.

const escapes: ReadonlyMap<string, string> = new Map(Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }));
const token =
  /[ \t\r\n]*(?:(?<mark>[{}[\]:,])|"(?<string>(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"|(?<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<word>true|false|null))/y;

type Token = { readonly kind: string; readonly text: string };

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    token.lastIndex = at;
    const groups = token.exec(text)?.groups;
    if (groups === undefined) {
      if (/^[ \t\r\n]*$/.test(text.slice(at))) break;
      throw new SyntaxError('no token');
    }
    at = token.lastIndex;
    for (const [kind, found] of Object.entries(groups)) if (found !== undefined) tokens.push({ kind, text: found });
  }
  return tokens;
}

function decode(text: string): string {
  return text.replace(/\\(?:u(....)|(.))/g, (_all, hex: string | undefined, plain: string) =>
    hex === undefined ? (escapes.get(plain) ?? plain) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Reads one JSON text; throws SyntaxError when it is none. */
export function parseReference(text: string): unknown {
  const tokens = tokensOf(text).values();
  let next = tokens.next();
  const take = (...marks: string[]): Token => {
    const { done, value } = next;
    if (
      done ||
      (marks.length > 0 && !(value.kind === 'mark' ? marks.includes(value.text) : marks.includes(value.kind)))
    )
      throw new SyntaxError('not here');
    next = tokens.next();
    return value;
  };
  const isNext = (mark: string): boolean => !next.done && next.value.kind === 'mark' && next.value.text === mark;
  const list = <Item>(end: string, item: () => Item): Item[] => {
    const items: Item[] = [];
    if (!isNext(end))
      do items.push(item());
      while (take(',', end).text === ',');
    else take(end);
    return items;
  };
  const member = (): [string, unknown] => {
    const key = decode(take('string').text);
    take(':');
    return [key, value()];
  };
  const value = (): unknown => {
    const { kind, text: found } = take('{', '[', 'string', 'number', 'word');
    if (kind === 'string') return decode(found);
    if (kind === 'number') return Number(found);
    if (kind === 'word') return found === 'null' ? null : found === 'true';
    return found === '[' ? list(']', value) : Object.fromEntries(list('}', member));
  };
  const whole = value();
  if (!next.done) throw new SyntaxError('more');
  return whole;
}
