#!/usr/bin/env node
// The `muster` command: runs src/main.ts on the pinned Node, installing first what is missing.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from '../scripts/install.js';

/** The Node that package.json pins: its path and version; fails when it is not installed. */
function pinnedNode() {
  const manifest = createRequire(import.meta.url).resolve('node/package.json');
  const { bin, version } = JSON.parse(readFileSync(manifest, 'utf8'));
  return { path: join(dirname(manifest), bin.node), version };
}

/**
 * Runs Muster in this process. What Node compiles is kept beside the packages: a third off the start and a quarter off the
 * memory, threads included, from the second start on. Where it cannot be written nothing is lost but that.
 */
async function runHere() {
  const folder = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));
  // Not in Node 20, where this file must load too. Threads look only at the environment.
  const { enableCompileCache } = await import('node:module');
  if (enableCompileCache(folder).directory !== undefined) process.env.NODE_COMPILE_CACHE ??= folder;
  await import('../src/main.ts');
}

/** Keeps the young generation of the heap small, as `npm start` does: half the memory under load for a few updates a second. */
const flags = ['--max-semi-space-size=4'];

/** Runs this very command on another Node and ends as it ended: with its exit code, or by the signal that ended it. */
function runOn(node) {
  const child = spawn(node, [...flags, fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both processes itself; forwarding it there would deliver it twice.
  const fromTerminal = process.stdin.isTTY ? ['SIGINT', 'SIGQUIT'] : [];
  const signals = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'];
  for (const signal of signals) process.on(signal, () => fromTerminal.includes(signal) || child.kill(signal));
  child.once('error', (error) => fail(error));
  child.once('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code;
      return;
    }
    process.exitCode = 128 + (constants.signals[signal] ?? 0);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function fail(error) {
  process.stderr.write(`muster: ${error.message}\n`);
  process.exitCode = 1;
}

try {
  await install();
  const node = pinnedNode();
  if (process.version === `v${node.version}`) await runHere();
  else runOn(node.path);
} catch (error) {
  fail(error);
}
