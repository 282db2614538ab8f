// A server with nothing but the pages of mailed links, on a world in memory with two realms; mails become files.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FastifyInstance, fastify } from 'fastify';
import { type LetterWish, wordLetter } from '../../../src/apis/coronium/letters/word-letter.ts';
import { linkOf, paths, resetLifetimeMs } from '../../../src/apis/coronium/links.ts';
import { registerPages } from '../../../src/apis/coronium/pages.ts';
import type { Context } from '../../../src/core/commands/context.ts';
import { createPendingUser } from '../../../src/core/commands/create-confirmation.ts';
import { createPasswordReset } from '../../../src/core/commands/create-password-reset.ts';
import { set } from '../../../src/core/model/patch.ts';
import type { User } from '../../../src/core/model/user.ts';
import { openEmlFiles } from '../../../src/mail/eml-files.ts';
import { openPostman } from '../../../src/mail/postman.ts';
import { makeWorld, type World } from '../../commands/world.ts';
import { idOf, patch, replacement, wish } from '../../users.ts';

/** The running server, and what a game could have it do. `realmId` null: the home realm. */
export interface LetterPages {
  world: World;
  server: FastifyInstance;
  origin: string;
  /** Keeps a template of the operator's. */
  keep(kind: 'registration' | 'password', name: string, text: string): Promise<void>;
  /** Signs somebody up who is to confirm, and answers the mail that they get. */
  signUp(username: string, change?: Partial<LetterWish>, realmId?: string | null): Promise<string>;
  /** Has a link for a new password sent, and answers the mail. */
  forget(username: string, realmId?: string | null): Promise<string>;
  find(username: string, realmId?: string | null): Promise<User | null>;
  close(): Promise<void>;
}

export const addressOf = (username: string): string => `${username}@example.com`;

/** The link in a mail. */
export const linkIn = (mail: string): string => /^http:\/\/\S+\?code=\S+$/m.exec(readable(mail))?.[0] ?? '';

/** A mail without the line breaks of its encoding. */
export function readable(mail: string): string {
  return mail.replace(/\r\n/g, '\n').replace(/=\n/g, '').replace(/=3D/g, '=');
}

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const wanted: LetterWish = { sender: 'game@example.net', subject: 'Hello there', template: null, keys: null };

/** The home realm, and a second one called `Space Race`. */
async function openRealms() {
  const world = await makeWorld();
  const { context, ports } = world;
  const other = { ...context.realm, id: 'space', name: 'Space Race', instanceId: idOf(5) };
  const users = { realm: other.id, users: [], sessions: [], documents: [], changes: [], mails: [] };
  await ports.store.foundRealm({
    realm: other,
    keys: [],
    signingKey: { id: idOf(6), sealed: '', createdAt: 0 },
    users,
  });
  const contextOf = (realmId: string | null): Context => ({
    ...context,
    realm: realmId === null ? context.realm : other,
  });
  return { world, contextOf };
}

/** Starts the server on a free port. */
export async function serveLetterPages(): Promise<LetterPages> {
  const { world, contextOf } = await openRealms();
  const { store, clock, vault } = world.ports;
  const folder = await mkdtemp(join(tmpdir(), 'muster-letter-pages-'));
  const mails = join(folder, 'mail');
  const from = 'The Game <muster@example.net>';
  const postman = openPostman({ store, clock, vault, from, log: quiet, transport: openEmlFiles(mails) });
  const server = fastify();
  await registerPages(server, { ports: world.ports }, async (id) =>
    id === null || id === 'space' ? contextOf(id).realm : null,
  );
  const origin = await server.listen({ port: 0, host: '127.0.0.1' });
  const seen = new Set<string>();
  const nextMail = async (): Promise<string> => {
    for (let tries = 0; tries < 100; tries++) {
      postman.wake();
      const names = await readdir(mails).catch(() => []);
      const fresh = names.find((name) => name.endsWith('.eml') && !seen.has(name));
      if (fresh !== undefined) {
        seen.add(fresh);
        return await readFile(join(mails, fresh), 'utf8');
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('no mail came');
  };
  return {
    ...{ world, server, origin },
    async keep(kind, name, text) {
      await mkdir(join(folder, 'templates', kind), { recursive: true });
      await writeFile(join(folder, 'templates', kind, name), text);
    },
    async signUp(username, change = {}, realmId = null) {
      const letter = await wordLetter(folder, 'registration', { ...wanted, ...change });
      const emails = replacement([wish(addressOf(username), { claim: 'reserved' })], { primary: { op: 'first' } });
      const mail = { letter, linkOf: linkOf(origin, paths.confirmation, realmId) };
      const waivers = { identifier: false, password: false };
      await createPendingUser(contextOf(realmId), patch({ username: set(username), emails }), waivers, mail);
      return await nextMail();
    },
    async forget(username, realmId = null) {
      const letter = await wordLetter(folder, 'password', wanted);
      const reset = { letter, lifetimeMs: resetLifetimeMs };
      await createPasswordReset(contextOf(realmId), addressOf(username), linkOf(origin, paths.reset, realmId), reset);
      return await nextMail();
    },
    async find(username, realmId = null) {
      const stored = await store.loadUser(realmId ?? 'default', { by: 'key', kind: 'username', key: username });
      return stored?.user ?? null;
    },
    async close() {
      await server.close();
      await postman.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}
