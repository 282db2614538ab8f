// Coronium's contract: every status that a game can be told, to the byte, with nothing changed by it.
import { expect, test } from 'vitest';
import { refuses } from './coronium-refusals.ts';
import { statusRows } from './coronium-rows-statuses.ts';

refuses(statusRows);

test('of those a game can be told, but for 1004 of a scope that is not there, none is left out', () => {
  const told = [...new Set(statusRows.map(([, , status]) => status))].toSorted((one, other) => one - other);
  expect(told).toEqual([600, 603, 604, 605, 614, 620, 624, 702, 704, 801, 804, 810]);
});
