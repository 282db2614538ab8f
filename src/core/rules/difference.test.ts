// Tests of the difference: empty exactly when nothing differs, complete, and by paths that people can read.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyBag, anyUser } from '../../../test/any-user.ts';
import { email, frozen, identity, idOf, now, user } from '../../../test/users.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { User } from '../model/user.ts';
import { differenceOf, splitPath } from './difference.ts';

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
    const used = { ...user().activity, lastSignInAt: now, lastActiveAt: now, signInCount: 5, failedAttempts: 2 };
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
    [{ 'a.b': 1 }, { 'a.b': 2 }, [{ path: 'metadata.public.a\\.b', before: 1, after: 2 }]],
    [{ 'a\\': { '': 1 } }, { 'a\\': { '': 2 } }, [{ path: 'metadata.public.a\\\\.', before: 1, after: 2 }]],
    [{}, { toString: 1 }, [{ path: 'metadata.public.toString', before: null, after: 1 }]],
    [{ a: {} }, { a: [] }, [{ path: 'metadata.public.a', before: {}, after: [] }]],
    [{ a: 1 }, { a: '1' }, [{ path: 'metadata.public.a', before: 1, after: '1' }]],
    [{ a: [1, 2] }, { a: [2, 1] }, [{ path: 'metadata.public.a', before: [1, 2], after: [2, 1] }]],
  ] as const)('%j and %j', (before, after, difference) => {
    expect(ofBags(before, after)).toEqual(difference);
  });

  test.each([
    [{}, { a: null }],
    [{ a: null }, { a: 1 }],
    [{ a: { b: 1 }, c: 1 }, { a: null }],
  ] as const)('%j and %j as a whole, since a null in them is not a key that is absent', (before, after) => {
    expect(ofBags(before, after)).toEqual([{ path: 'metadata.public', before, after }]);
    expect(ofBags({ x: 1, bag: before }, { x: 1, bag: after })).toEqual([
      { path: 'metadata.public.bag', before, after },
    ]);
  });

  test('beside a null that stays, a key goes by its own path', () => {
    expect(ofBags({ a: null }, { a: null, b: 1 })).toEqual([{ path: 'metadata.public.b', before: null, after: 1 }]);
  });

  test('where the record lays out the keys, a null is told by its own path', () => {
    const [proven, claimed] = [email(1, 'a@x.com'), email(1, 'a@x.com', { verification: null })];
    expect(differenceOf(user({ emails: [claimed] }), user({ emails: [proven] }))).toEqual([
      { path: `emails.${idOf(1)}.verification`, before: null, after: proven.verification },
    ]);
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
  });

  test('contacts that come or go elsewhere than at the end tell the order, at the end they do not', () => {
    const [one, two, three] = [email(1, 'a@x.com'), email(2, 'b@x.com'), email(3, 'c@x.com')];
    const [all, ends] = [user({ emails: [one, two, three] }), user({ emails: [one, three] })];
    const order = [one.id, two.id, three.id];
    expect(differenceOf(all, ends)).toEqual([
      { path: `emails.${two.id}`, before: two, after: null },
      { path: 'emails', before: order, after: [one.id, three.id] },
    ]);
    expect(differenceOf(ends, all)).toEqual([
      { path: `emails.${two.id}`, before: null, after: two },
      { path: 'emails', before: [one.id, three.id], after: order },
    ]);
    expect(differenceOf(user({ emails: [one] }), all)).toHaveLength(2);
    expect(differenceOf(all, user({ emails: [one] }))).toHaveLength(2);
    expect(differenceOf(user({ emails: [one] }), user({ emails: [three] }))).toHaveLength(2);
  });

  test('identities of which two have the same id are told as a whole list', () => {
    const [one, other] = [identity(1, 's1'), identity(1, 's2')];
    expect(differenceOf(user({ identities: [one, other] }), user({ identities: [other] }))).toEqual([
      { path: 'identities', before: [one, other], after: [other] },
    ]);
    expect(differenceOf(user({ identities: [one, other] }), user({ identities: [{ ...one }, other] }))).toEqual([]);
  });
});

const escaped = (key: string) => [...key].map((sign) => (sign === '.' || sign === '\\' ? `\\${sign}` : sign)).join('');
const own = (object: JsonObject, key: string) => (Object.hasOwn(object, key) ? object[key] : undefined);

/** Where a value is not the same, as paths that end at a leaf or at a list. */
function changedLeaves(path: string, before: Json | undefined, after: Json | undefined): string[] {
  if (isJsonObject(before) && isJsonObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      changedLeaves(`${path}.${escaped(key)}`, own(before, key), own(after, key)),
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
      for (const { path } of told) expect(`${path}.`.startsWith('metadata.public.')).toBe(true);
    }),
  );
});

test('a path splits into the keys that it was made of, however they are spelled', () => {
  const anyKey = fc.string({ unit: fc.constantFrom('.', '\\', 'a', '__proto__', '😀'), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(anyKey, { minLength: 1, maxLength: 5 }), (keys) => {
      const nest = (leaf: Json) => keys.reduceRight<Json>((inner, key) => Object.fromEntries([[key, inner]]), leaf);
      const told = ofBags({ top: nest(1) }, { top: nest(2) });
      expect(told.map(({ path }) => splitPath(path))).toEqual([['metadata', 'public', 'top', ...keys]]);
    }),
    { numRuns: 1000 },
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

  test.each([
    { metadata: { ...user().metadata, labels: { a: null } } },
    { metadata: { ...user().metadata, public: { a: {} } } },
    { extras: { old: {} } },
  ])('what somebody put there is not empty: %j', (change) => {
    expect(differenceOf(null, user(change))).toContainEqual({
      path: Object.keys(change)[0],
      before: null,
      after: Object.values(change)[0],
    });
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
