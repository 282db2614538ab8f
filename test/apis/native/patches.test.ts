// Merge patch and JSON patch on users: the RFCs' own cases, and what must not be reached.

import fc from 'fast-check';
import { applyPatch } from 'rfc6902';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyJsonPatch, type Operation, PatchFailed } from '../../../src/apis/native/json-patch.ts';
import { applyMergePatch } from '../../../src/apis/native/merge-patch.ts';
import type { Json } from '../../../src/core/model/json.ts';
import { at, type Directory, faults, openDirectory } from './directory.ts';

let directory: Directory;
beforeAll(async () => {
  directory = await openDirectory();
});
afterAll(() => directory.app.close());

let count = 0;
const somebody = (members: { [name: string]: Json } = {}) =>
  directory.create({ username: `patched_${count++}`, ...members });

const merge = (id: string, body: Json) =>
  directory.call('PATCH', `/api/users/${id}`, { body, type: 'application/merge-patch+json' });
const patch = (id: string, body: Json) =>
  directory.call('PATCH', `/api/users/${id}`, { body, type: 'application/json-patch+json' });

describe('merge patch', () => {
  // RFC 7396, appendix A.
  const cases: [Json, Json, Json][] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];

  test.each(cases)('RFC 7396 A: %j and %j give %j', async (before, change, after) => {
    const { id } = await somebody({ metadata: { public: { value: before } } });
    const { status, body } = await merge(id, { metadata: { public: { value: change } } });
    expect(status).toBe(200);
    expect(at(body, 'metadata', 'public', 'value')).toEqual(after);
    const read = await directory.call('GET', `/api/users/${id}`);
    expect(at(read.body, 'metadata', 'public', 'value')).toEqual(after);
  });

  test('null as a whole removes', async () => {
    const { id } = await somebody({ firstName: 'Ada', metadata: { public: { value: { a: 'foo' } } } });
    const { body } = await merge(id, { firstName: null, metadata: { public: { value: null } } });
    expect([body.firstName, at(body, 'metadata', 'public')]).toEqual([null, {}]);
    const cleared = await merge(id, { metadata: null });
    expect(at(cleared.body, 'metadata')).toEqual({ public: {}, private: {}, unsafe: {}, labels: {}, extra: {} });
  });

  test.each([[[]], ['text'], [1], [true], [null]])('%j is no patch of a user', async (body) => {
    const { id } = await somebody();
    const answer = await merge(id, body);
    expect([answer.status, answer.body.type]).toEqual([422, '/problems/invalid']);
  });

  test('laws: merging twice is merging once, and nothing given is changed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (target, change) => {
        const [left, right] = [JSON.parse(JSON.stringify(target)), JSON.parse(JSON.stringify(change))];
        const copy = JSON.stringify([left, right]);
        const once = applyMergePatch(left, right);
        expect(applyMergePatch(once, right)).toEqual(once);
        expect(JSON.stringify([left, right])).toBe(copy);
      }),
    );
  });

  test('plain JSON is taken for a merge patch', async () => {
    const { id } = await somebody({ metadata: { public: { a: 1 } } });
    const { body } = await directory.call('PATCH', `/api/users/${id}`, { body: { metadata: { public: { b: 2 } } } });
    expect(at(body, 'metadata', 'public')).toEqual({ a: 1, b: 2 });
  });
});

describe('JSON patch', () => {
  // RFC 6902, appendix A; the document is the bag `public`.
  const root = '/metadata/public';
  const good: [string, Json, readonly { [name: string]: Json }[], Json][] = [
    ['A.1', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { baz: 'qux', foo: 'bar' }],
    ['A.2', { foo: ['bar', 'baz'] }, [{ op: 'add', path: '/foo/1', value: 'qux' }], { foo: ['bar', 'qux', 'baz'] }],
    ['A.3', { baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
    ['A.4', { foo: ['bar', 'qux', 'baz'] }, [{ op: 'remove', path: '/foo/1' }], { foo: ['bar', 'baz'] }],
    ['A.5', { baz: 'qux', foo: 'bar' }, [{ op: 'replace', path: '/baz', value: 'boo' }], { baz: 'boo', foo: 'bar' }],
    [
      'A.6',
      { foo: { bar: 'baz', waldo: 'fred' }, qux: { corge: 'grault' } },
      [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }],
      { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } },
    ],
    [
      'A.7',
      { foo: ['all', 'grass', 'cows', 'eat'] },
      [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
      { foo: ['all', 'cows', 'eat', 'grass'] },
    ],
    [
      'A.8',
      { baz: 'qux', foo: ['a', 2, 'c'] },
      [
        { op: 'test', path: '/baz', value: 'qux' },
        { op: 'test', path: '/foo/1', value: 2 },
      ],
      { baz: 'qux', foo: ['a', 2, 'c'] },
    ],
    [
      'A.10',
      { foo: 'bar' },
      [{ op: 'add', path: '/child', value: { grandchild: {} } }],
      { foo: 'bar', child: { grandchild: {} } },
    ],
    ['A.11', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux', xyz: 123 }], { foo: 'bar', baz: 'qux' }],
    ['A.14', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
    [
      'A.16',
      { foo: ['bar'] },
      [{ op: 'add', path: '/foo/-', value: ['abc', 'def'] }],
      { foo: ['bar', ['abc', 'def']] },
    ],
  ];
  const below = (operations: readonly { [name: string]: Json }[]) =>
    operations.map((operation) => ({
      ...operation,
      path: `${root}${String(operation.path)}`,
      ...(operation.from !== undefined && { from: `${root}${String(operation.from)}` }),
    }));

  test.each(good)('RFC 6902 %s', async (_name, before, operations, after) => {
    const { id } = await somebody({ metadata: { public: before } });
    const { status, body, text } = await patch(id, below(operations));
    expect(status, text).toBe(200);
    expect(at(body, 'metadata', 'public')).toEqual(after);
  });

  const bad: [string, Json, readonly { [name: string]: Json }[], number, string][] = [
    ['A.9 test fails', { baz: 'qux' }, [{ op: 'test', path: '/baz', value: 'bar' }], 409, '/0/path test'],
    ['A.12 no holder', { foo: 'bar' }, [{ op: 'add', path: '/baz/bat', value: 'qux' }], 409, '/0/path absent'],
    ['A.15 text is no number', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: '10' }], 409, '/0/path test'],
    ['index beyond the end', { a: [1] }, [{ op: 'add', path: '/a/2', value: 1 }], 409, '/0/path absent'],
    ['index with a zero in front', { a: [1, 2] }, [{ op: 'remove', path: '/a/01' }], 409, '/0/path absent'],
    ['length is no index', { a: [1, 2] }, [{ op: 'remove', path: '/a/length' }], 409, '/0/path absent'],
    ['the end is nothing to remove', { a: [1] }, [{ op: 'remove', path: '/a/-' }], 409, '/0/path absent'],
    ['inherited names are absent', {}, [{ op: 'test', path: '/toString', value: 1 }], 409, '/0/path absent'],
    ['inherited names cannot be replaced', {}, [{ op: 'replace', path: '/valueOf', value: 1 }], 409, '/0/path absent'],
    ['a prototype', {}, [{ op: 'add', path: '/__proto__/polluted', value: 1 }], 422, '/0/path key-forbidden'],
    ['a constructor', {}, [{ op: 'add', path: '/constructor', value: 1 }], 422, '/0/path key-forbidden'],
    ['from a prototype', {}, [{ op: 'copy', from: '/a/prototype', path: '/b' }], 422, '/0/from key-forbidden'],
    ['into its own child', { a: {} }, [{ op: 'move', from: '/a', path: '/a/b' }], 422, '/0/path inside-itself'],
    ['no pointer', { a: 1 }, [{ op: 'remove', path: '/a~2' }], 422, '/0/path format'],
    ['copy of nothing', {}, [{ op: 'copy', from: '/a', path: '/b' }], 409, '/0/from absent'],
    [
      'the last of several',
      { a: 1 },
      [
        { op: 'add', path: '/b', value: 2 },
        { op: 'test', path: '/a', value: 2 },
      ],
      409,
      '/1/path test',
    ],
  ];

  test.each(bad)('refused whole: %s', async (_name, before, operations, status, fault) => {
    const { id } = await somebody({ metadata: { public: before } });
    const answer = await patch(id, below(operations));
    expect([answer.status, answer.body.type, faults(answer)]).toEqual([status, '/problems/patch-misfit', [fault]]);
    const { body } = await directory.call('GET', `/api/users/${id}`);
    expect([body.rev, at(body, 'metadata', 'public')]).toEqual([1, before]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test.each<[string, Json, string[]]>([
    ['no list', { op: 'add' }, [' type']],
    ['no operation', [1], ['/0 type']],
    ['an unknown op', [{ op: 'spam', path: '/a' }], ['/0/op value']],
    ['A.13: no path', [{ op: 'remove' }], ['/0/path missing']],
    ['no value', [{ op: 'add', path: '/a' }], ['/0/value missing']],
    ['no from', [{ op: 'copy', path: '/a' }], ['/0/from missing']],
  ])('not a patch: %s', async (_name, body, expected) => {
    const { id } = await somebody();
    const answer = await patch(id, body);
    expect([answer.status, faults(answer)]).toEqual([422, expected]);
  });

  test('copies of copies are bounded', async () => {
    const { id } = await somebody({ metadata: { public: { a: 'x'.repeat(100) } } });
    const operations = Array.from({ length: 60 }, (_, index) => ({ op: 'copy', from: root, path: `${root}/${index}` }));
    const answer = await patch(id, operations);
    expect([answer.status, String(faults(answer)[0])]).toEqual([422, expect.stringMatching(/from bytes-max$/)]);
    expect((await patch(id, Array(1001).fill({ op: 'test', path: '', value: 1 }))).status).toBe(422);
  });

  test('the whole user cannot be taken away or exchanged', async () => {
    const { id } = await somebody();
    expect((await patch(id, [{ op: 'remove', path: '' }])).status).toBe(422);
    expect((await patch(id, [{ op: 'replace', path: '', value: [] }])).status).toBe(422);
    const exchanged = await patch(id, [{ op: 'replace', path: '', value: { username: 'other_user' } }]);
    expect(faults(exchanged)).toContain('/id read-only');
  });

  test('lists of the user change by place', async () => {
    const { id } = await somebody({ groups: ['a', 'b'], emails: [{ address: 'one@example.com', verified: true }] });
    const { body, status, text } = await patch(id, [
      { op: 'add', path: '/groups/-', value: 'c' },
      { op: 'remove', path: '/groups/0' },
      { op: 'add', path: '/emails/-', value: { address: 'two@example.com', verified: true } },
      { op: 'replace', path: '/primaryEmail', value: 'two@example.com' },
      { op: 'add', path: '/password', value: 'a password of four words' },
    ]);
    expect(status, text).toBe(200);
    expect([body.groups, body.primaryEmail]).toEqual([['b', 'c'], 'two@example.com']);
  });

  // One way only: the package takes `/a/x` for an index of the list `a` in some operations; here it is absent.
  test('whatever it accepts, an independent implementation makes the same of', () => {
    const token = fc.constantFrom('a', 'b', '0', '1', '-');
    const path = fc.array(token, { minLength: 1, maxLength: 2 }).map((tokens) => `/${tokens.join('/')}`);
    const value: fc.Arbitrary<Json> = fc.constantFrom<Json>(1, 'text', null, { a: 1 }, [1, 2]);
    const operation: fc.Arbitrary<Operation> = fc.oneof(
      fc.record({ op: fc.constantFrom('add' as const, 'replace' as const, 'test' as const), path, value }),
      fc.record({ op: fc.constant('remove' as const), path }),
      fc.record({ op: fc.constantFrom('copy' as const, 'move' as const), path, from: path }),
    );
    const documents = fc.constantFrom<Json>({ a: { b: 1 } }, { a: [1, { b: 2 }], b: 0 }, { '0': [] });
    fc.assert(
      fc.property(documents, fc.array(operation, { maxLength: 3 }), (before, operations) => {
        try {
          const ours = applyJsonPatch(before, operations);
          const theirs = JSON.parse(JSON.stringify(before));
          expect(applyPatch(theirs, JSON.parse(JSON.stringify(operations))).every((one) => one === null)).toBe(true);
          expect(ours).toEqual(theirs);
        } catch (error) {
          if (!(error instanceof PatchFailed)) throw error;
        }
      }),
      { numRuns: 5000 },
    );
  });
});
