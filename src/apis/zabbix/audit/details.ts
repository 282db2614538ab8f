// The details of a record: what came, went and is another, by path.

/** The values of an object by path; a row below it has its id in brackets: `medias[28].active`. */
export type Values = ReadonlyMap<string, string>;

/** What is known of the values of an object: those it has unasked, by path without ids, and those that are never shown. */
export type Ground = { readonly defaults: Readonly<Record<string, string>>; readonly secrets: readonly string[] };

/** Nothing. */
export const noValues: Values = new Map();

const mask = '******';

type Details = Record<string, readonly string[]>;

function abstract(path: string): string {
  return path.replaceAll(/\[[^\]]*\]/g, '');
}

function rowOf(path: string): string | null {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? null : path.slice(0, dot);
}

function rowsOf(values: Values): ReadonlySet<string> {
  return new Set([...values.keys()].map(rowOf).filter((row) => row !== null));
}

function isDefault({ defaults }: Ground, path: string, value: string): boolean {
  const name = abstract(path);
  return Object.hasOwn(defaults, name) && defaults[name] === value;
}

/**
 * What is told of an object `name` that was `before` and is `after`; an object without members: nothing. Values come first as they are,
 * then as they were.
 */
export function detailsOf(name: string, before: Values, after: Values, ground: Ground): Details {
  const found: [path: string, told: readonly string[]][] = [];
  const [hadRows, hasRows] = [rowsOf(before), rowsOf(after)];
  for (const row of hadRows) if (!hasRows.has(row)) found.push([row, ['delete']]);
  for (const row of hasRows) if (!hadRows.has(row)) found.push([row, ['add']]);
  for (const [path, value] of after) {
    const was = before.get(path);
    if (was === value) continue;
    const [shown, shownBefore] = ground.secrets.includes(abstract(path)) ? [mask, mask] : [value, was ?? ''];
    const row = rowOf(path);
    if (was === undefined) {
      if (shown === mask || !isDefault(ground, path, value)) found.push([path, ['add', shown]]);
      continue;
    }
    if (row !== null) found.push([row, ['update']]);
    found.push([path, ['update', shown, shownBefore]]);
  }
  return Object.fromEntries(found.map(([path, told]) => [`${name}.${path}`, told]));
}
