// The late parts: images and mail, whose libraries are large and often not needed, are loaded at first use.

import type { Image, Images } from '../core/ports.ts';
import type { Transport } from '../mail/transport.ts';

/** Reads uploads; loads the image library with the first. */
export function lateImages(): Images {
  const opened = once(async () => (await import('../images/read-upload.ts')).openImages());
  return { read: async (upload) => (await opened()).read(upload) };
}

/** Draws the picture of a user who has none; loads the image library with the first. */
export async function lateAvatar(userId: string): Promise<Image> {
  return await (await import('../images/default-avatar.ts')).defaultAvatar(userId);
}

/** Sends through the mail server at `smtpUrl`, else into `folder`, else (both null) nowhere; loads the mail library with the first. */
export function lateTransport(smtpUrl: string | null, folder: string | null): Transport {
  let used = false;
  const opened = once(async (): Promise<Transport> => {
    used = true;
    if (smtpUrl !== null) return (await import('../mail/smtp.ts')).openSmtp(smtpUrl);
    if (folder !== null) return (await import('../mail/eml-files.ts')).openEmlFiles(folder);
    return { send: async () => {}, close: async () => {} };
  });
  return {
    send: async (letter) => (await opened()).send(letter),
    close: async () => (used ? (await opened()).close() : undefined),
  };
}

/** Calls `make` at the first call only; all callers get what it made. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
