// A PostgreSQL of the crash tests' own, with its durable defaults, that can be killed and comes up again on its files.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../free-port.ts';
import { findBinaries, type Owner, serverOwner } from '../postgres/binaries.ts';

/** A cluster that dies on demand. */
export interface MortalCluster {
  url: string;
  /** Runs a statement and gives back its rows. */
  query(statement: string): Promise<Record<string, unknown>[]>;
  /** SIGKILL for one backend that serves a client: PostgreSQL then ends all others and recovers by itself. */
  killBackend(): Promise<void>;
  /** SIGKILL for the postmaster; `recover` starts it again. */
  killPostmaster(): Promise<void>;
  /** Resolves when the cluster answers (again). */
  recover(): Promise<void>;
  stop(): Promise<void>;
}

/** Ends whatever postmaster runs and removes the files when its input ends: when we ask, and when we die. */
const watcher =
  'read -r _; pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null); ' +
  'if [ -n "$pid" ]; then kill -QUIT "$pid"; while kill -0 "$pid" 2>/dev/null; do sleep 0.02; done; fi; rm -rf "$1"';

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

function initialize(folder: string, owner: Owner): string {
  chmodSync(folder, 0o711);
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid ?? owner.uid);
  const binaries = findBinaries(owner, folder);
  const options = ['--username=muster', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-instructions'];
  const made = spawnSync(join(binaries, 'initdb'), ['--pgdata', join(folder, 'data'), ...options], {
    ...owner,
    cwd: folder,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error ?? made.stderr}`);
  return join(binaries, 'postgres');
}

/** Makes the cluster and starts it. */
export async function startMortalCluster(): Promise<MortalCluster> {
  const owner = serverOwner();
  const folder = mkdtempSync(join(tmpdir(), 'muster-crash-'));
  const shell = spawn('sh', ['-c', watcher, 'sh', folder], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const program = initialize(folder, owner);
  const port = await freePort();
  const url = `postgres://muster@127.0.0.1:${port}/postgres`;
  const settings = ['unix_socket_directories=', 'max_connections=60', 'shared_buffers=64MB'].flatMap((each) => [
    '-c',
    each,
  ]);
  let postmaster: ChildProcess | undefined;

  function launch(): ChildProcess {
    const output = openSync(join(folder, 'log'), 'a');
    const place = ['-D', join(folder, 'data'), '-h', '127.0.0.1', '-p', String(port)];
    const stdio: ['ignore', number, number] = ['ignore', output, output];
    const child = spawn(program, [...place, ...settings], { ...owner, cwd: folder, detached: true, stdio });
    closeSync(output);
    child.unref();
    return child;
  }

  /** A postmaster that was killed leaves children, which hold its memory until they notice: then it is tried again. */
  async function recover(): Promise<void> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      if (postmaster === undefined || postmaster.exitCode !== null || postmaster.signalCode !== null)
        postmaster = launch();
      try {
        await ask(url, 'SELECT 1');
        return;
      } catch (error) {
        if (Date.now() > deadline)
          throw new Error(`PostgreSQL stays away: ${error}\n${readFileSync(join(folder, 'log'), 'utf8')}`);
      }
      await pause(20);
    }
  }

  await recover();
  return {
    url,
    recover,
    query: (statement) => ask(url, statement),
    async killBackend() {
      const others =
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
      const [victim] = await ask(url, `${others} ORDER BY state = 'active' DESC, random() LIMIT 1`);
      if (typeof victim?.pid !== 'number') throw new Error('no backend to kill');
      process.kill(victim.pid, 'SIGKILL');
    },
    async killPostmaster() {
      if (postmaster === undefined) return;
      const ended = once(postmaster, 'exit');
      postmaster.kill('SIGKILL');
      await ended;
    },
    async stop() {
      const ended = once(shell, 'exit');
      shell.stdin.end();
      await ended;
    },
  };
}
