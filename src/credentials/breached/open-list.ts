// The list of breached passwords on disk: asked by reading two places of the file.

import { type FileHandle, open } from 'node:fs/promises';
import { BreachedError, type BreachedPasswords, inWords } from './breached-passwords.ts';
import { bucketMax, endsAt, type Header, hashBytes, headerBytes, indexAt, readHeader } from './format.ts';
import { sha1 } from './hash.ts';

/** A list that is open. `count`: how many passwords it holds. */
export type BreachedList = BreachedPasswords & { readonly count: number; close(): Promise<void> };

/**
 * Opens a list that `muster breached build` has made. Nothing of it is kept in memory; a question reads some hundred
 * bytes, without holding up the process. It is asked for the password as typed and for its NFKC form. A list that takes
 * its place later is seen at the next start. Throws BreachedError when the file is missing, damaged or another one.
 */
export async function openBreachedList(path: string): Promise<BreachedList> {
  const inItsName = (error: unknown) =>
    new BreachedError(`the list of breached passwords ${path}: ${inWords(error, 'it cannot be read').message}`);
  const file = await open(path, 'r').catch((error) => {
    throw inItsName(error);
  });
  const header = await readStart(file).catch(async (error) => {
    await file.close();
    throw inItsName(error);
  });
  return {
    count: header.count,
    async has(plain) {
      try {
        for (const text of new Set([plain, plain.normalize('NFKC')])) {
          if (await contains(file, header, Buffer.from(sha1(text), 'hex'))) return true;
        }
        return false;
      } catch (error) {
        throw inItsName(error);
      }
    },
    close: () => file.close(),
  };
}

async function readStart(file: FileHandle): Promise<Header> {
  const { size } = await file.stat();
  const header = readHeader(await read(file, 0, Math.min(size, headerBytes)), size);
  const first = await read(file, indexAt(0), 4);
  const last = await read(file, indexAt(256 ** header.width), 4);
  if (first.readUInt32BE() !== 0 || last.readUInt32BE() !== header.count) throw damaged();
  return header;
}

async function contains(file: FileHandle, { width, count }: Header, hash: Buffer): Promise<boolean> {
  const bounds = await read(file, indexAt(hash.readUIntBE(0, width)), 8);
  const start = bounds.readUInt32BE(0);
  const size = bounds.readUInt32BE(4) - start;
  if (size < 0 || size > bucketMax || start + size > count) throw damaged();
  if (size === 0) return false;
  const endBytes = hashBytes - width;
  const ends = await read(file, endsAt(width) + endBytes * start, endBytes * size);
  const sought = hash.subarray(width, hashBytes);
  let [low, high] = [0, size];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = sought.compare(ends, middle * endBytes, (middle + 1) * endBytes);
    if (order === 0) return true;
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return false;
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, position);
  if (bytesRead !== length) throw damaged();
  return buffer;
}

function damaged(): BreachedError {
  return new BreachedError('it is damaged: its index is wrong; build it again');
}
