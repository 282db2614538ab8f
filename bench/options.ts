// What the command line asks of a run, with the sizes and durations that follow from it.

import { parseArgs } from 'node:util';

export type EngineName = 'sqlite' | 'postgres';

/** How large and how long everything is. Times in milliseconds. */
export type Options = {
  readonly engines: readonly EngineName[];
  readonly connections: readonly number[];
  readonly users: number;
  readonly sizes: readonly number[];
  readonly warmUpMs: number;
  readonly measureMs: number;
  readonly starts: number;
  readonly startsAtScale: number;
};

const help = `npm run bench -- [--quick] [--large] [--engine sqlite|postgres]

  --quick    a smoke run of about 20 seconds; its numbers mean little
  --large    also 1,000,000 users (seeding takes minutes)
  --engine   only this engine`;

const usual = {
  connections: [1, 16, 64],
  users: 1000,
  sizes: [1000, 100_000],
  warmUpMs: 1000,
  measureMs: 3000,
  starts: 3,
  startsAtScale: 1,
};
const quick = {
  ...{ connections: [16], users: 1000, sizes: [200, 1000] },
  ...{ warmUpMs: 100, measureMs: 200, starts: 1, startsAtScale: 0 },
};

/** Reads the flags; null after `--help`, which it prints. */
export function readOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      large: { type: 'boolean', default: false },
      engine: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${help}\n`);
    return null;
  }
  const { engine } = values;
  if (engine !== undefined && engine !== 'sqlite' && engine !== 'postgres') throw new Error(help);
  const scale = values.quick ? quick : usual;
  return {
    ...scale,
    engines: engine === undefined ? ['sqlite', 'postgres'] : [engine],
    sizes: values.large ? [...scale.sizes, 1_000_000] : scale.sizes,
  };
}
