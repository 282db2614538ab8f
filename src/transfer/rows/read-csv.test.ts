// Rows of CSV: what is read, on which line, and what one bad row costs.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRows } from './open-rows.ts';
import { anySizes, anyText, countBreaks, inChunks, outline, readAll } from './rows.fixture.ts';

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const strayQuote =
  'A quote stands in the middle of a cell; a cell with quotes must be in quotes, each of them doubled.';

describe('CSV', () => {
  it('reads any table back, with the line of each row', async () => {
    const anyTable = fc.integer({ min: 1, max: 4 }).chain((width) => {
      const cells = fc.array(anyText, { minLength: width, maxLength: width });
      return fc.tuple(fc.constant(width), fc.array(cells, { maxLength: 5 }));
    });
    const anyLayout = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t'),
      eol: fc.constantFrom('\n', '\r\n', '\r'),
      mark: fc.constantFrom('', '\ufeff'),
      last: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(anyTable, anyLayout, anySizes, async ([width, table], { delimiter, eol, mark, last }, sizes) => {
        const header = Array.from({ length: width }, (_, index) => `column ${index}`);
        let text = mark + [' column 0 ', ...header.slice(1)].join(delimiter);
        const expected = table.map((cells) => {
          text += eol;
          const line = 1 + countBreaks(text);
          text += cells.map(quoted).join(delimiter);
          const filled = cells.flatMap((cell, index) =>
            cell === '' ? [] : [[header[index], cell.replace(/^'(?='*[=+\-@\t\r\n＝＋－＠])/, '')]],
          );
          return [line, Object.fromEntries(filled)];
        });
        expect(await outline(last ? text + eol : text, sizes)).toEqual(expected);
      }),
    );
  });

  it('finds the delimiter outside of quotes', async () => {
    const { format, events } = await readAll('"a,b,c";d\n1;2,3\n');
    expect(format).toEqual({ name: 'csv', header: { columns: ['a,b,c', 'd'], inFile: true }, delimiter: ';' });
    expect(events).toEqual([{ line: 2, bytes: 16, row: { 'a,b,c': '1', d: '2,3' } }]);
  });

  it('goes on after a row that is none', async () => {
    const rows = ['a,b', '1', '1,2,3', '', 'x"y,2', '"x"y,2', '"x" ,2', '"one\r\ntwo",2', ',', "a\ufeff,'=1"];
    expect(await outline(rows.join('\r\n'), [1])).toEqual([
      [2, 'The row has 1 columns, the header 2.'],
      [3, 'The row has more than 2 columns.'],
      [5, strayQuote],
      [6, strayQuote],
      [7, strayQuote],
      [8, { a: 'one\r\ntwo', b: '2' }],
      [10, {}],
      [11, { a: 'a\ufeff', b: '=1' }],
    ]);
  });

  it('says where a quote was opened that is never closed', async () => {
    expect(await outline('a,b\n1,2\n3,"4\n5,6\n7,8\n')).toEqual([
      [2, { a: '1', b: '2' }],
      [3, 'A quote in this row is never closed; nothing after it can be read.'],
    ]);
  });

  it('refuses bytes that are not UTF-8 and NUL, row by row', async () => {
    const bytes = Buffer.concat([Buffer.from('a,b\nü,1\n'), Buffer.from([0xfc]), Buffer.from(',2\n3,4\n5,\0\n')]);
    const later = Buffer.concat([Buffer.from(`a,b\n${'1,2\n'.repeat(2000)}`), Buffer.from('5,\0\n')]);
    await expect(outline(bytes)).rejects.toThrow('not text');
    expect(await outline(bytes.subarray(0, -4))).toEqual([
      [2, { a: 'ü', b: '1' }],
      [3, 'The row is not in UTF-8.'],
      [4, { a: '3', b: '4' }],
    ]);
    expect((await outline(later)).at(-1)).toEqual([2002, 'The row holds a NUL character.']);
  });

  it('skips what is too large, and reads on', async () => {
    const mebi = 1024 * 1024;
    const rows = [`${'x'.repeat(4 * mebi)},2`, `"${'x\n'.repeat(3 * mebi)}",2`, `${'x'.repeat(mebi + 1)},2`];
    expect(await outline(['a,b', ...rows, ','.repeat(4 * mebi - 1), '3,4'].join('\n'))).toEqual([
      [2, 'The row is larger than 4 MiB.'],
      [3, 'The row is larger than 4 MiB.'],
      [4 + 3 * mebi, 'Column 1 of the row is larger than 1 MiB.'],
      [5 + 3 * mebi, 'The row has more than 2 columns.'],
      [6 + 3 * mebi, { a: '3', b: '4' }],
    ]);
  });

  it('lets columns without a name stay empty only', async () => {
    expect(await outline('a,,\n1,,\n2,,x\n')).toEqual([
      [2, { a: '1' }],
      [3, 'Column 3 has no name, but a value in this row.'],
    ]);
  });

  it.each([
    ['a, b,a ', 'Columns 1 and 3 have the same name.'],
    ['a,__proto__', 'No column may be named __proto__.'],
    ['a,"b', 'A quote in this row is never closed'],
    ['a,b"c"', 'A quote stands in the middle of a cell'],
    [Array.from({ length: 501 }, (_, index) => `c${index}`).join(), 'more than 500 columns'],
    [Buffer.from([0x61, 0x2c, 0xff]), 'not in UTF-8'],
    [Buffer.from('\ufeffa,b', 'utf16le'), 'UTF-16'],
    [Buffer.from('a,b', 'utf16le'), 'not text'],
    [Buffer.from('PK\x03\x04\x14\x00\x06\x00'), 'not text'],
  ])('refuses the file with such a header (case %#)', async (header, reason) => {
    await expect(outline(Buffer.concat([Buffer.from(header), Buffer.from('\n1,2\n')]))).rejects.toThrow(
      expect.objectContaining({ name: 'FileRefused', message: expect.stringContaining(reason) }),
    );
  });

  it('is read as it comes', async () => {
    let produced = 0;
    async function* chunks() {
      yield Buffer.from('id,name\n');
      while (produced < 20_000) yield Buffer.from(`${produced++},"x\n"\n`);
    }
    let taken = 0;
    const format = { name: 'csv', header: { columns: ['id', 'name'], inFile: true }, delimiter: ',' } as const;
    for await (const event of readRows({ ...inChunks(''), chunks: chunks() }, format)) {
      if (event.line !== 2 + 2 * taken || produced !== taken + 1) expect(event).toBe(taken);
      taken++;
    }
    expect(taken).toBe(20_000);
  });
});
