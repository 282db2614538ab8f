// Tests of the metadata: merging by the book, limits to the byte, and no way to a prototype.

import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { anyBag, anyJson } from '../../../test/any-user.ts';
import { frozen, patch, situation, user } from '../../../test/users.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { type BagEdit, untouched } from '../model/patch.ts';
import { type BagPolicy, defaultPolicy } from '../model/realm.ts';
import type { Metadata } from '../model/user.ts';
import { applyBagEdit, faultOfBag, judgeMetadata, mergeDeep, mergeShallow } from './metadata.ts';
import { unchanged } from './verdict.ts';

const { public: nested, labels, extra } = defaultPolicy.metadata;

function judge(bag: keyof Metadata, edit: BagEdit, before: JsonObject = {}) {
  const blank = user();
  const one = frozen({ ...blank, metadata: { ...blank.metadata, [bag]: before } });
  return judgeMetadata(one, patch({ metadata: { ...untouched.metadata, [bag]: edit } }), situation());
}

const issues = (verdict: ReturnType<typeof judge>) =>
  verdict.refusals.flatMap((refusal) => (refusal.code === 'invalid' ? refusal.issues : []));

/** JSON text becomes a value with own keys, also `__proto__`. */
const json = (text: string): JsonObject => JSON.parse(text);

afterEach(() => {
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  expect(Reflect.get({}, 'polluted')).toBe(undefined);
});

/** The algorithm of RFC 7396 §2, word by word. */
function mergePatch(target: Json | undefined, change: Json): Json {
  if (!isJsonObject(change)) return change;
  const result: Record<string, Json> = isJsonObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete result[name];
    else result[name] = mergePatch(result[name], value);
  }
  return result;
}

const nullFree = (value: Json): boolean =>
  value !== null && (!isJsonObject(value) || Object.values(value).every(nullFree));

describe('merge-deep', () => {
  // RFC 7396, appendix A: the rows in which both sides are objects.
  test.each([
    ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
    ['{"a":"b"}', '{"a":null}', '{}'],
    ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
    ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
    ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
    ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
    ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
    ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
  ])('%s with %s is %s', (base, change, result) => {
    expect(mergeDeep(json(base), json(change))).toEqual(json(result));
  });

  test('does what RFC 7396 says', () => {
    fc.assert(
      fc.property(anyBag, anyBag, (base, change) => {
        expect(mergeDeep(base, change)).toEqual(mergePatch(base, change));
      }),
    );
  });

  test('done twice is done once', () => {
    fc.assert(
      fc.property(anyBag, anyBag, (base, change) => {
        const once = mergeDeep(base, change);
        expect(mergeDeep(once, change)).toEqual(once);
      }),
    );
  });

  test('with nothing changes nothing', () => {
    fc.assert(
      fc.property(anyBag, (base) => {
        expect(mergeDeep(base, {})).toEqual(base);
      }),
    );
  });

  test('a null removes at any depth, and leaves no null behind', () => {
    const plain = anyBag.filter(nullFree);
    fc.assert(
      fc.property(plain, anyBag, (base, change) => {
        expect(nullFree(mergeDeep(base, change))).toBe(true);
      }),
    );
  });

  test('arrays replace, nulls in them stay', () => {
    expect(mergeDeep({ a: [1, { b: 2 }] }, { a: [null, { c: null }] })).toEqual({ a: [null, { c: null }] });
  });
});

describe('merge-shallow', () => {
  test('replaces whole values and removes keys that are null, at the top only', () => {
    expect(mergeShallow({ a: { b: 1 }, c: 1, d: 1 }, { a: { x: null }, c: null })).toEqual({ a: { x: null }, d: 1 });
  });

  test('leaves keys alone that the change does not name, also null ones', () => {
    fc.assert(
      fc.property(anyBag, (base) => {
        expect(mergeShallow(base, {})).toEqual(base);
      }),
    );
    expect(mergeShallow({ a: null }, { b: 1 })).toEqual({ a: null, b: 1 });
  });

  test('done twice is done once', () => {
    fc.assert(
      fc.property(anyBag, anyBag, (base, change) => {
        const once = mergeShallow(base, change);
        expect(mergeShallow(once, change)).toEqual(once);
      }),
    );
  });
});

describe('any edit', () => {
  const edits = fc.tuple(fc.constantFrom('replace', 'merge-deep', 'merge-shallow'), anyBag);

  test('never changes what it is given', () => {
    fc.assert(
      fc.property(anyBag, edits, (base, [op, value]) => {
        applyBagEdit(frozen(base), frozen({ op, value }));
      }),
    );
  });

  test('keep keeps the very bag', () => {
    const bag = { a: 1 };
    expect(applyBagEdit(bag, { op: 'keep' })).toBe(bag);
    expect(judgeMetadata(user(), untouched, situation())).toBe(unchanged);
  });
});

describe('forbidden keys', () => {
  const bombs = [
    '{"__proto__":{"polluted":1}}',
    '{"__proto__":null}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"prototype":1}',
    '{"a":{"b":{"__proto__":{"polluted":1}}}}',
    '{"a":{"b":{"c":1}},"constructor":1}',
    '{"a":{"deep":{"er":1},"prototype":1}}',
    '{"a":[1,[{"x":{}},{"__proto__":{"polluted":1}}]]}',
    '{"a":[{"constructor":1}]}',
    '{"z":[[],{}],"y":{"k":[]},"__proto__":1}',
  ];

  for (const op of ['replace', 'merge-deep', 'merge-shallow'] as const) {
    test.each(bombs)(`${op} of %s is refused`, (text) => {
      for (const bag of ['public', 'private', 'unsafe'] as const) {
        expect(issues(judge(bag, { op, value: json(text) }))).toMatchObject([
          { path: `metadata.${bag}`, reason: 'key-forbidden' },
        ]);
      }
    });
  }

  test('are refused in flat bags, too', () => {
    for (const bag of ['labels', 'extra'] as const) {
      const verdict = judge(bag, { op: 'replace', value: json('{"__proto__":"x"}') });
      expect(issues(verdict)).toMatchObject([{ reason: 'key-forbidden' }]);
    }
  });

  test('merging one that slipped in does not reach a prototype', () => {
    const change = json('{"__proto__":{"polluted":1},"a":{"__proto__":{"polluted":1}}}');
    for (const merged of [mergeDeep({ a: {} }, change), mergeShallow({}, change)]) {
      expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
      expect(Object.hasOwn(merged, '__proto__')).toBe(true);
    }
  });

  test('names of what every object has are ordinary keys', () => {
    const value = { toString: 'x', hasOwnProperty: { valueOf: 1 } };
    expect(judge('public', { op: 'merge-deep', value }).set.metadata?.public).toEqual(value);
  });
});

describe('limits', () => {
  const ofBytes = (bytes: number): JsonObject => ({ a: 'x'.repeat(bytes - '{"a":""}'.length) });
  const nest = (depth: number): Json => (depth === 0 ? 1 : { a: nest(depth - 1) });
  const arrays = (depth: number): Json => (depth === 0 ? 1 : [arrays(depth - 1)]);
  const many = (count: number): JsonObject =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));

  test('8192 bytes pass, 8193 do not', () => {
    expect(faultOfBag('b', ofBytes(8192), nested)).toBe(null);
    expect(faultOfBag('b', ofBytes(8193), nested)).toEqual({ path: 'b', reason: 'bytes-max', limit: 8192 });
  });

  test('bytes are bytes of UTF-8', () => {
    const half = { a: 'é'.repeat((8192 - 8) / 2) };
    expect(faultOfBag('b', half, nested)).toBe(null);
    expect(faultOfBag('b', { a: `${half.a}é` }, nested)).toMatchObject({ reason: 'bytes-max' });
  });

  test('the limit holds for the result of a merge, and a merge can bring a bag back under it', () => {
    const full = ofBytes(8192);
    expect(issues(judge('public', { op: 'merge-deep', value: { b: 1 } }, full))).toMatchObject([
      { reason: 'bytes-max' },
    ]);
    expect(judge('public', { op: 'merge-deep', value: { a: null, b: 1 } }, full).set.metadata?.public).toEqual({
      b: 1,
    });
  });

  test.each([
    ['objects', nest],
    ['arrays', arrays],
  ])('%s may nest 32 deep, the bag itself included', (_, make) => {
    expect(faultOfBag('b', { a: make(31) }, nested)).toBe(null);
    expect(faultOfBag('b', { a: make(32) }, nested)).toEqual({ path: 'b', reason: 'depth-max', limit: 32 });
  });

  test('what is far too deep is refused, not run into the ground', () => {
    const bomb = json(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`);
    for (const op of ['replace', 'merge-deep', 'merge-shallow'] as const) {
      expect(issues(judge('public', { op, value: bomb }))).toMatchObject([{ reason: 'depth-max' }]);
      expect(issues(judge('labels', { op, value: bomb }))).toMatchObject([{ reason: 'type' }]);
    }
  });

  test('50 labels pass, 51 do not, counted on the result', () => {
    expect(faultOfBag('b', many(50), labels)).toBe(null);
    expect(faultOfBag('b', many(51), labels)).toEqual({ path: 'b', reason: 'count-max', limit: 50 });
    expect(issues(judge('labels', { op: 'merge-shallow', value: { z: 'v' } }, many(50)))).toMatchObject([
      { reason: 'count-max' },
    ]);
    expect(judge('labels', { op: 'merge-shallow', value: { z: 'v', k0: null } }, many(50)).refusals).toEqual([]);
  });

  test('keys of 40 and values of 600 characters pass in labels, one more does not', () => {
    expect(faultOfBag('b', { ['😀'.repeat(40)]: '😀'.repeat(600) }, labels)).toBe(null);
    expect(faultOfBag('b', { ['k'.repeat(41)]: 'v' }, labels)).toEqual({
      path: 'b',
      reason: 'key-length-max',
      limit: 40,
    });
    expect(faultOfBag('b', { k: 'v'.repeat(601) }, labels)).toEqual({ path: 'b', reason: 'length-max', limit: 600 });
  });

  test('labels hold strings, extra holds scalars, and nothing else', () => {
    const fault = (value: Json, policy: BagPolicy) => faultOfBag('b', { a: value }, policy)?.reason ?? null;
    for (const value of [1, true, null, [], {}]) expect(fault(value, labels)).toBe('type');
    for (const value of [null, [], {}]) expect(fault(value, extra)).toBe('type');
    for (const value of ['', 1, -1.5, false]) expect(fault(value, extra)).toBe(null);
  });

  test('a null in a merge of labels removes; in a replacement it is no string', () => {
    expect(judge('labels', { op: 'merge-shallow', value: { a: null } }, { a: 'x' }).set.metadata?.labels).toEqual({});
    expect(issues(judge('labels', { op: 'replace', value: { a: null } }))).toMatchObject([{ reason: 'type' }]);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, json('{"a":1e400}').a ?? null])('%s is no number', (value) => {
    expect(faultOfBag('b', { a: value }, nested)).toMatchObject({ reason: 'value' });
  });

  test('what a database cannot store is refused in keys and values, at every depth', () => {
    for (const bad of ['\0', 'a\ud800']) {
      for (const bag of [{ [bad]: 1 }, { a: bad }, { a: [{ b: bad }] }, { a: { [bad]: 1 } }]) {
        expect(faultOfBag('b', bag, nested)).toMatchObject({ reason: 'characters' });
      }
    }
  });

  test('faults of several bags are told together, and nothing is set', () => {
    const metadata = {
      ...untouched.metadata,
      public: { op: 'replace', value: ofBytes(9000) } as const,
      labels: { op: 'replace', value: { a: 1 } } as const,
      extra: { op: 'replace', value: { a: 1 } } as const,
    };
    const verdict = judgeMetadata(user(), patch({ metadata }), situation());
    expect(issues(verdict).map(({ path }) => path)).toEqual(['metadata.public', 'metadata.labels']);
    expect(verdict.set).toEqual({});
  });

  test('any small JSON passes a nested bag', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), anyJson, { maxKeys: 3 }), (bag) => {
        const fault = faultOfBag('b', bag, nested);
        return fault === null || fault.reason === 'characters' || fault.reason === 'key-forbidden';
      }),
    );
  });
});
