// Reads TypeScript as text, as far as the architecture's rules need it; it counts on Biome's formatting.

const noise =
  /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|(?<=(?:^|[(,=:[!&|?{};+]|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//gm;

/** The text with comments, strings and regular expressions blanked out; positions and line numbers stay. */
export const codeOf = (text: string): string => text.replace(noise, (match) => match.replace(/[^\n]/g, ' '));

/** The 1-based line of a position in a text. */
export const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** The comment a file opens with, as one line of text without its signs and markers; '' when it opens otherwise. */
export function openingComment(text: string): string {
  const match = /^(?:#!.*\n)?(?:\/\*\*?([\s\S]*?)\*\/|((?:\/\/.*\n?)+))/.exec(text);
  const lines = (match?.[1] ?? match?.[2] ?? '').split('\n').map((line) => line.replace(/^\s*(?:\/\/|\*)?\s?/, ''));
  return lines
    .filter((line) => !line.startsWith('table:'))
    .join(' ')
    .trim();
}

/** What a file imports, statically or dynamically, with the line of each. */
export function importsOf(text: string): { specifier: string; line: number }[] {
  const code = text
    .replace(/\/\*[\s\S]*?\*\//g, (match) => match.replace(/[^\n]/g, ' '))
    .replace(/(^|\s)\/\/.*/g, '$1');
  const pattern = /(?:\bfrom|\bimport|\bimport\(|\brequire\(|\bnew URL\()\s*['"]([^'"\n]+)['"]/g;
  return [...code.matchAll(pattern)].map((match) => ({ specifier: match[1] ?? '', line: lineAt(code, match.index) }));
}

const opens =
  /\bfunction\b|=> \{$|^\s*\)(?:: .*)? \{$|^\s*(?!(?:if|for|while|switch|catch|with)\b)(?:[a-z]+ )*[#\w$]+(?:<.*>)?\(.*\{$/;

/** The first line and the length of each function that spans several lines. */
export function functionsOf(text: string): { line: number; length: number }[] {
  const lines = codeOf(text)
    .split('\n')
    .map((line) => line.trimEnd());
  const found: { line: number; length: number }[] = [];
  for (const [start, first] of lines.entries()) {
    if (!opens.test(first) || /\}[);,]*$/.test(first)) continue;
    const margin = first.slice(0, first.length - first.trimStart().length);
    const end = lines.findIndex((line, at) => at > start && line.startsWith(`${margin}}`) && !line.endsWith('{'));
    if (end > 0) found.push({ line: start + 1, length: end - start + 1 });
  }
  return found;
}
