// The file transport: keeps letters as `.eml` files, for a directory without a mail server.

import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import { messageOf, nameOf } from './message.ts';
import type { Transport } from './transport.ts';

/**
 * Writes each letter to `<folder>/<time>-<id>.eml` (RFC 5322), readable by the owner only. A file appears whole or not at
 * all, and is on disk when `send` resolves; sending again writes the same file again. Creates the folder.
 */
export function openEmlFiles(folder: string): Transport {
  return {
    async send(letter) {
      const content = await new MailComposer(messageOf(letter)).compile().build();
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const time = new Date(letter.at).toISOString().replace(/[-:]/g, '').replace('.', '');
      const name = `${time}-${nameOf(letter.id)}`;
      await writeWhole(join(folder, `.${name}.part`), join(folder, `${name}.eml`), content);
      await syncFolder(folder);
    },
    close: async () => {},
  };
}

async function writeWhole(part: string, path: string, content: Buffer): Promise<void> {
  // Not reused: what an attempt that was cut short has left may have other rights.
  await rm(part, { force: true });
  const file = await open(part, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
