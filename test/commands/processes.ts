// Two processes on one directory: each engine with two stores, and the commands twice, so that neither waits its turn behind the other.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { Policy } from '../../src/core/model/realm.ts';
import type { Store } from '../../src/core/ports.ts';
import { openPostgres, openSqlite } from '../../src/store/index.ts';
import { createDatabase } from '../postgres/cluster.ts';
import { makeWorld, type World } from './world.ts';

/** The commands that race, as one process has them. */
async function loadCommands() {
  vi.resetModules();
  const [{ signIn }, { verifyPassword }, { verifySecondFactor }, { confirmTotp }] = await Promise.all([
    import('../../src/core/commands/sign-in.ts'),
    import('../../src/core/commands/verify-password.ts'),
    import('../../src/core/commands/verify-second-factor.ts'),
    import('../../src/core/commands/enrol-totp.ts'),
  ]);
  return { signIn, verifyPassword, verifySecondFactor, confirmTotp };
}

/** A world as one of the processes sees it. */
export type Process = { readonly world: World; readonly commands: Awaited<ReturnType<typeof loadCommands>> };

type Engine = { readonly name: string; open(): Promise<{ open(): Promise<Store>; drop(): Promise<void> }> };

/** The engines that two processes can share. */
export const engines: readonly Engine[] = [
  {
    name: 'SQLite',
    async open() {
      const folder = await mkdtemp(join(tmpdir(), 'muster-guesses-'));
      const path = join(folder, 'muster.db');
      return { open: () => openSqlite({ path }), drop: () => rm(folder, { recursive: true }) };
    },
  },
  {
    name: 'PostgreSQL',
    async open() {
      const { url, drop } = await createDatabase();
      return { open: () => openPostgres({ url, connections: 6 }), drop };
    },
  },
];

function onStore(world: World, store: Store): World {
  const ports = { ...world.ports, store };
  return { ...world, ports, context: { ...world.context, ports } };
}

/** Opens a directory of this law for two processes; it is gone after the test. They share the clock, and who counts the work. */
export async function openProcesses(
  engine: Engine,
  policy: Partial<Policy> = {},
): Promise<readonly [Process, Process]> {
  const blank = await makeWorld(policy);
  await blank.ports.store.close();
  const { open, drop } = await engine.open();
  const stores = [await open(), await open()] as const;
  onTestFinished(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await drop();
  });
  const { realm } = blank.context;
  const users = { realm: realm.id, users: [], sessions: [], documents: [], changes: [], mails: [] };
  const signingKey = { id: blank.ports.random.uuid(0), sealed: '', createdAt: 0 };
  await stores[0].foundRealm({ realm, keys: [], signingKey, users });
  return [
    { world: onStore(blank, stores[0]), commands: await loadCommands() },
    { world: onStore(blank, stores[1]), commands: await loadCommands() },
  ];
}

/** What came of it: `done`, or the code of the refusal with its reason. Knows the refusals of every process. */
export async function wordOf(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'done',
    (error: unknown) => {
      if (!(error instanceof Error && 'refusals' in error && Array.isArray(error.refusals))) throw error;
      return error.refusals.map(({ code, reason }) => (reason === undefined ? code : `${code} ${reason}`)).join(', ');
    },
  );
}

/** How often each of the words was said. */
export function tally(words: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...new Set(words)].sort().map((word) => [word, words.filter((one) => one === word).length]),
  );
}
