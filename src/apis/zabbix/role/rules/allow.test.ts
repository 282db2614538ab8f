// What a role allows: methods by rank, by entries of two modes, and actions.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allowsAction, allowsMethod } from './allow.ts';
import { actions, uiElements } from './elements.ts';
import { isEntry, methodRanks } from './methods.ts';
import type { Rank } from './rank.ts';

const anyRank = fc.constantFrom<Rank>(1, 2, 3);
const anyMethod = fc.constantFrom(...methodRanks.keys());

describe('a new role', () => {
  test.each<[Rank, string]>([
    [1, 'user.get'],
    [1, 'user.update'],
    [1, 'user.logout'],
    [1, 'usergroup.get'],
    [1, 'role.get'],
    [1, 'mediatype.get'],
    [1, 'settings.get'],
    [1, 'token.generate'],
    [2, 'host.create'],
    [3, 'user.create'],
    [3, 'user.resettotp'],
    [3, 'authentication.get'],
    [3, 'userdirectory.test'],
    [3, 'mfa.create'],
    [3, 'settings.update'],
    [3, 'auditlog.get'],
  ])('of rank %i is the least that may call %s', (least, method) => {
    for (const rank of [1, 2, 3] satisfies Rank[]) {
      expect(allowsMethod({}, rank, method)).toBe(rank >= least);
    }
  });

  test.each(['user.login', 'user.checkauthentication', 'apiinfo.version', 'user.nothing', 'nothing', ''])(
    'is not asked about %j',
    (method) => expect(allowsMethod({}, 3, method)).toBe(false),
  );
});

describe('entries', () => {
  const modes = (entry: string, method: string) => {
    const denied = allowsMethod({ api: [entry] }, 3, method);
    const allowed = allowsMethod({ api: [entry], 'api.mode': 1 }, 3, method);
    expect(denied).toBe(!allowed);
    return allowed;
  };

  test.each([
    ['user.get', 'user.get', true],
    ['user.get', 'user.update', false],
    ['user.get', 'role.get', false],
    ['user.*', 'user.update', true],
    ['user.*', 'usergroup.update', false],
    ['*.get', 'role.get', true],
    ['*.get', 'user.update', false],
    ['*', 'user.update', true],
    ['*.*', 'user.logout', true],
    ['User.Get', 'user.get', false],
  ])('%s is about %s: %s', (entry, method, about) => expect(modes(entry, method)).toBe(about));

  test('several add up', () => {
    const stored = { api: ['user.get', 'role.*'], 'api.mode': 1 };
    expect(['user.get', 'role.get', 'role.create', 'user.update'].map((one) => allowsMethod(stored, 3, one))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test('none bear on nothing, in either mode', () => {
    expect(allowsMethod({ api: [], 'api.mode': 1 }, 1, 'user.get')).toBe(true);
    expect(allowsMethod({ api: [] }, 1, 'user.get')).toBe(true);
  });

  test('never raise a rank', () => {
    fc.assert(
      fc.property(anyRank, anyMethod, (rank, method) => {
        const allowed = allowsMethod({ api: ['*'], 'api.mode': 1 }, rank, method);
        expect(allowed).toBe((methodRanks.get(method) ?? 4) <= rank);
      }),
    );
  });
});

test('without access to the API nothing is allowed', () => {
  fc.assert(
    fc.property(anyRank, anyMethod, (rank, method) => {
      expect(allowsMethod({ 'api.access': 0, api: ['*'], 'api.mode': 1 }, rank, method)).toBe(false);
    }),
  );
});

describe('actions', () => {
  test('tokens need theirs', () => {
    const without = { actions: ['manage_api_tokens'] };
    expect(allowsAction(without, 'manage_api_tokens')).toBe(false);
    expect(allowsAction(without, 'edit_maps')).toBe(true);
    expect(allowsMethod(without, 3, 'token.get')).toBe(false);
    expect(allowsMethod(without, 3, 'user.get')).toBe(true);
  });

  test('an exception turns the default round', () => {
    const only = { 'actions.default_access': 0, actions: ['manage_api_tokens'] };
    expect(allowsAction(only, 'manage_api_tokens')).toBe(true);
    expect(allowsAction(only, 'edit_maps')).toBe(false);
    expect(allowsAction({ 'actions.default_access': 0 }, 'manage_api_tokens')).toBe(false);
  });
});

test.each([
  { 'api.access': 'yes' },
  { 'api.access': true },
  { 'api.mode': 2 },
  { api: 'user.get' },
  { api: [7] },
  { modules: ['1'] },
  { actions: null },
  { 'services.read.tag': 'x' },
  { 'services.read.tag': { tag: 'x' } },
])('damaged rules allow nothing: %j', (stored) => {
  expect(allowsMethod(stored, 3, 'user.get')).toBe(false);
  expect(allowsAction(stored, 'manage_api_tokens')).toBe(false);
});

test('members that are not known do no harm', () => {
  const stored = Object.fromEntries([
    ['__proto__', { 'api.access': 0 }],
    ['constructor', 1],
  ]);
  expect(allowsMethod(stored, 1, 'user.get')).toBe(true);
});

describe('the lists', () => {
  test('have as many elements and actions as Zabbix', () => {
    const sizes = ([1, 2, 3] satisfies Rank[]).map((rank) => [uiElements(rank).length, actions(rank).length]);
    expect(sizes).toEqual([
      [11, 11],
      [26, 14],
      [44, 14],
    ]);
  });

  test('a higher rank lacks nothing of a lower one', () => {
    for (const [lower, higher] of [[1, 2] as const, [2, 3] as const]) {
      expect(uiElements(higher)).toEqual(expect.arrayContaining([...uiElements(lower)]));
      expect(actions(higher)).toEqual(expect.arrayContaining([...actions(lower)]));
    }
  });

  test.each<[string, Rank | null]>([
    ['user.get', 1],
    ['user.*', 1],
    ['*.get', 1],
    ['*', 1],
    ['*.*', 1],
    ['host.create', 2],
    ['*.clear', 2],
    ['host.massadd', 2],
    ['user.create', 3],
    ['mfa.*', 3],
    ['*.unblock', 3],
    ['apiinfo.*', null],
    ['user.login', null],
    ['User.get', null],
    ['user.', null],
    ['.get', null],
    ['user', null],
    ['user.get.x', null],
    ['toString', null],
    ['', null],
  ])('%j may be an entry from rank %s', (entry, least) => {
    for (const rank of [1, 2, 3] satisfies Rank[]) {
      expect(isEntry(entry, rank)).toBe(least !== null && rank >= least);
    }
  });
});
