// Tests of the undoing: what a difference was made of comes back from it, whatever the keys, and old histories still read.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyUser } from '../../../test/any-user.ts';
import { email, frozen, identity, idOf, now, user } from '../../../test/users.ts';
import type { Difference } from '../model/change.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { User } from '../model/user.ts';
import { blankUser } from './creation.ts';
import { differenceOf } from './difference.ts';
import { undo } from './undo.ts';

const anyKey = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'a.b',
    '.',
    '..',
    '',
    '\\',
    '\\.',
    'a\\',
    'a\\.b',
    '\\\\',
    '7',
    'id',
    'metadata',
    'toString',
  ),
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'length'),
  fc.string({ unit: fc.constantFrom('.', '\\', 'a', '😀'), maxLength: 4 }),
);

const objectOf = (value: fc.Arbitrary<Json>) =>
  fc.array(fc.tuple(anyKey, value), { maxLength: 4 }).map((entries): JsonObject => Object.fromEntries(entries));

const anyValue = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, 0, 1, '', 'x'),
    tie('object'),
    fc.array(tie('value'), { maxLength: 2 }),
  ),
  object: objectOf(tie('value')),
})).value;

const anyBag = objectOf(anyValue);

const anyIdentities = fc
  .array(
    fc.record({
      id: fc.constantFrom('1', '2', 'x.y', '__proto__', 'metadata'),
      metadata: anyBag,
      email: fc.constantFrom(null, 'a@x.com'),
      scopes: fc.subarray(['a', 'b']),
    }),
    { maxLength: 4 },
  )
  .map((all) => all.map((change, index) => ({ ...identity(50, `s${index}`), ...change })));

const shuffled = <Item>(items: readonly Item[]) => fc.shuffledSubarray([...items], { minLength: items.length });

/** A user with keys, ids and orders that rules would never leave one with. */
const anyOddUser: fc.Arbitrary<User> = fc
  .record({
    one: anyUser,
    bags: fc.record({ public: anyBag, private: anyBag, unsafe: anyBag, labels: anyBag, extra: anyBag }),
    extras: objectOf(anyBag),
    aliases: fc.array(fc.tuple(anyKey, fc.constantFrom('', 'x', 'y')), { maxLength: 3 }),
    identities: anyIdentities,
    passwordCompromised: fc.option(fc.boolean()),
    times: fc.record({ updatedAt: fc.constantFrom(now, now + 1), lastActiveAt: fc.option(fc.constantFrom(1, 2)) }),
  })
  .chain(({ one, bags, extras, aliases, identities, passwordCompromised, times: { updatedAt, lastActiveAt } }) =>
    fc.record({ emails: shuffled(one.emails), phones: shuffled(one.phones), wallets: shuffled(one.wallets) }).map(
      (lists): User => ({
        ...one,
        ...lists,
        identities,
        metadata: bags,
        extras: Object.fromEntries(
          Object.entries(extras).filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1])),
        ),
        aliases: Object.fromEntries(aliases),
        credentials: {
          ...one.credentials,
          password: passwordCompromised === null ? null : { compromised: passwordCompromised },
        },
        updatedAt,
        activity: { ...one.activity, lastActiveAt },
      }),
    ),
  );

/** The same JSON, ignoring the order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    isJsonObject(item) ? { keys: Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)) } : item,
  );
}

/** The record with the other's silent fields. */
const silenced = (one: User, { rev, updatedAt, serial, realm, activity }: User): User => ({
  ...one,
  ...{ rev, updatedAt, serial, realm, activity },
});

const blank = blankUser('default', idOf(1), now + 5);

describe('gives back', () => {
  test('the user before any change, but for what is silent', () => {
    fc.assert(
      fc.property(anyOddUser, anyOddUser, (before, after) => {
        const undone = undo(frozen(after), frozen(differenceOf(before, after)));
        expect(canonical(undone)).toBe(canonical(silenced(before, after)));
      }),
      { numRuns: 1000 },
    );
  });

  test('the user before any change of a bag', () => {
    fc.assert(
      fc.property(anyBag, anyBag, (before, after) => {
        const [one, other] = [before, after].map((bag) => user({ metadata: { ...user().metadata, private: bag } }));
        if (one === undefined || other === undefined) return;
        expect(canonical(undo(other, frozen(differenceOf(one, other))))).toBe(canonical(one));
      }),
      { numRuns: 2000 },
    );
  });

  test('every user of a chain of changes, one after the other', () => {
    fc.assert(
      fc.property(fc.array(anyOddUser, { minLength: 2, maxLength: 5 }), (chain) => {
        let [here = user(), ...earlier] = chain.toReversed();
        let next = here;
        for (const before of earlier) {
          here = undo(here, frozen(differenceOf(before, next)));
          expect(canonical(here)).toBe(canonical(silenced(before, here)));
          next = before;
        }
      }),
    );
  });

  test('a deleted user, from a blank one', () => {
    fc.assert(
      fc.property(anyOddUser, (gone) => {
        expect(canonical(undo(frozen(blank), frozen(differenceOf(gone, null))))).toBe(canonical(silenced(gone, blank)));
      }),
      { numRuns: 500 },
    );
  });

  test('the same record for no difference', () => {
    expect(undo(user({ username: 'ada' }), [])).toEqual(user({ username: 'ada' }));
  });
});

test('secrets and sessions, of which changes tell as well, leave the record as it is', () => {
  const told = ['secrets', 'secrets.password', 'sessions.1.status'].map((path) => ({ path, before: 'x', after: 'y' }));
  expect(undo(user(), told)).toStrictEqual(user());
});

test('what is silent stays, whoever tells of it', () => {
  const told = ['rev', 'serial', 'realm', 'updatedAt', 'activity.signInCount'].map((path) => ({
    path,
    before: 7,
    after: 8,
  }));
  expect(undo(user(), told)).toStrictEqual(user());
});

test('no difference reaches a prototype', () => {
  const starts = ['', 'metadata.', 'metadata.public.', 'metadata.public.a.', 'emails.', 'extras.', 'credentials.'];
  const ends = [
    '__proto__',
    '__proto__.polluted',
    'constructor.prototype.polluted',
    'toString.polluted',
    'a.__proto__',
  ];
  const paths = starts.flatMap((start) => ends.map((end) => `${start}${end}`));
  const told = paths.flatMap((path) => [
    { path, before: { polluted: true }, after: null },
    { path, before: null, after: null },
  ]);
  const holder = user({ metadata: { ...user().metadata, public: { a: { b: 1 } } } });
  for (const diff of [...told.map((each) => [each]), told]) {
    const undone = undo(frozen(holder), frozen(diff));
    const objects = [undone, undone.metadata, undone.metadata.public, undone.extras, undone.credentials];
    for (const object of [{}, [], ...objects]) {
      expect('polluted' in object && !Object.hasOwn(object, 'polluted')).toBe(false);
      expect([Object.prototype, Array.prototype]).toContain(Object.getPrototypeOf(object));
    }
  }
});

describe('histories as they were once written', () => {
  const withPublic = (bag: JsonObject) => user({ metadata: { ...user().metadata, public: bag } });
  test.each<[string, JsonObject, Json, JsonObject]>([
    ['a.b', { 'a.b': 2 }, 1, { 'a.b': 1 }],
    ['a.b', {}, 1, { 'a.b': 1 }],
    ['a.b.c', { 'a.b': { c: 2 } }, 1, { 'a.b': { c: 1 } }],
    ['a.b.c', { a: { 'b.c': 2, d: 3 } }, null, { a: { d: 3 } }],
    ['a.b', { a: {}, 'a.b': 2 }, 1, { a: { b: 1 }, 'a.b': 2 }],
    ['a\\b', { 'a\\b': 2 }, 1, { 'a\\b': 1 }],
    ['x', { x: null, y: 1 }, null, { y: 1 }],
  ])('dots that nothing escaped: %s in %j', (path, after, before, expected) => {
    const told = { path: `metadata.public.${path}`, before, after: null };
    expect(undo(withPublic(after), [told])).toStrictEqual(withPublic(expected));
  });

  test('a key that every object inherits, whose `before` was not written', () => {
    const diff: readonly Difference[] = JSON.parse('[{"path":"metadata.public.toString","after":1}]');
    expect(undo(withPublic({ toString: 1 }), diff)).toStrictEqual(withPublic({}));
  });

  test('an entry that went from amid a list of which no order was told comes back at the end', () => {
    const [one, two, three] = [email(1, 'a@x.com'), email(2, 'b@x.com'), email(3, 'c@x.com')];
    const told = { path: `emails.${two.id}`, before: two, after: null };
    expect(undo(user({ emails: [one, three] }), [told])).toEqual(user({ emails: [one, three, two] }));
  });
});
