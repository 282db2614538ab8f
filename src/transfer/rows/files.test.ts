// Files of rows on disk: what is written reads back, nothing is left half, and packed files are bounded.

import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRows } from './open-rows.ts';
import { anyRow, anyText, countBreaks } from './rows.fixture.ts';
import { writeCsv } from './write-csv.ts';
import { writeJsonLines } from './write-json-lines.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-rows-'));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const refusal = (words: string) =>
  expect.objectContaining({ name: 'FileRefused', message: expect.stringContaining(words) });

async function* each<T>(values: readonly T[]): AsyncGenerator<T, void> {
  yield* values;
}

describe('written rows', () => {
  it('read back from CSV', async () => {
    const anyName = anyText.map((name) => name.trim()).filter((name) => !['', '__proto__'].includes(name));
    const anyTable = fc.uniqueArray(anyName, { minLength: 1, maxLength: 4 }).chain((columns) => {
      const cells = fc.array(fc.option(anyText), { minLength: columns.length, maxLength: columns.length });
      return fc.tuple(fc.constant(columns), fc.array(cells, { maxLength: 5 }));
    });
    await fc.assert(
      fc.asyncProperty(anyTable, async ([columns, table]) => {
        const records = table.map((cells) => Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? null])));
        await writeCsv(columns, each(records), { path: at('any.csv'), force: true });
        let line = 2 + countBreaks(columns.join(' '));
        const expected = table.map((cells) => {
          const began = line;
          line += 1 + countBreaks(cells.join(' '));
          const filled = columns.flatMap((name, i) => (cells[i] ? [[name, cells[i]]] : []));
          return { line: began, row: Object.fromEntries(filled) };
        });
        const { format, fields, bytes, rows } = await openRows(at('any.csv'));
        expect({ format, fields }).toEqual({ format: 'csv', fields: columns });
        const found = await Array.fromAsync(rows);
        expect(found).toEqual(expected.map((event) => ({ ...event, bytes })));
      }),
      { numRuns: 50 },
    );
  });

  it('read back from JSON Lines, as often as asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 5 }), async (values) => {
        await writeJsonLines(each(values), { path: at('any.jsonl'), force: true });
        const { format, fields, bytes, rows } = await openRows(at('any.jsonl'));
        expect({ format, fields }).toEqual({ format: 'jsonl', fields: null });
        const expected = values.map((row, index) => ({ line: index + 1, bytes, row }));
        expect(await Array.fromAsync(rows)).toEqual(expected);
        expect(await Array.fromAsync(rows)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('are CSV as spreadsheets expect it, without formulas', async () => {
    const rows = each([{ id: '=1', name: 'a,"b"', phone: '+491701234567' }, { id: null }, { name: 'x\ny' }]);
    await writeCsv(['id', 'name', 'phone', 'constructor'], rows, { path: at('a.csv'), force: false });
    expect(await readFile(at('a.csv'), 'utf8')).toBe(
      'id,name,phone,constructor\r\n\'=1,"a,""b""",+491701234567,\r\n,,,\r\n,"x\ny",,\r\n',
    );
  });
});

describe('a written file', () => {
  it('is for its owner only, and replaces another only by force', async () => {
    const target = { path: at('a.jsonl'), force: false };
    await writeJsonLines(each([1]), target);
    if (process.platform !== 'win32') expect((await stat(target.path)).mode & 0o777).toBe(0o600);
    await expect(writeJsonLines(each([2]), target)).rejects.toThrow(refusal('exists already'));
    expect(await readFile(target.path, 'utf8')).toBe('1\n');
    await writeJsonLines(each([3]), { ...target, force: true });
    expect(await readFile(target.path, 'utf8')).toBe('3\n');
    expect(await readdir(folder)).toEqual(['a.jsonl']);
  });

  it('does not appear when something fails, and leaves nothing behind', async () => {
    async function* failing() {
      yield 1;
      expect(await readdir(folder)).toEqual([expect.stringMatching(/^a\.jsonl\..+\.part$/)]);
      throw new Error('the rows failed');
    }
    await expect(writeJsonLines(failing(), { path: at('a.jsonl'), force: false })).rejects.toThrow('the rows failed');
    expect(await readdir(folder)).toEqual([]);
    await writeFile(at('a.jsonl'), 'kept');
    await expect(writeJsonLines(failing(), { path: at('a.jsonl'), force: true })).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['a.jsonl']);
    expect(await readFile(at('a.jsonl'), 'utf8')).toBe('kept');
  });

  it('does not replace what came meanwhile', async () => {
    async function* slow() {
      yield 1;
      await writeFile(at('a.jsonl'), 'another');
    }
    await expect(writeJsonLines(slow(), { path: at('a.jsonl'), force: false })).rejects.toThrow(refusal('exists'));
    expect(await readFile(at('a.jsonl'), 'utf8')).toBe('another');
    expect(await readdir(folder)).toEqual(['a.jsonl']);
  });

  it('never takes the place of a folder or a link', async () => {
    await symlink(at('elsewhere'), at('link'));
    for (const path of [folder, at('link')]) {
      await expect(writeJsonLines(each([1]), { path, force: true })).rejects.toThrow(refusal('not a plain file'));
    }
    await expect(writeJsonLines(each([1]), { path: at('no/a'), force: false })).rejects.toThrow(refusal('(ENOENT)'));
  });

  it('is not written faster than it is taken', async () => {
    const script = `
      import { writeCsv } from ${JSON.stringify(new URL('./write-csv.ts', import.meta.url).href)};
      async function* rows() { for (let id = 0; id < 50_000; id++) yield { id: String(id) }; }
      await writeCsv(['id'], rows(), { path: '-', force: false });`;
    const child = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    const lines = (await child).stdout.split('\r\n');
    expect([lines.length, lines[0], lines[50_000]]).toEqual([50_002, 'id', '49999']);
  });
});

describe('a packed file', () => {
  const text = Array.from({ length: 50_000 }, (_, id) => `{"id":${id}}\n`).join('');

  it('is unpacked, and counted as it lies on disk', async () => {
    await writeFile(at('a.gz'), gzipSync(`\ufeff${text}`));
    const { bytes, rows } = await openRows(at('a.gz'));
    const events = await Array.fromAsync(rows);
    expect(bytes).toBe((await stat(at('a.gz'))).size);
    expect(events.at(-1)).toEqual({ line: 50_000, bytes, row: { id: 49_999 } });
    expect(events[0]?.bytes).toBeLessThan(bytes);
  });

  it('says that it is cut off after the rows that it has', async () => {
    const whole = gzipSync(text);
    await writeFile(at('a.gz'), whole.subarray(0, whole.length >> 1));
    const events = await Array.fromAsync((await openRows(at('a.gz'))).rows);
    expect(events.length).toBeGreaterThan(1000);
    expect(events.slice(0, -1).every((event) => 'row' in event)).toBe(true);
    expect(events.at(-1)).toMatchObject({
      fault: 'The compressed file is damaged or cut off; nothing after this can be read.',
    });
    await writeFile(at('b.gz'), Buffer.concat([whole.subarray(0, 2), Buffer.from('no gzip')]));
    expect(await Array.fromAsync((await openRows(at('b.gz'))).rows)).toMatchObject([{ line: 1, fault: /damaged/ }]);
  });

  it('costs no more than one row', async () => {
    await writeFile(at('a.gz'), gzipSync(`[{"a":"${'x'.repeat(32 * 1024 * 1024)}"},{"b":1}]`));
    const before = process.memoryUsage().arrayBuffers;
    const events = await Array.fromAsync((await openRows(at('a.gz'))).rows);
    expect(events).toMatchObject([{ fault: 'The row is larger than 4 MiB.' }, { row: { b: 1 } }]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(24 * 1024 * 1024);
  });
});

describe('a file', () => {
  it('may be left before its end', async () => {
    await writeFile(at('a.jsonl'), '{"a":1}\n'.repeat(100_000));
    const { rows } = await openRows(at('a.jsonl'));
    for await (const event of rows) {
      expect(event).toMatchObject({ line: 1, row: { a: 1 } });
      break;
    }
    await appendFile(at('a.jsonl'), '{"b":2}');
    expect((await Array.fromAsync(rows)).at(-1)).toMatchObject({ line: 100_001, row: { b: 2 } });
  });

  it('without a header is read by the columns that are known, unless it has them', async () => {
    await writeFile(at('bare.csv'), '1,x,x,\n2,,y,\n3,,y,z\n');
    await writeFile(at('headed.csv'), 'b,id\nx,1\n');
    const bare = await openRows(at('bare.csv'), ['id', 'a', 'b']);
    expect(bare.fields).toEqual(['id', 'a', 'b']);
    expect(await Array.fromAsync(bare.rows)).toMatchObject([
      { line: 1, row: { id: '1', a: 'x', b: 'x' } },
      { line: 2, row: { id: '2', b: 'y' } },
      { line: 3, fault: 'Column 4 has no name, but a value in this row.' },
    ]);
    const headed = await openRows(at('headed.csv'), ['id', 'a', 'b']);
    expect(headed.fields).toEqual(['b', 'id']);
    expect(await Array.fromAsync(headed.rows)).toMatchObject([{ line: 2, row: { id: '1', b: 'x' } }]);
  });

  it('is refused in plain words when it cannot be read', async () => {
    await expect(openRows(at('none'))).rejects.toThrow(refusal('cannot be read (ENOENT)'));
    await expect(openRows(folder)).rejects.toThrow(refusal('is not a plain file'));
  });
});
