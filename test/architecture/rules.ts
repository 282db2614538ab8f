// The rules of the house as pure functions from files to violations: who may import whom, and what stands where.
import { posix } from 'node:path';
import { codeOf, functionsOf, importsOf, lineAt, openingComment } from './text.ts';

/** A file of the repository: its path from the root with forward slashes, its text. */
export interface SourceFile {
  path: string;
  text: string;
}

/** What a file does against which rule. */
export interface Violation {
  file: string;
  line: number;
  rule: string;
  text: string;
}

/** Who may import what, below src/; the first row that fits the importing file counts, `$1` is what it matched. */
const mayImport: [from: RegExp, to: string][] = [
  [/^core\/model\//, '^core/model/'],
  [/^core\/rules\//, '^core/(model|rules)/'],
  [/^core\/commands\//, '^core/(model|rules|commands)/|^core/ports\\.ts$'],
  [/^core\/ports\.ts$/, '^core/model/'],
  [/^(store|credentials|events|images|mail|ldap)\//, '^core/model/|^core/ports\\.ts$|^$1/'],
  [/^apis\/api\.ts$/, '^core/(model|commands)/|^core/ports\\.ts$'],
  [/^apis\/index\.ts$/, '^apis/api\\.ts$|^apis/[^/]+/index\\.ts$'],
  [/^apis\/([^/]+)\//, '^core/(model|commands)/|^apis/api\\.ts$|^apis/$1/|^pages/'],
  [/^(http|console|pages)\//, '^$1/'],
  [/^transfer\//, '^core/(model|commands)/|^core/ports\\.ts$|^transfer/|^apis/[^/]+/wire/hashers\\.ts$'],
  [/^boot\//, '^(core|credentials|store|mail|images|ldap|boot)/'],
  [/^(json\/|configuration-keys\.ts$)/, '^$'],
  [/^config\.ts$/, '^configuration-keys\\.ts$'],
  [/^(app|host|listen|main)\.ts$|^cli\//, ''],
];

/** What every file below src may import. */
const forEverybody = /^src\/json\//;

const isTest = (path: string): boolean => path.endsWith('.test.ts');

function imports(file: SourceFile): Violation[] {
  const own = file.path.replace(/^src\//, '');
  const row = mayImport.find(([from]) => from.test(isTest(own) ? own.replace('.test.ts', '.ts') : own));
  if (row === undefined) return [violation(file, 1, 'import', 'no rule says what this place may import')];
  const allowed = new RegExp(row[1].replaceAll('$1', row[0].exec(own)?.[1] ?? ''));
  return importsOf(file.text).flatMap(({ specifier, line }) => {
    if (!specifier.startsWith('.')) return [];
    const target = posix.join(posix.dirname(file.path), specifier);
    if (!target.startsWith('src/')) {
      const harmless = isTest(own) || !/\.[tj]s$/.test(target);
      return harmless ? [] : [violation(file, line, 'import', `${target} is outside src`)];
    }
    return allowed.test(target.slice(4)) || forEverybody.test(target)
      ? []
      : [violation(file, line, 'import', `${target} is not for this place`)];
  });
}

const violation = (file: SourceFile, line: number, rule: string, text: string): Violation => ({
  file: file.path,
  line,
  rule,
  text,
});

/** One pattern that must not occur: where it is looked for, in which reading of the text, with which excuse. */
interface Ban {
  rule: string;
  where: RegExp;
  except?: RegExp;
  pattern: RegExp;
  reading: 'text' | 'code';
  excuse?: RegExp;
  why: string;
}

const everywhere = /^(src|test|bench|scripts)\//;
const bans: Ban[] = [
  {
    rule: 'vendor',
    where: /^src\/(core|store|events|http|credentials|images|mail|ldap|pages)\//,
    pattern: /clerk|workos|zabbix|coronium|authkit/i,
    reading: 'text',
    why: 'only an API knows a vendor by name',
  },
  {
    rule: 'sql',
    where: /^src\/(?!store\/)/,
    pattern:
      /(?:["']|`\s*)(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|PRAGMA)\s+[^\s/]|['"](?:kysely|pg|node:sqlite)['"]/,
    reading: 'text',
    why: 'SQL lives in src/store',
  },
  {
    rule: 'folding',
    where: /^src\/core\//,
    except: /^src\/core\/rules\/keys(\.test)?\.ts$/,
    pattern: /\bto(?:Locale)?(?:Lower|Upper)Case\b/,
    reading: 'code',
    why: 'only core/rules/keys.ts folds case',
  },
  {
    rule: 'folding',
    where: /^src\/(apis|store)\//,
    pattern: /\bto(?:Locale)?(?:Lower|Upper)Case\b/,
    reading: 'code',
    excuse: /\/\/ not a key: \S/,
    why: 'say "// not a key: <reason>" on the line',
  },
  {
    rule: 'any',
    where: everywhere,
    pattern: /(?::|\bas|=>|[<,|&]|^\s*type .*=) *any\b(?! *:)|\bany\[\]/,
    reading: 'code',
    why: 'say what it is, or unknown',
  },
  {
    rule: 'silencing',
    where: everywhere,
    except: /^test\/architecture/,
    pattern: /@ts-(?:ignore|expect-error|nocheck)/,
    reading: 'text',
    why: 'no way round the compiler',
  },
  {
    rule: 'exit',
    where: /^src\//,
    except: /^src\/main\.ts$/,
    pattern: /\bprocess\s*\.\s*(?:exit|abort)\b/,
    reading: 'code',
    why: 'only src/main.ts ends the process',
  },
];

function banned(file: SourceFile): Violation[] {
  const lines = file.text.split('\n');
  return bans.flatMap(({ rule, where, except, pattern, reading, excuse, why }) => {
    if (!where.test(file.path) || except?.test(file.path)) return [];
    const text = reading === 'code' ? codeOf(file.text) : file.text;
    const hits = [...text.matchAll(new RegExp(pattern, `${pattern.flags}gm`))].map(({ index }) => lineAt(text, index));
    const unexcused = [...new Set(hits)].filter((line) => !excuse?.test(lines[line - 1] ?? ''));
    return unexcused.map((line) => violation(file, line, rule, `${why}: ${lines[line - 1]?.trim()}`));
  });
}

function shape(file: SourceFile): Violation[] {
  const found: Violation[] = [];
  const lines = file.text.trimEnd().split('\n');
  const isTable = lines.slice(0, 3).some((line) => line.startsWith('// table:'));
  if (lines.length > 300 && !isTable)
    found.push(violation(file, 300, 'file-length', `${lines.length} lines, 300 allowed`));
  const long = isTest(file.path) ? [] : functionsOf(file.text).filter(({ length }) => length > 70);
  for (const { line, length } of long)
    found.push(violation(file, line, 'function-length', `${length} lines, 70 allowed`));
  if (file.path.startsWith('src/') && !/\S \S.*\.$/.test(openingComment(file.text)))
    found.push(violation(file, 1, 'opening', 'open with a comment of one sentence that says what this file is'));
  return found;
}

/** Checks each TypeScript file by itself. */
export function checkFiles(files: SourceFile[]): Violation[] {
  const inSource = (file: SourceFile): Violation[] => (file.path.startsWith('src/') ? imports(file) : []);
  return files.flatMap((file) => [...inSource(file), ...banned(file), ...shape(file)]);
}

/** Checks that each folder under src has a README.md of at most 15 lines; takes every file of the tree. */
export function checkFolders(files: SourceFile[]): Violation[] {
  const parents = (path: string): string[] => (path === 'src' ? [] : [path, ...parents(posix.dirname(path))]);
  const inSource = files.filter(({ path }) => /^src\/.*\//.test(path));
  const folders = new Set(inSource.flatMap(({ path }) => parents(posix.dirname(path))));
  return [...folders].flatMap((folder) => {
    if (/\/(migrations|digests|assets)(\/|$)/.test(folder)) return [];
    const readme = files.find(({ path }) => path === `${folder}/README.md`);
    const length = readme?.text.trimEnd().split('\n').length ?? 0;
    if (length > 0 && length <= 15) return [];
    const place = { path: `${folder}/README.md`, text: '' };
    return [violation(place, 1, 'readme', length === 0 ? 'missing' : `${length} lines, 15 allowed`)];
  });
}

/** Checks that each package has its line (heading, row or bullet) in docs/dependencies.md, and each line its package. */
export function checkDependencies(packages: string[], page: string): Violation[] {
  const file = { path: 'docs/dependencies.md', text: page };
  const names = [...page.matchAll(/^(?:#+|\||[-*])\s*`([^`]+)`/gm)].map((match) => ({
    name: match[1] ?? '',
    at: match.index,
  }));
  const missing = packages.filter((name) => !names.some((line) => line.name === name));
  const left = names.filter(({ name }) => !packages.includes(name));
  return [
    ...missing.map((name) => violation(file, 1, 'dependency', `${name} has no line`)),
    ...left.map(({ name, at }) => violation(file, lineAt(page, at), 'dependency', `${name} is not in package.json`)),
  ];
}

/** The package that brings Node itself; nothing imports it. */
const runtime = 'node';

/** Checks that what is installed with the product is used by it: each run-time package is imported below src. */
export function checkUse(packages: string[], files: SourceFile[]): Violation[] {
  const used = new Set(
    files
      .filter(({ path }) => path.startsWith('src/') && !isTest(path))
      .flatMap(({ text }) => [...text.matchAll(/(?:from |import\()'((?:@[^/']+\/)?[^/']+)/g)].map(([, name]) => name)),
  );
  const manifest = { path: 'package.json', text: '' };
  return packages
    .filter((name) => name !== runtime && !used.has(name))
    .map((name) => violation(manifest, 1, 'dependency', `nothing below src imports ${name}`));
}
