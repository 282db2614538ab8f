// Writes the parts of our documents that are derived from the source; with --check it only tells whether they are fresh.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Column } from './one-user/table.ts';

/** A part of a document between `<!-- marker -->` and `<!-- /marker -->`, and what belongs there. */
interface Derived {
  file: string;
  marker: string;
  render(): Promise<string>;
}

/** What src/config.ts exports of each configuration key. */
interface ConfigurationKey {
  key: string;
  default: string | number | boolean | null;
  meaning: string;
}

const derived: Derived[] = [
  { file: 'README.md', marker: 'configuration', render: configurationTable },
  { file: 'docs/digests.md', marker: 'formats', render: digestTable },
  { file: 'docs/one-user.md', marker: 'table', render: oneUserTable },
  { file: 'docs/one-user.md', marker: 'reasons', render: oneUserReasons },
];

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

async function configurationTable(): Promise<string> {
  const module: { configurationKeys: readonly ConfigurationKey[] } = await import('../src/configuration-keys.ts');
  const rows = module.configurationKeys.map(({ key, default: value, meaning }) => {
    const shown = value === null || value === '' ? 'unset' : `\`${value}\``;
    return `| \`${key}\` | ${cell(shown)} | ${cell(meaning)} |`;
  });
  return ['| Key | Default | Meaning |', '|---|---|---|', ...rows].join('\n');
}

async function digestTable(): Promise<string> {
  const { listFormats } = await import('../src/credentials/registry.ts');
  const { listHashers, schemeOfHasher } = await import('../src/apis/clerk/wire/hashers.ts');
  const rows = listFormats().map(([scheme, { importable, verifiable, layout, limits }]) => {
    const hashers = listHashers().filter((hasher) => schemeOfHasher(hasher) === scheme);
    const names = hashers.map((hasher) => `\`${hasher}\``).join(', ') || '–';
    const fate = importable ? (verifiable ? 'yes' : 'kept only') : 'made here';
    return `| \`${scheme}\` | ${names} | ${cell(layout)} | ${cell(limits) || '–'} | ${fate} |`;
  });
  const head = '| Scheme | Clerk’s `password_hasher` | A digest looks like | Refused as too costly | Checked |';
  return [head, '|---|---|---|---|---|', ...rows].join('\n');
}

/** What was observed of every API; looked at once. */
let columns: Promise<readonly Column[]> | null = null;

async function observed(): Promise<readonly Column[]> {
  const { observeAll } = await import('./one-user/table.ts');
  columns ??= observeAll();
  return await columns;
}

async function oneUserTable(): Promise<string> {
  const { tableOf } = await import('./one-user/table.ts');
  return tableOf(await observed());
}

async function oneUserReasons(): Promise<string> {
  const { reasonsOf } = await import('./one-user/table.ts');
  return reasonsOf(await observed());
}

/** Replaces what stands between the markers; fails when they are not there exactly once. */
function replaced(text: string, { file, marker }: Derived, content: string): string {
  const [open, close] = [`<!-- ${marker} -->`, `<!-- /${marker} -->`];
  const [before, rest, ...more] = text.split(open);
  const [, after, ...later] = rest?.split(close) ?? [];
  if (before === undefined || after === undefined || more.length + later.length > 0)
    throw new Error(`${file} needs ${open} and ${close}, in this order and once each`);
  return `${before}${open}\n${content}\n${close}${after}`;
}

/** Writes each derived part, or with `check` only names those that are stale; returns their names. */
async function update(check: boolean): Promise<string[]> {
  const stale: string[] = [];
  for (const part of derived) {
    const path = fileURLToPath(new URL(`../${part.file}`, import.meta.url));
    const text = readFileSync(path, 'utf8');
    const fresh = replaced(text, part, await part.render());
    if (fresh === text) continue;
    stale.push(`${part.file} (${part.marker})`);
    if (!check) writeFileSync(path, fresh);
  }
  return stale;
}

const check = process.argv.includes('--check');
const stale = await update(check);
if (stale.length > 0)
  console.error(check ? `Stale: ${stale.join(', ')}. Run: npm run documents` : `Wrote ${stale.join(', ')}`);
if (check && stale.length > 0) process.exitCode = 1;
