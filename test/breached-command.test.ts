// `muster breached build`: what it makes of its words, what it says, what it throws.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, test, vi } from 'vitest';
import { addBreached } from '../src/cli/breached.ts';
import { answersOf, fileOf, folder, line } from './breached-lists.ts';

describe('muster breached build', () => {
  async function run(...words: string[]): Promise<string> {
    const said: string[] = [];
    const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    const program = new Command('muster').exitOverride();
    addBreached(program);
    for (const command of program.commands.flatMap((each) => [each, ...each.commands])) command.exitOverride();
    try {
      await program.parseAsync(['breached', 'build', ...words], { from: 'user' });
      return said.join('');
    } finally {
      stderr.mockRestore();
    }
  }

  test('builds into the data folder, and says how much', async () => {
    const { source, place } = fileOf([line('a', 1), line('b', 5)].join('\n'));
    vi.stubEnv('MUSTER_DATA', join(place, 'data'));
    const said = await run(source, '--min-count', '2');
    vi.unstubAllEnvs();
    const out = join(place, 'data', 'breached.bin');
    expect(said).toMatch(/^1 entries and 1,051 bytes in 0 seconds: .*breached\.bin\n$/);
    expect(await answersOf(out, ['a', 'b'])).toEqual([false, true]);
  });

  test('builds where it is told, and says which ranges are missing', async () => {
    const [source, place] = [folder(), folder()];
    writeFileSync(join(source, '00000'), `${'0'.repeat(35)}:1`);
    expect(await run(source, '--out', join(place, 'x'))).toContain('from only 1 of 1048576 ranges');
    expect(readdirSync(place)).toEqual(['x']);
  });

  test('throws what goes wrong, in words and without the line', async () => {
    const { source, out } = fileOf('hunter2');
    await expect(run(source, '--out', out)).rejects.toThrow(/^.*list\.txt, line 1: must be 40[^2]*$/);
    await expect(run(source, '--out', out)).rejects.toMatchObject({ name: 'BootError' });
    for (const count of ['0', '-1', '1.5', 'x', ''])
      await expect(run(source, '--out', out, '--min-count', count)).rejects.toThrow(/whole number from 1/);
    await expect(run()).rejects.toThrow(/missing required argument/);
  });
});
