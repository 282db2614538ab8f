// The report of an import: a line of JSON for everybody who was not taken in.

import { type FileHandle, open } from 'node:fs/promises';
import { refusalOf } from '../transfer/rows/file-refused.ts';

/** Lines are written as they come; the file is made with the first and replaces one that is there. */
export type Report = AsyncDisposable & { readonly lines: number; write(line: object): Promise<void> };

/** Opens the report at `path`, for its owner only. Writing throws FileRefused when the system will not have it. */
export function openReport(path: string): Report {
  let file: FileHandle | null = null;
  let lines = 0;
  return {
    get lines() {
      return lines;
    },
    async write(line) {
      file ??= await openFor(path);
      await file.writeFile(`${JSON.stringify(line)}\n`);
      lines += 1;
    },
    async [Symbol.asyncDispose]() {
      await file?.close();
    },
  };
}

async function openFor(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, 'w', 0o600);
    // One that was there keeps its permissions otherwise.
    await file.chmod(0o600);
    return file;
  } catch (error) {
    throw refusalOf(path, 'written', error);
  }
}
