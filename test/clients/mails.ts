// The mails that a server without a mail server keeps as files.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Place } from './server.ts';

/** The newest mail to an address, once it is there. */
export async function mailTo(place: Place, email: string): Promise<string> {
  const folder = join(place.folder, 'mail');
  const newest = (): string => {
    const files = existsSync(folder) ? readdirSync(folder).sort().reverse() : [];
    const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'));
    return texts.find((text) => text.includes(`To: ${email}`) || text.includes(`To: <${email}>`)) ?? '';
  };
  await expect.poll(newest, { timeout: 5000 }).not.toBe('');
  return newest();
}

/** The six digits that stand on a line of their own. */
export const codeIn = (mail: string): string => /^(\d{6})\r?$/m.exec(mail)?.[1] ?? '';
