// Tests of the difference: empty exactly when nothing differs, complete, and by paths that people can read.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyBag, anyUser } from '../../../test/any-user.ts';
import { email, frozen, idOf, now, user } from '../../../test/users.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { User } from '../model/user.ts';
import { differenceOf } from './difference.ts';

function withPublic(bag: JsonObject): User {
  return user({ metadata: { ...user().metadata, public: bag } });
}

const ofBags = (before: JsonObject, after: JsonObject) => differenceOf(withPublic(before), withPublic(after));

/** The same JSON, ignoring the order of keys; written with other means than the rule. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    isJsonObject(item) ? Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)) : item,
  );
}

describe('empty', () => {
  test('for the same user, also when it was read anew', () => {
    fc.assert(
      fc.property(anyUser, (one) => {
        const again: User = JSON.parse(JSON.stringify(one));
        expect(differenceOf(frozen(one), frozen(again))).toEqual([]);
      }),
    );
  });

  test('exactly when the records are the same', () => {
    fc.assert(
      fc.property(anyUser, anyUser, (before, after) => {
        expect(differenceOf(before, after).length === 0).toBe(canonical(before) === canonical(after));
      }),
    );
  });

  test('exactly when the bags are the same', () => {
    fc.assert(
      fc.property(anyBag, anyBag, (before, after) => {
        expect(ofBags(before, after).length === 0).toBe(canonical(before) === canonical(after));
      }),
      { numRuns: 1000 },
    );
  });

  test('for what only bookkeeping and use have changed', () => {
    const used = { lastSignInAt: now, lastActiveAt: now, signInCount: 5, failedAttempts: 2, failedUntil: null };
    expect(differenceOf(user(), user({ rev: 9, updatedAt: now, serial: 7, activity: used }))).toEqual([]);
  });

  test('for keys in another order, also inside arrays, and for minus zero', () => {
    expect(ofBags({ a: [{ x: 1, y: 2 }] }, { a: [{ y: 2, x: 1 }] })).toEqual([]);
    expect(ofBags({ a: 0, b: [0] }, { b: [-0], a: -0 })).toEqual([]);
  });
});

describe('what differs', () => {
  test.each([
    [{ a: 1 }, { a: 2 }, [{ path: 'metadata.public.a', before: 1, after: 2 }]],
    [{ a: { b: { c: 1 } } }, { a: { b: { c: 2 } } }, [{ path: 'metadata.public.a.b.c', before: 1, after: 2 }]],
    [{}, { a: { b: 1 } }, [{ path: 'metadata.public.a', before: null, after: { b: 1 } }]],
    [{ a: { b: 1 } }, {}, [{ path: 'metadata.public.a', before: { b: 1 }, after: null }]],
    [{}, { a: null }, [{ path: 'metadata.public.a', before: null, after: null }]],
    [{ a: {} }, { a: [] }, [{ path: 'metadata.public.a', before: {}, after: [] }]],
    [{ a: 1 }, { a: '1' }, [{ path: 'metadata.public.a', before: 1, after: '1' }]],
    [{ a: [1, 2] }, { a: [2, 1] }, [{ path: 'metadata.public.a', before: [1, 2], after: [2, 1] }]],
  ] as const)('%j and %j', (before, after, difference) => {
    expect(ofBags(before, after)).toEqual(difference);
  });

  test('in metadata a list with ids is a list like any other: order and doubles count', () => {
    const [one, two] = [{ id: 'a' }, { id: 'b' }];
    expect(ofBags({ list: [one, two] }, { list: [two, one] })).toHaveLength(1);
    expect(ofBags({ list: [one, { id: 'a', x: 1 }] }, { list: [{ id: 'a', x: 1 }] })).toHaveLength(1);
    expect(ofBags({ list: [{ id: 'a', x: 1 }, one] }, { list: [{ id: 'a', x: 2 }, one] })).toHaveLength(1);
  });

  test('contacts go by their id', () => {
    const [one, two] = [email(1, 'a@x.com'), email(2, 'b@x.com')];
    expect(differenceOf(user({ emails: [one] }), user({ emails: [{ ...one, reserved: true }, two] }))).toEqual([
      { path: `emails.${idOf(1)}.reserved`, before: false, after: true },
      { path: `emails.${idOf(2)}`, before: null, after: two },
    ]);
    expect(differenceOf(user({ emails: [two] }), user())).toEqual([
      { path: `emails.${idOf(2)}`, before: two, after: null },
    ]);
  });

  test('contacts in another order differ', () => {
    const [one, two, three] = [email(1, 'a@x.com'), email(2, 'b@x.com'), email(3, 'c@x.com')];
    expect(differenceOf(user({ emails: [one, two] }), user({ emails: [two, one] }))).toEqual([
      { path: 'emails', before: [one.id, two.id], after: [two.id, one.id] },
    ]);
    expect(differenceOf(user({ emails: [one, two, three] }), user({ emails: [three, one] }))).toHaveLength(2);
    expect(differenceOf(user({ emails: [one, two, three] }), user({ emails: [one, three] }))).toHaveLength(1);
  });
});

/** Where a value is not the same, as paths that end at a leaf or at a list. */
function changedLeaves(path: string, before: Json | undefined, after: Json | undefined): string[] {
  if (isJsonObject(before) && isJsonObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      changedLeaves(`${path}.${key}`, before[key], after[key]),
    );
  }
  return canonical(before) === canonical(after) ? [] : [path];
}

test('every changed leaf is told by its own path or one above it, with what was there and what is', () => {
  fc.assert(
    fc.property(anyBag, anyBag, (before, after) => {
      const told = ofBags(before, after);
      for (const leaf of changedLeaves('metadata.public', before, after)) {
        expect(told.some(({ path }) => leaf === path || leaf.startsWith(`${path}.`))).toBe(true);
      }
      for (const entry of told) expect(entry.path.startsWith('metadata.public.')).toBe(true);
    }),
  );
});

describe('coming and going', () => {
  const one = user({
    username: 'ada',
    emails: [email(1, 'a@x.com')],
    metadata: { ...user().metadata, public: { a: 1 } },
  });

  test('a new user differs by all it has, and by nothing it lacks', () => {
    const told = differenceOf(null, one);
    expect(told.every(({ before }) => before === null)).toBe(true);
    const paths = told.map(({ path }) => path);
    for (const path of ['id', 'username', 'emails', 'metadata', 'createdAt', 'active']) expect(paths).toContain(path);
    for (const path of ['firstName', 'phones', 'extras', 'aliases', 'rev', 'credentials', 'activity', 'realm']) {
      expect(paths).not.toContain(path);
    }
  });

  test('a user that goes is the reverse of one that comes', () => {
    fc.assert(
      fc.property(anyUser, (one) => {
        const turned = differenceOf(one, null).map(({ path, before, after }) => ({
          path,
          before: after,
          after: before,
        }));
        expect(turned).toEqual(differenceOf(null, one));
      }),
    );
  });
});
