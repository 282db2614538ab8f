// Tests of the objects of a realm: what is unique of them, what a change takes and gives up, and what stays as it is.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newApiToken, newExtra, newGroup, newUserRole } from '../../../test/realm-objects.ts';
import { idOf } from '../../../test/users.ts';
import type { DocumentKey } from '../model/document.ts';
import { judgeIntent, keysOfObject, objectKeyChanges, type RealmObject } from './realm-objects.ts';

const [ada, bo] = [idOf(1), idOf(2)];
const nameOf = ({ kind, key }: DocumentKey): string => `${kind} ${key}`;
const names = (document: RealmObject): readonly string[] => keysOfObject(document).map(nameOf);

describe('the keys', () => {
  test('of groups and roles are their names as typed, apart from each other', () => {
    expect(names(newGroup('7', { name: 'Ops' }))).toEqual(['group-name Ops']);
    expect(names(newGroup('8', { name: 'OPS ' }))).toEqual(['group-name OPS ']);
    expect(names(newUserRole('7', { name: 'Ops' }))).toEqual(['user-role-name Ops']);
  });

  test('of a token are its name among those of its user, and its digest once there is one', () => {
    expect(names(newApiToken('1', ada, { name: 'ci' }))).toEqual([`api-token-name ${ada}/ci`]);
    expect(names(newApiToken('1', bo, { name: 'ci', digest: 'd' }))).toEqual([
      `api-token-name ${bo}/ci`,
      'api-token d',
    ]);
  });

  test('of an extra is its name among those of its API and type; one without a name has none', () => {
    expect(names(newExtra('mfa', '1', { name: 'a' }))).toEqual(['extra-name other/mfa/a']);
    expect(names(newExtra('directory', '1', { name: 'a' }))).toEqual(['extra-name other/directory/a']);
    expect(names(newExtra('settings', '1'))).toEqual([]);
  });
});

const anyName = fc.constantFrom('a', 'A', 'a/b', 'b', '', '%');
const anyObject: fc.Arbitrary<RealmObject> = fc.oneof(
  anyName.map((name) => newGroup('1', { name })),
  anyName.map((name) => newUserRole('1', { name })),
  fc
    .record({ name: anyName, userId: fc.constantFrom(ada, bo), digest: fc.option(fc.constantFrom('d', 'e')) })
    .map(({ name, userId, digest }) => newApiToken('1', userId, { name, digest })),
  fc
    .record({ type: fc.constantFrom('mfa', 'settings'), name: fc.option(anyName) })
    .map(({ type, name }) => newExtra(type, '1', { name })),
);

test('a change takes and gives up the difference of two sets', () => {
  fc.assert(
    fc.property(anyObject, anyObject, (before, after) => {
      const { add, remove } = objectKeyChanges(before, after);
      const [old, next] = [new Set(names(before)), new Set(names(after))];
      expect(new Set(add.map(nameOf))).toEqual(next.difference(old));
      expect(new Set(remove.map(nameOf))).toEqual(old.difference(next));
    }),
  );
});

test('no two objects of different kinds share a key', () => {
  fc.assert(
    fc.property(anyObject, anyObject, (left, right) => {
      if (left.kind === right.kind) return;
      expect(new Set(names(left)).intersection(new Set(names(right))).size).toBe(0);
    }),
  );
});

describe('a built-in role', () => {
  const before = newUserRole('super-admin', { builtIn: true, rank: 'super-admin' });
  const refused = [{ code: 'not-eligible', field: 'role', why: 'system' }];

  test('is neither changed nor removed', () => {
    expect(judgeIntent({ op: 'remove', before })).toEqual(refused);
    expect(judgeIntent({ op: 'replace', before, after: { ...before, rev: 2 } })).toEqual(refused);
    expect(judgeIntent({ op: 'replace', before, after: { ...before, builtIn: false } })).toEqual(refused);
  });

  test('is made at the beginning; anything else may be changed and removed', () => {
    expect(judgeIntent({ op: 'create', document: before })).toEqual([]);
    fc.assert(
      fc.property(anyObject, (one) => {
        expect(judgeIntent({ op: 'remove', before: one })).toEqual([]);
        expect(judgeIntent({ op: 'replace', before: one, after: one })).toEqual([]);
      }),
    );
  });
});
