// The bytes of a file: unpacked, without the byte order mark, and counted.

import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { FileRefused, refusalOf } from './file-refused.ts';

/** Bytes to be read once. */
export type Bytes = {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** How many bytes of the file were taken so far, compressed if it is. */
  readonly consumed: () => number;
  /** Why the chunks ended before the file did; null when they did not. */
  readonly fault: () => string | null;
};

const chunkBytes = 64 * 1024;

/** The size of a file in bytes. Throws `FileRefused` for what is no plain file: a pipe could not be read twice. */
export async function sizeOf(path: string): Promise<number> {
  const file = await openFile(path);
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new FileRefused(`${path} is not a plain file`);
    return found.size;
  } finally {
    await file.close();
  }
}

/**
 * Opens a file when its chunks are first asked for, and closes it when they end or are no longer wanted. A gzip file (RFC 1952,
 * by its first bytes) is unpacked. Throws `FileRefused` when it cannot be read.
 */
export function openBytes(path: string): Bytes {
  let consumed = 0;
  let fault: string | null = null;
  async function* counted(file: FileHandle): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of file.createReadStream({ start: 0, highWaterMark: chunkBytes })) {
      consumed += chunk.length;
      yield chunk;
    }
  }
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    const file = await openFile(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
      const packed = bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
      yield* packed ? unpack(counted(file)) : counted(file);
    } catch (error) {
      if (!isDamage(error)) throw refusalOf(path, 'read', error);
      fault = 'The compressed file is damaged or cut off; nothing after this can be read.';
    } finally {
      await file.close();
    }
  }
  return { chunks: withoutMark(chunks()), consumed: () => consumed, fault: () => fault };
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw refusalOf(path, 'read', error);
  }
}

async function* unpack(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  // What goes wrong reaches the reader of `gunzip` too.
  const fed = pipeline(packed, gunzip).catch(() => {});
  try {
    yield* gunzip;
  } finally {
    gunzip.destroy();
    await fed;
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}

/** Leaves out the byte order mark of UTF-8, wherever the chunks end. */
export async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const mark = Buffer.from('\ufeff');
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < mark.length) continue;
    yield mark.equals(head.subarray(0, mark.length)) ? head.subarray(mark.length) : head;
    head = null;
  }
  if (head !== null) yield head;
}
