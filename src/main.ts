// The `muster` command: reads the command line, does what it says and ends the process.

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { pino } from 'pino';
import { BootError } from './boot/boot-error.ts';
import { ConfigurationError, type Flags, readConfig } from './config.ts';
import { configurationKeys } from './configuration-keys.ts';
import { FileRefused } from './transfer/rows/file-refused.ts';

// Password digests and images each hold a thread of Node's pool for long; the rest must find one free.
process.env.UV_THREADPOOL_SIZE ??= String(availableParallelism() + 3);

const stopDeadlineMs = 10_000;
const echoMs = 300;

/** Ends the process with words for the operator: a known reason in one line, a bug with its stack. */
function fail(error: unknown): never {
  const known = [ConfigurationError, BootError, FileRefused].some((kind) => error instanceof kind);
  const text = error instanceof Error ? (known ? error.message : error.stack) : String(error);
  process.stderr.write(`muster: ${text}\n`);
  process.exit(1);
}

/** Runs the server until a signal stops it. */
async function serve(flags: Flags): Promise<void> {
  // Whatever this process writes to disk is its owner's alone.
  process.umask(0o077);
  const config = readConfig(process.env, flags);
  // A pipe that nobody reads any more must not end a directory.
  process.stdout.on('error', () => {});
  const destination = pino.destination({ fd: 2, sync: false });
  const { build } = await import('./app.ts');
  const app = await build(config, { log: destination, announce: (text) => void process.stdout.write(text) });

  let stoppedAt: number | null = null;
  const stop = (signal: NodeJS.Signals) => {
    if (stoppedAt !== null) {
      // Whoever asks twice will not wait; but npm and a terminal may both deliver the same Ctrl-C.
      if (performance.now() - stoppedAt > echoMs) process.exit(signal === 'SIGINT' ? 130 : 143);
      return;
    }
    stoppedAt = performance.now();
    app.server.log.info({ signal }, 'stopping');
    app.close(stopDeadlineMs).then(
      () => {
        destination.flushSync();
        process.exit(0);
      },
      (error: unknown) => die('the stop failed', error),
    );
  };
  const die = (what: string, error: unknown) => {
    app.server.log.fatal({ err: error }, what);
    destination.flushSync();
    process.exit(1);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  process.on('uncaughtException', (error) => die('uncaught exception', error));
  process.on('unhandledRejection', (reason) => die('unhandled rejection', reason));

  const url = await app.listen();
  process.stdout.write(`muster is ready at ${url} in ${Math.round(performance.now())} ms\n`);
}

function version(): string {
  const manifest: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return manifest.version;
}

const environment = configurationKeys.map(({ key, default: value, meaning }) => {
  return `  ${key.padEnd(34)}${meaning}${value === null ? '' : ` [${value}]`}`;
});

const program = new Command('muster')
  .description('A self-hosted user directory that speaks the APIs your code already speaks.')
  .version(version());
program
  .command('serve')
  .description('start the server')
  .option('--memory', 'keep everything in memory, and forget it at the end')
  .option('--host <address>', 'address to listen on, instead of MUSTER_HOST')
  .option('--port <number>', 'port to listen on, instead of MUSTER_PORT')
  .addHelpText('after', `\nEnvironment (a flag wins over it):\n${environment.join('\n')}`)
  .action(serve);

// Read only when asked for: the server starts sooner without.
if (process.argv[2] !== 'serve') (await import('./cli/index.ts')).addCommands(program);

await program.parseAsync().catch(fail);
