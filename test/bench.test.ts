// The bench, run short: it starts what it needs by itself and prints its tables.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('the bench prints updates beside their limits, scale, start and memory', { timeout: 180_000 }, async () => {
  const main = join(import.meta.dirname, '../bench/main.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [main, '--quick', '--engine', 'sqlite']);
  for (const title of ['UPDATES through HTTP, durable', 'SCALE', 'START, SEEDING AND MEMORY'])
    expect(stdout).toContain(title);
  const rows = stdout.match(/^sqlite +(?:names|metadata|user\.update|coronium\.update) .*$/gm) ?? [];
  expect(rows).toHaveLength(4);
  for (const row of rows) expect(row).toMatch(/ [\d,]+ .* \d+ % +(?:yes|NO)$/);
});
