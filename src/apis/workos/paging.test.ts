// Tests of paging: walking either way meets every row once, in the order shown, and ends.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PageWish, pageOf, type Stretch } from './paging.ts';

/** Rows by age, `r0` the oldest. */
function reader(count: number) {
  const rows = Array.from({ length: count }, (_, index) => `r${index}`);
  return async ({ direction, beyond, limit }: Stretch) => {
    const ordered = direction === 'ascending' ? rows : rows.toReversed();
    const start = beyond === null ? 0 : ordered.indexOf(beyond) + 1;
    return ordered.slice(start, start + limit);
  };
}

const list = fc.record({
  count: fc.integer({ min: 1, max: 30 }),
  limit: fc.integer({ min: 1, max: 12 }),
  order: fc.constantFrom('asc', 'desc', 'normal'),
});

test('walking on, then back, meets every row once', async () => {
  await fc.assert(
    fc.asyncProperty(list, async ({ count, limit, order }) => {
      const read = reader(count);
      const shown = await read({ direction: order === 'asc' ? 'ascending' : 'descending', beyond: null, limit: count });
      const [on, back] = order === 'normal' ? (['before', 'after'] as const) : (['after', 'before'] as const);
      const page = (cursors: Partial<PageWish>) =>
        pageOf({ limit, order, before: null, after: null, ...cursors }, read, (row) => row);

      const there: string[] = [];
      let at = await page({});
      expect(at[back]).toBe(null);
      for (there.push(...at.items); at[on] !== null; there.push(...at.items)) at = await page({ [on]: at[on] });
      expect(there).toEqual(shown);

      const home: string[] = [...at.items];
      for (; at[back] !== null; home.unshift(...at.items)) at = await page({ [back]: at[back] });
      expect(home).toEqual(shown);
    }),
  );
});
