// The late parts: images, mail and directory servers, whose libraries are large and often not needed, are loaded at first use.

import { DirectoryError } from '../core/model/directory-server.ts';
import type { Directories, Image, Images } from '../core/ports.ts';
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

/** Asks directory servers; loads the library with the first question. `warn` hears which could not be asked, and why. */
export function lateDirectories(warn: (facts: object, text: string) => void): Directories {
  const opened = once(async () => (await import('../ldap/directories.ts')).openDirectories());
  const report = (host: string, step: string, detail: string) =>
    warn({ host, step, detail }, 'a directory server could not be asked');
  return {
    async find(server, username) {
      try {
        return await (await opened()).find(server, username);
      } catch (error) {
        if (error instanceof DirectoryError) report(server.host, error.step, error.detail);
        throw error;
      }
    },
    async authenticate(server, username, password) {
      const answer = await (await opened()).authenticate(server, username, password);
      if (answer.outcome === 'unreachable') report(server.host, answer.reason, answer.detail);
      return answer;
    },
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
