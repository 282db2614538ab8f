#!/usr/bin/env node
// The `muster` command: runs src/main.ts with the pinned Node, installing first what is missing.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from '../scripts/install.js';

/** The path of the Node that package.json pins; fails when it is not installed. */
function pinnedNode() {
  const manifest = createRequire(import.meta.url).resolve('node/package.json');
  return join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.node);
}

/** Runs Muster and ends as it ended: with its exit code, or by the signal that ended it. */
function run(node) {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
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
  run(pinnedNode());
} catch (error) {
  fail(error);
}
