// Holds the tree to the architecture's rules, and proves of each rule that it bites.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  checkDependencies,
  checkFiles,
  checkFolders,
  checkUse,
  type SourceFile,
  type Violation,
} from './architecture/rules.ts';

const root = join(import.meta.dirname, '..');

function read(folder: string): SourceFile[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : read(path);
    return [{ path, text: /\.(ts|md)$/.test(path) ? readFileSync(join(root, path), 'utf8') : '' }];
  });
}

const shown = (found: Violation[]): string =>
  found.map(({ file, line, rule, text }) => `${file}:${line} ${rule}: ${text}`).join('\n');

describe('the tree', () => {
  const files = ['src', 'test', 'bench', 'scripts'].flatMap(read);
  const code = files.filter(({ path }) => path.endsWith('.ts'));

  test('keeps to the rules for each file', () => expect(shown(checkFiles(code))).toBe(''));
  test('explains each folder', () => expect(shown(checkFolders(files))).toBe(''));
  test('explains each dependency', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(shown(checkDependencies(names, readFileSync(join(root, 'docs/dependencies.md'), 'utf8')))).toBe('');
    expect(shown(checkUse(Object.keys(manifest.dependencies), code))).toBe('');
  });
});

describe('each rule', () => {
  const opening = '// Says what it is.\n';
  const found = (path: string, body: string): string[] =>
    checkFiles([{ path, text: opening + body }]).map(({ line, rule }) => `${rule}:${line}`);
  const importing = (specifier: string): string => `import { x } from '${specifier}';\n`;
  const call = (name: string): string => `const a = b.${name}();`;

  test.each([
    ['src/core/model/user.ts', '../rules/keys.ts'],
    ['src/core/rules/email.ts', '../commands/update-user.ts'],
    ['src/core/rules/email.ts', '../ports.ts'],
    ['src/core/commands/update-user.ts', '../../store/index.ts'],
    ['src/core/ports.ts', './commands/update-user.ts'],
    ['src/store/index.ts', '../core/rules/keys.ts'],
    ['src/events/index.ts', '../store/index.ts'],
    ['src/apis/native/users.ts', '../../core/rules/keys.ts'],
    ['src/apis/native/users.ts', '../../store/index.ts'],
    ['src/apis/native/users.ts', '../other/users.ts'],
    ['src/apis/index.ts', './native/users.ts'],
    ['src/http/server.ts', '../core/model/user.ts'],
    ['src/config.ts', './core/model/user.ts'],
    ['src/json/parse-json.ts', '../core/model/json.ts'],
    ['src/mail/smtp.ts', '../../test/double.ts'],
    ['src/elsewhere/new.ts', './own.ts'],
  ])('%s may not import %s', (path, specifier) => {
    expect(found(path, importing(specifier))).toContainEqual(expect.stringMatching(/^import:/));
    expect(found(path, `await import('${specifier}');`)).toContainEqual(expect.stringMatching(/^import:/));
  });

  test.each([
    ['src/core/rules/email.ts', '../model/user.ts'],
    ['src/core/rules/email.test.ts', './keys.ts'],
    ['src/core/commands/update-user.ts', '../ports.ts'],
    ['src/core/ports.ts', './model/user.ts'],
    ['src/store/postgres/engine.ts', '../common.ts'],
    ['src/apis/native/users.ts', '../api.ts'],
    ['src/apis/index.ts', './native/index.ts'],
    ['src/app.ts', './store/index.ts'],
    ['src/core/model/user.ts', '../../json/parse-json.ts'],
    ['src/cli/import.ts', '../core/rules/keys.ts'],
    ['src/store/index.test.ts', '../../test/store-contract.ts'],
  ])('%s may import %s', (path, specifier) => expect(found(path, importing(specifier))).toEqual([]));

  test.each([
    ['vendor', 'src/core/rules/email.ts', '// As WorkOS does.'],
    ['sql', 'src/apis/native/users.ts', 'run(`\n  SELECT 1`);'],
    ['sql', 'src/apis/native/users.ts', "run('DELETE FROM users');"],
    ['sql', 'src/http/server.ts', importing('pg')],
    ['folding', 'src/core/rules/email.ts', call('toLowerCase')],
    ['folding', 'src/core/commands/sign-in.ts', `${call('toUpperCase')} // not a key: no excuse in the core`],
    ['folding', 'src/apis/native/users.ts', call('toLocaleLowerCase')],
    ['any', 'src/core/rules/email.ts', 'const x: any = 1;'],
    ['any', 'test/helper.ts', 'const x = y as any;'],
    ['any', 'bench/main.ts', 'const x = new Map<string, any>();'],
    ['silencing', 'scripts/documents.ts', '// @ts-expect-error'],
    ['exit', 'src/app.ts', 'process.exit(1);'],
    ['file-length', 'src/app.ts', 'x;\n'.repeat(300)],
    ['function-length', 'src/app.ts', `export function f(\n  a: string,\n): void {\n${'  x;\n'.repeat(70)}}`],
    ['function-length', 'src/app.ts', `class A {\n  async run(): Promise<void> {\n${'    x;\n'.repeat(70)}  }\n}`],
    ['function-length', 'src/app.ts', `const f = async (x: A) => {\n${'  x;\n'.repeat(70)}};`],
  ])('%s bites in %s', (rule, path, body) => {
    expect(found(path, body)).toContainEqual(expect.stringMatching(new RegExp(`^${rule}:`)));
  });

  test.each([
    ['src/core/rules/keys.ts', call('toLowerCase')],
    ['src/apis/native/users.ts', `${call('toLowerCase')} // not a key: header names are ASCII`],
    ['src/apis/native/users.ts', "route('DELETE /users/:id', { method: 'DELETE' });"],
    ['src/apis/clerk/users.ts', '// Clerk says so: any user.'],
    ['src/core/rules/email.ts', "const s = 'as any'; // in any case: any"],
    ['src/core/rules/email.ts', 'const r = /[`\'"]/; const a = { any: 1 };'],
    ['src/app.ts', `// table: numbers\n${'1;\n'.repeat(400)}`],
    ['src/app.ts', `function f(): void {\n${'  x;\n'.repeat(68)}}`],
    ['src/main.ts', 'process.exit(1);'],
  ])('nothing is held against %s %#', (path, body) => expect(found(path, body)).toEqual([]));

  test('a file under src opens with a sentence', () => {
    const rules = (text: string): string[] => checkFiles([{ path: 'src/app.ts', text }]).map(({ rule }) => rule);
    expect(rules('const a = 1;')).toEqual(['opening']);
    expect(rules('// composition\nconst a = 1;')).toEqual(['opening']);
    expect(rules('/**\n * The composition\n * root.\n */\nconst a = 1;')).toEqual([]);
  });

  test('a folder has a short README', () => {
    const readme = (text: string): SourceFile => ({ path: 'src/mail/README.md', text });
    const file = { path: 'src/mail/smtp.ts', text: '' };
    expect(checkFolders([file])).toHaveLength(1);
    expect(checkFolders([file, readme('line\n'.repeat(16))])).toHaveLength(1);
    expect(checkFolders([file, readme('line\n'.repeat(15))])).toEqual([]);
    expect(checkFolders([readme('x'), { path: 'src/mail/assets/a.html', text: '' }])).toEqual([]);
  });

  test('a dependency has a line, and a line its dependency', () => {
    expect(checkDependencies(['pg', 'ajv'], '| `pg` | why | how |\n')).toHaveLength(1);
    expect(checkDependencies(['pg'], '- `pg` why\n- `gone` why')).toHaveLength(1);
    expect(checkDependencies(['pg', 'ajv'], '| `pg` | it speaks `x` | |\n### `ajv`\n')).toEqual([]);
    const using = [{ path: 'src/store/a.ts', text: "import pg from 'pg';\nimport { x } from '@a/b/c';" }];
    expect(checkUse(['pg', '@a/b', 'node'], using)).toEqual([]);
    expect(checkUse(['pg', '@a/c'], using)).toHaveLength(1);
    expect(checkUse(['pg'], [{ path: 'src/a.test.ts', text: "import 'x' from 'pg';" }])).toHaveLength(1);
  });
});
