// Search patterns: literal text with gaps, matched in one pass whatever the pattern is.

/** The literal parts of a pattern, folded; between two parts anything may stand. */
export type Pattern = readonly string[];

/** How patterns are meant: found anywhere, at the start, or with `*` for any run and over the whole value. */
export type PatternMode = 'anywhere' | 'start' | 'wildcards';

function fold(text: string): string {
  return text.toUpperCase(); // not a key: what is looked for in a text says nothing of who is who
}

/** Reads what somebody typed; without wildcards every character stands for itself. */
export function patternOf(text: string, mode: PatternMode): Pattern {
  const folded = fold(text);
  if (mode === 'wildcards') return folded.split('*');
  return mode === 'start' ? [folded, ''] : ['', folded, ''];
}

/** Whether the pattern fits the value, without regard to case. Taking the first place where a part fits is always right. */
export function fits(value: string, pattern: Pattern): boolean {
  const folded = fold(value);
  const [first = '', ...middle] = pattern;
  const last = middle.pop();
  if (last === undefined) return folded === first;
  if (!folded.startsWith(first)) return false;
  let from = first.length;
  for (const part of middle) {
    const at = folded.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return folded.length - last.length >= from && folded.endsWith(last);
}
