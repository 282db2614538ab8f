// Tests of the access table: every actor, every action.

import { describe, expect, test } from 'vitest';
import { appKey, idOf, secretKey, selfOf } from '../../../test/users.ts';
import { type UserPatch, untouched } from '../model/patch.ts';
import { type Action, forbiddenFields, may } from './access.ts';

const actions = [
  'user.create',
  'user.read',
  'user.update',
  'user.delete',
  'user.history',
  'password.verify',
  'password.skip-checks',
  'second-factor.enrol',
  'second-factor.verify',
  'contact.assert',
  'session.create',
  'session.sign-in',
  'session.read',
  'session.end',
  'realm.read',
  'realm.history',
  'username.free',
  'api-token.read',
  'api-token.update',
] as const satisfies readonly Action[];
const app: readonly Action[] = [
  'user.create',
  'user.read',
  'user.update',
  'user.delete',
  'password.skip-checks',
  'username.free',
];
const own: readonly Action[] = [
  'user.read',
  'user.update',
  'password.verify',
  'session.read',
  'session.end',
  'api-token.read',
  'api-token.update',
];
const self = { kind: 'user', userId: idOf(1), sessionId: idOf(2), role: null, address: null } as const;
const everyField = Object.keys(untouched).filter((name): name is keyof UserPatch => name in untouched);

describe.each(actions)('%s', (action) => {
  test.each([secretKey, { kind: 'command-line' }, { kind: 'system' }] as const)('%j may, to anybody', (actor) => {
    expect(may(actor, action)).toBe(true);
    expect(may(actor, action, idOf(1))).toBe(true);
  });

  test('an app key may what its players need, and no more', () => {
    const named: readonly Action[] = ['user.read', 'user.update', 'user.delete'];
    expect(may(appKey, action)).toBe(app.includes(action) && !named.includes(action));
    expect(may(appKey, action, idOf(1))).toBe(app.includes(action));
  });

  test('a signed-in user may with the own record at most', () => {
    expect(may(selfOf(idOf(1)), action, idOf(1))).toBe(own.includes(action));
    expect(may(selfOf(idOf(1)), action, idOf(2))).toBe(false);
    expect(may(selfOf(idOf(1)), action)).toBe(false);
  });

  test('anybody may sign in, and nothing else', () => {
    for (const address of [null, '192.0.2.1']) {
      expect(may({ kind: 'anybody', address }, action)).toBe(action === 'session.sign-in');
      expect(may({ kind: 'anybody', address }, action, idOf(1))).toBe(action === 'session.sign-in');
    }
  });

  test('a role alone gives nothing, nor does the rank of an admin', () => {
    for (const rank of ['user', 'admin'] as const) {
      expect(may({ ...self, role: 'super-admin', rank }, action, idOf(2))).toBe(false);
    }
  });

  test('a super administrator does what a key may do', () => {
    const key = may({ kind: 'secret-key', keyId: idOf(3) }, action);
    expect(may({ ...self, rank: 'super-admin' }, action, idOf(2))).toBe(key);
  });
});

test.each(['user.import', 'secrets.export'] as const)('%s is for whoever holds the machine', (action) => {
  for (const kind of ['command-line', 'system'] as const) expect(may({ kind }, action)).toBe(true);
  const above = { ...self, rank: 'super-admin' } as const;
  for (const actor of [secretKey, appKey, selfOf(idOf(1)), above, { kind: 'anybody', address: null } as const]) {
    expect(may(actor, action)).toBe(false);
    expect(may(actor, action, idOf(1))).toBe(false);
  }
});

test('what users may not change of themselves: whatever grants, proves or files', () => {
  const allowed = [
    'firstName',
    'lastName',
    'name',
    'username',
    'locale',
    'timezone',
    'extras',
    'profileImageId',
    'password',
    'sessions',
  ];
  const forbidden = forbiddenFields(selfOf(idOf(1)), everyField);
  expect(new Set(forbidden)).toEqual(new Set(everyField).difference(new Set(allowed)));
  for (const field of ['totp', 'backupCodes', 'secondFactors', 'locked'] as const) expect(forbidden).toContain(field);
  for (const field of ['emails', 'role', 'groups', 'metadata', 'banned', 'active', 'externalId', 'aliases'] as const) {
    expect(forbidden).toContain(field);
  }
});

test('what apps may not change of anybody: whatever grants, proves, closes or files', () => {
  const forbidden = forbiddenFields(appKey, everyField);
  const allowed = [
    'username',
    'emails',
    'identities',
    'active',
    'confirmation',
    'groups',
    'metadata',
    'extras',
    'password',
  ];
  expect(new Set(forbidden)).toEqual(new Set(everyField).difference(new Set([...allowed, 'sessions'])));
  for (const field of ['role', 'banned', 'locked', 'externalId', 'aliases', 'totp', 'secondFactors'] as const) {
    expect(forbidden).toContain(field);
  }
});

test('others are not held to fields', () => {
  expect(forbiddenFields(secretKey, everyField)).toEqual([]);
  const above = { ...self, rank: 'super-admin' } as const;
  expect(forbiddenFields(above, everyField)).toEqual([]);
  expect(forbiddenFields({ ...above, rank: 'admin' }, everyField)).toContain('role');
});
