// Tests of the administrators: who counts as one, and with which groups they get in.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyUser } from '../../../test/any-user.ts';
import { newGroup } from '../../../test/realm-objects.ts';
import { now, user } from '../../../test/users.ts';
import type { GroupSignIn } from '../model/group.ts';
import { isAdministrator, isOpenTo } from './administrators.ts';

const admin = user({ role: 'super-admin' });

test('is who has the role that may do everything, and no other', () => {
  expect(isAdministrator(admin)).toBe(true);
  expect(isAdministrator({ ...admin, system: true, groups: ['x'] })).toBe(true);
  for (const role of [null, '3', 'admin', 'user', 'guest', 'Super-Admin', '']) {
    expect(isAdministrator({ ...admin, role })).toBe(false);
  }
});

test('is nobody banned or inactive, whatever else they are', () => {
  fc.assert(
    fc.property(anyUser, (one) => {
      expect(isAdministrator({ ...one, role: 'super-admin', active: false })).toBe(false);
      expect(isAdministrator({ ...one, role: 'super-admin', bannedAt: now })).toBe(false);
      expect(isAdministrator({ ...one, role: 'super-admin', active: true, bannedAt: null })).toBe(true);
    }),
  );
});

const signIns: readonly GroupSignIn[] = ['default', 'internal', 'directory', 'none'];
const anyGroup = fc
  .record({ active: fc.boolean(), signIn: fc.constantFrom(...signIns) })
  .map((fields) => newGroup('g', fields));

test('without any group nobody gets in; with several, every one of them has to let them', () => {
  expect(isOpenTo([])).toBe(false);
  fc.assert(
    fc.property(fc.array(anyGroup, { minLength: 1, maxLength: 5 }), (groups) => {
      const barred = groups.some(({ active, signIn }) => !active || signIn === 'none');
      expect(isOpenTo(groups)).toBe(!barred);
    }),
  );
});
