// A role text from elsewhere never makes a super administrator.
import { expect, test } from 'vitest';
import { foreignRole } from './roles.ts';

test('labels are kept, but for the one that would let somebody do everything', () => {
  expect(foreignRole('editor')).toEqual({ op: 'set', value: 'editor' });
  expect(foreignRole('super-admin')).toEqual({ op: 'keep' });
  expect(foreignRole(null)).toEqual({ op: 'keep' });
});
