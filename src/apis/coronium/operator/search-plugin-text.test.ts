// A copy of the original plugin is searched, and what could not be is told.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { pluginTextDigest } from './find-plugin-text.ts';
import { pluginText, searchPluginText } from './search-plugin-text.ts';

const ours = 'Another text, with numbers 0123456789, of sixty-three letters...';
const text = ours.slice(0, 63);
const digest = createHash('sha256').update(text).digest('hex');

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'muster-plugin-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const wanted = { digest, entriesMax: 100, fileBytesMax: 1000, bytesMax: 10_000 };

async function searched(path: string) {
  const told: number[] = [];
  const search = await searchPluginText(path, wanted, ({ files }) => told.push(files));
  return { ...search, told };
}

describe('searchPluginText', () => {
  test('looks through a file', async () => {
    const folder = folderWith({ 'auth.lu': `x${text}`, 'other.lu': 'nothing' });
    expect(await searched(join(folder, 'auth.lu'))).toMatchObject({ text, files: 1, isWhole: true, told: [1] });
    expect(await searched(join(folder, 'other.lu'))).toMatchObject({ text: null, files: 1, unreadable: 0 });
  });

  test('looks through a folder and those below', async () => {
    const folder = folderWith({ 'a.lu': 'a', 'b/c/d/auth.lu': text, 'b/e.png': Buffer.alloc(100, 200) });
    expect(await searched(folder)).toMatchObject({ text, unreadable: 0, isWhole: true });
  });

  test('says what was packed and what was too large', async () => {
    const folder = folderWith({
      'data.tgz': gzipSync(text),
      'data.zip': 'PK\u0003\u0004',
      'large.lu': text.padEnd(1001),
    });
    expect(await searched(folder)).toMatchObject({ text: null, files: 2, packed: 2, tooLarge: 1 });
    expect(await searched(join(folder, 'data.tgz'))).toMatchObject({ text: null, packed: 1 });
  });

  test('follows no link below', async () => {
    const folder = folderWith({ 'a/b.lu': 'b' });
    symlinkSync(folderWith({ 'auth.lu': text }), join(folder, 'a', 'link'));
    symlinkSync(folder, join(folder, 'a', 'loop'));
    expect(await searched(folder)).toMatchObject({ text: null, files: 1 });
  });

  test('stops when it has looked at enough', async () => {
    const numbered = (count: number, content: string) =>
      folderWith(Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.lu`, content])));
    expect(await searched(numbered(100, ''))).toMatchObject({ files: 100, isWhole: true });
    expect(await searched(numbered(101, ''))).toMatchObject({ text: null, files: 100, isWhole: false });
    expect(await searched(numbered(20, 'x'.repeat(1000)))).toMatchObject({ text: null, files: 11, isWhole: false });
    expect(pluginText).toMatchObject({ digest: pluginTextDigest, entriesMax: 10_000 });
  });

  test('throws what the system says of the path', async () => {
    await expect(searched(join(folderWith({}), 'gone'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
