// `muster breached`: makes the file of breached passwords that the server looks new passwords up in.

import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { BootError } from '../boot/boot-error.ts';
import { listIn } from '../boot/breached.ts';
import { openDataFolder } from '../boot/data-folder.ts';
import { readConfig } from '../config.ts';
import { BreachedError } from '../credentials/breached/breached-passwords.ts';
import { type Built, buildList, type Progress, rangesOfAll } from '../credentials/breached/build-list.ts';
import { openProgress } from './progress.ts';

/** Adds `breached build`. What it throws is a BootError where the operator can mend it. */
export function addBreached(program: Command): void {
  program
    .command('breached')
    .description('passwords that have become public')
    .command('build')
    .description('make the file of them from a public list')
    .argument('<list>', 'file of SHA1:COUNT lines, or folder of range files (00000.txt … FFFFF.txt)')
    .option('--out <file>', 'where to put it, instead of breached.bin in MUSTER_DATA')
    .option('--min-count <n>', 'leave out passwords seen less often', readCount, 1)
    .action(build);
}

function readCount(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}

async function build(source: string, { out, minCount }: { out?: string; minCount: number }): Promise<void> {
  const began = performance.now();
  const progress = openProgress(process.stderr);
  try {
    const place = out === undefined ? await defaultPlace() : resolve(out);
    const built = await buildList({
      source: resolve(source),
      out: place,
      minCount,
      progress: (reached) => progress.show(textOf(reached)),
    });
    progress.end(`${summaryOf(built)} in ${Math.round((performance.now() - began) / 1000)} seconds: ${place}`);
  } catch (error) {
    progress.end(null);
    throw error instanceof BreachedError ? new BootError(error.message, { cause: error }) : error;
  }
}

async function defaultPlace(): Promise<string> {
  const folder = resolve(readConfig(process.env).dataFolder);
  await openDataFolder(folder);
  return listIn(folder);
}

function textOf({ step, share, entries }: Progress): string {
  return `${step} ${Math.floor(share * 100)} %, ${entries.toLocaleString('en')} entries`;
}

function summaryOf({ entries, bytes, ranges }: Built): string {
  const missing = ranges === null || ranges >= rangesOfAll ? '' : `, from only ${ranges} of ${rangesOfAll} ranges,`;
  return `${entries.toLocaleString('en')} entries${missing} and ${bytes.toLocaleString('en')} bytes`;
}
