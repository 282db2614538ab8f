// Lists of breached passwords for the tests: public ones to build from, in folders that go when the test file ends.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openBreachedList } from '../src/credentials/breached/open-list.ts';
import { digitsOf } from './breached-range-server.ts';

const root = mkdtempSync(join(tmpdir(), 'muster-breached-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let number = 0;

/** A new, empty folder. */
export function folder(): string {
  number += 1;
  const path = join(root, String(number));
  mkdirSync(path);
  return path;
}

/** A public list with this text, alone in its folder, and where to build from it. */
export function fileOf(text: string): { source: string; out: string; place: string } {
  const place = folder();
  const source = join(place, 'list.txt');
  writeFileSync(source, text);
  return { source, out: join(place, 'breached.bin'), place };
}

/** The line of a password, without its end. */
export const line = (password: string, count = 1) => `${digitsOf(password)}:${count}`;

/** What an order says besides where from and where to. */
export const order = { minCount: 1, progress: () => {} };

/** Which of the passwords the list has. */
export async function answersOf(path: string, passwords: readonly string[]): Promise<boolean[]> {
  const list = await openBreachedList(path);
  try {
    return await Promise.all(passwords.map((password) => list.has(password)));
  } finally {
    await list.close();
  }
}
