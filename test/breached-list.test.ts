// The list of breached passwords: built from a public one, opened, asked.
import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildListOfWidth, buildList as buildWhole, type Progress } from '../src/credentials/breached/build-list.ts';
import { widthFor } from '../src/credentials/breached/format.ts';
import { openBreachedList } from '../src/credentials/breached/open-list.ts';
import { answersOf, fileOf, folder, line, order } from './breached-lists.ts';
import { digitsOf } from './breached-range-server.ts';

describe('a list from a file', () => {
  const passwords = Array.from({ length: 500 }, (_, index) => `breached ${index}`);

  test('holds what the file holds: in any order, with either end of line, in either case, once each', async () => {
    const lines = passwords.toReversed().map((password, index) => {
      const text = line(password, index + 1);
      return (index % 2 === 0 ? text : text.toLowerCase()) + (index % 3 === 0 ? '\r\n' : '\n');
    });
    const { source, out, place } = fileOf(`${lines.join('')}${line('breached 7')}\n${line('breached 7', 9)}`);
    const steps: Progress[] = [];
    const built = await buildWhole({ source, out, minCount: 1, progress: (step) => steps.push(step) });
    expect(built).toEqual({ entries: 500, bytes: readFileSync(out).length, ranges: null });
    expect((await answersOf(out, passwords)).every(Boolean)).toBe(true);
    expect(await answersOf(out, ['breached 500', '', 'Breached 7', '__proto__'])).toEqual([false, false, false, false]);
    expect(readdirSync(place).sort()).toEqual(['breached.bin', 'list.txt']);
    expect(steps.at(-1)).toEqual({ step: 'sorting', share: 1, entries: 502 });
  });

  test('leaves out padding, and what was seen too seldom', async () => {
    const { source, out } = fileOf([line('none', 0), line('few', 9), line('many', 10)].join('\n'));
    expect((await buildWhole({ ...order, source, out })).entries).toBe(2);
    expect(await answersOf(out, ['none', 'few', 'many'])).toEqual([false, true, true]);
    expect((await buildWhole({ ...order, source, out, minCount: 10 })).entries).toBe(1);
    expect(await answersOf(out, ['none', 'few', 'many'])).toEqual([false, false, true]);
  });

  test('knows a password as typed and in its NFKC form', async () => {
    const { source, out } = fileOf([line('café au lait'), line('ｗｉｄｅ')].join('\n'));
    await buildWhole({ ...order, source, out });
    expect(await answersOf(out, ['cafe\u0301 au lait', 'ｃａｆé au lait', 'ｗｉｄｅ', 'wide'])).toEqual([
      ...[true, true, true, false],
    ]);
  });

  test('keeps no whole hash and no count', async () => {
    const { source, out } = fileOf(line('secret', 12_345));
    await buildWhole({ ...order, source, out });
    const bytes = readFileSync(out);
    const digits = Buffer.from(digitsOf('secret'), 'hex');
    expect(bytes.includes(digits.subarray(1, 8))).toBe(true);
    expect(bytes.includes(digits.subarray(1, 9))).toBe(false);
  });
});

describe('a list from a folder', () => {
  test('holds what its range files hold', async () => {
    const [source, place] = [folder(), folder()];
    const passwords = ['one', 'two', 'three', 'four'];
    for (const [index, password] of passwords.entries()) {
      const digits = digitsOf(password);
      const name = index % 2 === 0 ? `${digits.slice(0, 5)}.txt` : digits.slice(0, 5).toLowerCase();
      writeFileSync(join(source, name), `${digitsOf('x').slice(5)}:0\r\n${digits.slice(5)}:4`);
    }
    writeFileSync(join(source, 'README'), 'not a range');
    writeFileSync(join(source, 'ABCDE.txt'), '');
    const out = join(place, 'list');
    expect(await buildWhole({ ...order, source, out })).toMatchObject({ entries: 4, ranges: 5 });
    expect(await answersOf(out, [...passwords, 'five', 'x'])).toEqual([true, true, true, true, false, false]);
  });

  test('is refused without range files, or with lines of whole hashes', async () => {
    const source = folder();
    const out = join(folder(), 'list');
    await expect(buildWhole({ ...order, source, out })).rejects.toThrow(
      /has no files named by five hexadecimal digits/,
    );
    writeFileSync(join(source, '0ABCD.txt'), `${digitsOf('a').slice(5)}:1\n${line('b')}`);
    await expect(buildWhole({ ...order, source, out })).rejects.toThrow(/0ABCD\.txt, line 2: must be 35 hex/);
  });
});

describe('what is no list', () => {
  const digits = digitsOf('x');
  test.each([
    ['a short hash', `${digits.slice(1)}:1`],
    ['a long hash', `${digits}0:1`],
    ['a hash of another kind', `${'0'.repeat(32)}:1`],
    ['a letter that is no digit', `${digits.slice(1)}g:1`],
    ['no count', digits],
    ['an empty count', `${digits}:`],
    ['an empty count before CRLF', `${digits}:\r`],
    ['a negative count', `${digits}:-1`],
    ['a count that is no number', `${digits}:1e3`],
    ['an endless count', `${digits}:${'1'.repeat(16)}`],
    ['a space', `${digits}: 1`],
    ['an empty line', ''],
    ['an endless line', 'A'.repeat(3_000_000)],
  ])('%s is refused with its file and line', async (_, bad) => {
    for (const text of [`${line('a')}\n${bad}\n${line('b')}\n`, `${line('a')}\n${bad === '' ? '\r' : bad}`]) {
      const { source, out, place } = fileOf(text);
      await expect(buildWhole({ ...order, source, out })).rejects.toThrow(`${source}, line 2: must be 40 hexadecimal`);
      expect(readdirSync(place)).toEqual(['list.txt']);
    }
  });

  test('tells the line beyond the first megabyte', async () => {
    const { source, out } = fileOf(`${`${line('a')}\r\n`.repeat(30_000)}${digits}`);
    await expect(buildWhole({ ...order, source, out })).rejects.toThrow('list.txt, line 30001:');
  });

  test('nothing, and nothing but padding, make no list', async () => {
    for (const text of ['', line('a', 0)]) {
      const { source, out } = fileOf(text);
      await expect(buildWhole({ ...order, source, out })).rejects.toThrow(`${source} holds no entry`);
    }
  });

  test('a failed build leaves the list in place that was there', async () => {
    const { source, out } = fileOf(line('old'));
    await buildWhole({ ...order, source, out });
    writeFileSync(source, `${line('new')}\nrubbish`);
    await expect(buildWhole({ ...order, source, out })).rejects.toThrow(/line 2/);
    expect(await answersOf(out, ['old', 'new'])).toEqual([true, false]);
  });

  test('paths that cannot be used are told', async () => {
    const { source, out, place } = fileOf(line('a'));
    await expect(buildWhole({ ...order, source: `${source}x`, out })).rejects.toThrow(
      'list.txtx cannot be read (ENOENT)',
    );
    await expect(buildWhole({ ...order, source, out: place })).rejects.toThrow(`${place} is a folder`);
    await expect(buildWhole({ ...order, source, out: join(place, 'no', 'x') })).rejects.toThrow(
      /cannot be made \(ENOENT/,
    );
    mkdirSync(`${out}.building`);
    await expect(buildWhole({ ...order, source, out })).rejects.toThrow(
      /another build is under way, or one was cut off/,
    );
    expect(readdirSync(place)).toContain('breached.bin.building');
  });

  test('hashes that all begin alike are refused', async () => {
    const hashes = Array.from(
      { length: 65_537 },
      (_, index) => `${'0'.repeat(8)}${index.toString(16).padStart(32, '0')}:1`,
    );
    const same = fileOf(hashes.join('\n'));
    expect((await buildWhole({ ...order, ...same })).entries).toBe(1);
    const alike = fileOf(hashes.map((hash) => `000000${hash.slice(-12, -2)}${'0'.repeat(24)}:1`).join('\n'));
    await expect(buildWhole({ ...order, ...alike })).rejects.toThrow(/begin alike/);
  });
});

describe('each width of the index', () => {
  test('goes with a number of entries', () => {
    expect([1, 32_768, 32_769, 8_388_608, 8_388_609, 4e9].map(widthFor)).toEqual([1, 1, 2, 2, 3, 3]);
  });

  test.each([1, 2, 3] as const)('%d: has what was listed, and nothing else', { timeout: 60_000 }, async (width) => {
    const password = fc.string({ unit: 'grapheme', maxLength: 12 });
    const sets = fc.tuple(
      fc.uniqueArray(password, { minLength: 1, maxLength: 200 }),
      fc.array(password, { maxLength: 50 }),
    );
    await fc.assert(
      fc.asyncProperty(sets, async ([members, others]) => {
        const { source, out, place } = fileOf(members.map((member) => line(member)).join('\n'));
        await buildListOfWidth({ ...order, source, out }, () => width);
        const listed = new Set(members);
        const all = [...members, ...others];
        const right = all.map((each) => listed.has(each) || listed.has(each.normalize('NFKC')));
        expect(await answersOf(out, all)).toEqual(right);
        rmSync(place, { recursive: true });
      }),
      { numRuns: width === 3 ? 4 : 30 },
    );
  });

  test.each([1, 2, 3] as const)('%d: tells hashes apart that differ in their eighth byte only', async (width) => {
    const digits = digitsOf('target');
    const near = (change: number) => {
      const bytes = Buffer.from(digits, 'hex');
      bytes[7] = ((bytes[7] ?? 0) + change) % 256;
      return `${bytes.toString('hex')}:1`;
    };
    const without = fileOf([1, 2, 255].map(near).join('\n'));
    await buildListOfWidth({ ...order, ...without }, () => width);
    expect(await answersOf(without.out, ['target'])).toEqual([false]);
    const within = fileOf([1, 255, 0].map(near).join('\n'));
    await buildListOfWidth({ ...order, ...within }, () => width);
    expect(await answersOf(within.out, ['target'])).toEqual([true]);
  });
});

describe('a file that is not what was built', () => {
  async function made(): Promise<{ out: string; bytes: Buffer }> {
    const { source, out } = fileOf(['a', 'b', 'c'].map((password) => line(password)).join('\n'));
    await buildWhole({ ...order, source, out });
    return { out, bytes: readFileSync(out) };
  }

  test('is refused at the start, in words', async () => {
    const { out, bytes } = await made();
    const changed = (at: number, value: number) => {
      const copy = Buffer.from(bytes);
      copy[at] = value;
      return copy;
    };
    const wrong: [Buffer | string, RegExp][] = [
      ['', /breached\.bin: it was not made by/],
      ['MUSTERBP', /not made by/],
      [`${line('a')}\n`, /not made by/],
      [changed(0, 0), /not made by/],
      [changed(8, 2), /has version 2 of the format, and this Muster reads 1/],
      [changed(9, 0), /damaged: its header/],
      [changed(9, 4), /damaged: its header/],
      [changed(10, 1), /damaged: its header/],
      [changed(9, 2), /damaged: it has \d+ bytes and must have \d+/],
      [changed(15, 4), /damaged: it has/],
      [bytes.subarray(0, -1), /damaged: it has/],
      [Buffer.concat([bytes, Buffer.alloc(1)]), /damaged: it has/],
      [changed(19, 1), /damaged: its index/],
      [changed(16 + 4 * 256 + 3, 2), /damaged: its index/],
    ];
    for (const [content, reason] of wrong) {
      writeFileSync(out, content);
      await expect(openBreachedList(out)).rejects.toThrow(reason);
    }
    await expect(openBreachedList(`${out}.gone`)).rejects.toThrow(/breached\.bin\.gone: it cannot be read \(ENOENT\)/);
    await expect(openBreachedList(folder())).rejects.toThrow('cannot be read (EISDIR)');
  });

  test('does not answer from a damaged index, nor once it has become shorter', async () => {
    const { out, bytes } = await made();
    const bucket = Number.parseInt(digitsOf('a').slice(0, 2), 16);
    const copy = Buffer.from(bytes);
    copy.writeUInt32BE(0xffff_ffff, 16 + 4 * bucket);
    writeFileSync(out, copy);
    const list = await openBreachedList(out);
    await expect(list.has('a')).rejects.toThrow(/damaged/);
    truncateSync(out, 20);
    await expect(list.has('b')).rejects.toThrow(/damaged/);
    await list.close();
    await expect(list.has('b')).rejects.toThrow(/cannot be read/);
  });
});
