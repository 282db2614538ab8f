// Building the file of breached passwords from a public list, whole or not at all.

import type { Stats } from 'node:fs';
import { mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BreachedError, inWords } from './breached-passwords.ts';
import { fileBytes, type Width, widthFor } from './format.ts';
import { openPartitions } from './partitions.ts';
import { openReader, type Take } from './read-entries.ts';
import { writeList } from './write-list.ts';

/** How far a build is: `share` of its present step, from 0 to 1. */
export type Progress = { readonly step: 'reading' | 'sorting'; readonly share: number; readonly entries: number };

/**
 * What to build. `source`: a file of `SHA1:COUNT` lines, or a folder of files named by five hexadecimal digits (with
 * `.txt` or without) whose lines leave these out. `minCount`: passwords seen less often are left out; 1 keeps all but
 * padding.
 */
export type Order = {
  readonly source: string;
  readonly out: string;
  readonly minCount: number;
  readonly progress: (progress: Progress) => void;
};

/** `ranges`: how many files a folder had; null for a file. */
export type Built = { readonly entries: number; readonly bytes: number; readonly ranges: number | null };

/** How many range files a whole list has. */
export const rangesOfAll = 16 ** 5;

/**
 * Builds the list and puts it in place of what is at `out`, in one step once it is on disk. Needs some 15 bytes of disk
 * per entry while at it, in the folder `<out>.building`, which is gone afterwards. Throws BreachedError: a line that is
 * no entry, no entries at all, a path that cannot be used, another build of the same file.
 */
export async function buildList(order: Order): Promise<Built> {
  return buildListOfWidth(order, widthFor);
}

/** As `buildList`; `choose` says how many bytes name a bucket, for how many entries. */
export async function buildListOfWidth(order: Order, choose: (entries: number) => Width): Promise<Built> {
  const { source, out, progress } = order;
  const isFolder = (await statOf(source)).isDirectory();
  if (await isTaken(out)) throw new BreachedError(`${out} is a folder`);
  const aside = `${out}.building`;
  await mkdir(aside).catch((error) => {
    const known = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!known) throw inWords(error, `${aside} cannot be made`);
    throw new BreachedError(`${aside} is there: another build is under way, or one was cut off; remove it if so`);
  });
  try {
    const partitions = openPartitions(aside);
    let entries = 0;
    const take: Take = (high, low, count) => {
      if (count < Math.max(1, order.minCount)) return;
      partitions.add(high, low);
      entries += 1;
    };
    const reading = (share: number) => progress({ step: 'reading', share, entries });
    const ranges = isFolder ? await readFolder(source, take, reading) : await readFile(source, take, reading);
    if (entries === 0) throw new BreachedError(`${source} holds no entry`);
    const width = choose(entries);
    const made = join(aside, 'list');
    const sorting = (parts: number) => progress({ step: 'sorting', share: parts / 256, entries });
    const count = await writeList(made, partitions, width, sorting);
    await rename(made, out);
    await syncFolderOf(out);
    return { entries: count, bytes: fileBytes({ width, count }), ranges };
  } catch (error) {
    throw inWords(error, `${out} cannot be built`);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function readFile(path: string, take: Take, reading: (share: number) => void): Promise<null> {
  const { size } = await statOf(path);
  let done = 0;
  await openReader()({ path, prefix: '' }, take, (bytes) => {
    done += bytes;
    reading(Math.min(1, done / Math.max(1, size)));
  });
  return null;
}

async function readFolder(folder: string, take: Take, reading: (share: number) => void): Promise<number> {
  const read = openReader();
  let files = 0;
  for await (const entry of await opendir(folder)) {
    const prefix = /^([0-9a-f]{5})(?:\.txt)?$/i.exec(entry.name)?.[1];
    if (prefix === undefined || entry.isDirectory()) continue;
    await read({ path: join(folder, entry.name), prefix }, take, () => {});
    files += 1;
    reading(Math.min(1, files / rangesOfAll));
  }
  if (files === 0) throw new BreachedError(`${folder} has no files named by five hexadecimal digits`);
  return files;
}

async function isTaken(out: string): Promise<boolean> {
  return stat(out).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function syncFolderOf(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function statOf(path: string): Promise<Stats> {
  return stat(path).catch((error) => {
    throw inWords(error, `${path} cannot be read`);
  });
}
