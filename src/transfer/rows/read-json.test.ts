// Rows of JSON and JSON Lines: what is read, on which line, and what one bad row costs.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../core/model/json.ts';
import { readRows } from './open-rows.ts';
import { anyRow, anySizes, countBreaks, inChunks, outline, readAll } from './rows.fixture.ts';

const broken = 'The JSON is broken here; nothing after it can be read.';
const cutOff = 'The file ends in the middle of this; it was cut off.';
const malformed = 'The row is not valid JSON.';
const noObject = 'The element is not an object.';

const anyLayout = fc.record({
  indent: fc.constantFrom('', ' ', '\t'),
  eol: fc.constantFrom('\n', '\r\n'),
  mark: fc.constantFrom('', '\ufeff'),
});

/** Texts and rows one after another, and the line on which each row begins. */
function layOut(parts: readonly (string | JsonObject)[], indent: string, eol: string) {
  const expected: [number, JsonObject][] = [];
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else {
      expected.push([1 + countBreaks(text), part]);
      text += JSON.stringify(part, null, indent).replaceAll('\n', eol);
    }
  }
  return { text, expected };
}

describe('JSON', () => {
  it('reads any array back, however it is laid out and whatever lies around it', async () => {
    const anyWrapping = fc.constantFrom('', 'users', 'Users', 'data', 'records');
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRow, { maxLength: 5 }),
        fc.tuple(anyRow, anyRow),
        anyWrapping,
        anyLayout,
        anySizes,
        async (rows, [before, after], wrapping, { indent, eol, mark }, sizes) => {
          const listed = rows.flatMap((row, index) => [index === 0 ? eol : `,${eol}`, row]);
          const around = (value: JsonObject) => JSON.stringify([value], null, indent).replaceAll('\n', eol);
          const start = `{"a\\"[":${around(before)},${eol}"b":"users","${wrapping}" :${eol}[`;
          const end = `],"data":${around(after)}, "c":{"users":[{"no":1}]}}${eol}`;
          const parts = wrapping === '' ? ['[', ...listed, eol, ']'] : [start, ...listed, end];
          const { text, expected } = layOut(parts, indent, eol);
          expect(await outline(mark + text, sizes)).toEqual(expected);
        },
      ),
    );
  });

  it('reads objects one after another, pretty or one per line', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          // An empty object is one line in either layout.
          anyRow.filter((row) => Object.keys(row).length > 0),
          { minLength: 1, maxLength: 5 },
        ),
        anyLayout,
        anySizes,
        async (rows, { indent, eol, mark }, sizes) => {
          const { text, expected } = layOut(
            rows.flatMap((row) => [row, eol]),
            indent,
            eol,
          );
          expect(await outline(mark + text, sizes)).toEqual(expected);
        },
      ),
    );
  });

  it.each([
    ['[1, {"a":1}, null, [{"b":2}], "x\\"],", true]', [noObject, { a: 1 }, noObject, noObject, noObject, noObject]],
    ['[{"a":01}, {"a":2}]', [malformed, { a: 2 }]],
    ['[{"a":1,}, {"a"}, {}]', [malformed, malformed, {}]],
    ['[]', []],
    ['{"users":[]}', []],
    ['{"users":{"a":1}}', [{ users: { a: 1 } }]],
    ['{"x":{"users":[{"a":1}]}}', [{ x: { users: [{ a: 1 }] } }]],
    ['{"data":[{"a":1}]}\n{"data":[{"a":2}],"next":null}', [{ a: 1 }, { a: 2 }]],
    ['[{"a":1},]', [{ a: 1 }, broken]],
    ['[{"a":1} {"a":2}]', [{ a: 1 }, broken]],
    ['[{"a":1}}, {"a":2}]', [{ a: 1 }, broken]],
    ['[,]', [broken]],
    ['[1{"a":1}]', [noObject, broken]],
    ['[{"a":1}] x [{"a":2}]', [{ a: 1 }, broken]],
    ['[{"a":1}, {"a":', [{ a: 1 }, cutOff]],
    ['[{"a":1}', [{ a: 1 }, cutOff]],
    ['[{"a":1}, {"a":"2}]', [{ a: 1 }, cutOff]],
    ['{"users":[{"a":1}], "x"', [{ a: 1 }, cutOff]],
  ])('%s', async (text, expected) => {
    for (const sizes of [[1], [3, 5], [65_536]]) {
      expect((await outline(text, sizes)).map(([, found]) => found)).toEqual(expected);
    }
  });

  it('names the line on which the cut row begins, and of what is broken', async () => {
    expect(await outline('[\n{"a":1},\n\n{"b":\n2')).toEqual([
      [2, { a: 1 }],
      [4, cutOff],
    ]);
    expect(await outline('[\r\n{"a":1}\r\n:\r\n{"b":2}]')).toEqual([
      [2, { a: 1 }],
      [3, broken],
    ]);
  });
});

describe('JSON Lines', () => {
  it('goes on after a line that is no row', async () => {
    const text = '{"a":1}\n\n {"b":2} \n{"c":\n{"d":"4}\nnull\n[1]\n{"e":5}}\n{"f":6},\n{"g":7}';
    expect((await readAll(text)).format).toEqual({ name: 'jsonl' });
    expect(await outline(text, [1])).toEqual([
      [1, { a: 1 }],
      [3, { b: 2 }],
      [4, malformed],
      [5, malformed],
      [6, 'The row is not an object.'],
      [7, 'The row is not an object.'],
      [8, malformed],
      [9, malformed],
      [10, { g: 7 }],
    ]);
  });

  it.each(['', '\ufeff', ' \n\n'])('takes an empty file for one without rows (case %#)', async (text) => {
    expect(await outline(text)).toEqual([]);
  });
});

describe('a JSON row', () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;

  it.each([
    ['The row has the forbidden key __proto__.', '{"a":[{"__proto__":{"polluted":1}}]}'],
    ['The row has the forbidden key constructor.', '{"\\u0063onstructor":1}'],
    ['The row has the forbidden key prototype.', '{"prototype":1}'],
    ['The row is nested more than 64 deep.', nested(65)],
    ['The row is nested more than 64 deep.', `{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}`],
    ['The row holds a NUL character.', '{"a":"\\u0000"}'],
    ['The row holds half a surrogate pair.', '{"a":"\\ud800"}'],
    ['A number in the row is too large.', '{"a":1e400}'],
    ['The row is not in UTF-8.', Buffer.from([0x7b, 0x22, 0xc3, 0x22, 0x3a, 0x31, 0x7d])],
    ['The row is larger than 4 MiB.', `{"a":"${'x'.repeat(4 * 1024 * 1024)}"}`],
  ])('is refused: %s (case %#)', async (fault, row) => {
    const [first, between, last] = ['{"a":1}', '\n', '{"b":2}'].map((text) => Buffer.from(text));
    const parts = [first, between, Buffer.from(row), between, last].filter((part) => part !== undefined);
    expect(await outline(Buffer.concat(parts))).toEqual([
      [1, { a: 1 }],
      [2, fault],
      [3, { b: 2 }],
    ]);
    const list = ['[', first, ',\n', Buffer.from(row), ',\n', last, ']'].map((part) => Buffer.from(part ?? ''));
    expect(await outline(Buffer.concat(list))).toEqual([
      [1, { a: 1 }],
      [2, fault],
      [3, { b: 2 }],
    ]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('may be 64 deep, and of duplicate keys the last one counts', async () => {
    expect(await outline(`[${nested(64)},{"a":1,"a":2}]`)).toEqual([
      [1, JSON.parse(nested(64))],
      [1, { a: 2 }],
    ]);
  });

  it('is found behind members of any size', async () => {
    const realm = `{"roles":${JSON.stringify('x"\\'.repeat(3_000_000))},"users":[{"a":1}],"y":${'['.repeat(9_000_000)}`;
    expect(await outline(`${realm}${']'.repeat(9_000_000)}}`)).toEqual([[1, { a: 1 }]]);
  });
});

describe('a long stream', () => {
  const rowsPerChunk = 100;

  it.each(['json', 'jsonl'] as const)('is read as it comes (%s)', async (name) => {
    let produced = 0;
    async function* chunks() {
      if (name === 'json') yield Buffer.from('{"realm":{},"users":[');
      while (produced < 200_000) {
        const rows = Array.from({ length: rowsPerChunk }, (_, index) => JSON.stringify({ id: produced + index }));
        produced += rowsPerChunk;
        yield Buffer.from(
          `${rows.map((row) => (name === 'json' && row !== '{"id":0}' ? `,${row}` : row)).join('\n')}\n`,
        );
      }
      if (name === 'json') yield Buffer.from(']}');
    }
    let taken = 0;
    let ahead = 0;
    for await (const event of readRows({ ...inChunks(''), chunks: chunks() }, { name })) {
      if (!('row' in event) || event.row.id !== taken || event.line !== taken + 1) expect(event).toBe(taken);
      taken++;
      ahead = Math.max(ahead, produced - taken);
    }
    expect(taken).toBe(200_000);
    expect(ahead).toBeLessThan(rowsPerChunk);
  });
});
