// Which rows are kept, and in which order, whatever is asked.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fault } from '../fault.ts';
import { collect } from './collect.ts';
import type { Row } from './description.ts';
import { fits, patternOf } from './pattern.ts';
import { readLoose } from './read-loose.ts';
import { getRoles, getUsers, user } from './sample.fixture.ts';

const usernames = fc.string({ unit: fc.constantFrom('a', 'B', '_', '%', '*', '1', 'Ä', 'ß', '\u{ff01}', '\u{1f600}') });
const rows = fc
  .uniqueArray(fc.record({ userid: fc.nat().map(String), username: usernames }), { selector: ({ userid }) => userid })
  .map((some): readonly Row[] => some.map((row) => ({ ...row, roleid: '1' })));
const sorting = fc.record({
  sortfield: fc.constantFrom('', 'userid', 'username', ['username', 'userid']),
  sortorder: fc.constantFrom('ASC', 'DESC', ['DESC', 'ASC']),
});

function kept(some: readonly Row[], params: object): readonly Row[] {
  const found = collect<null>(user, readLoose(user, params).options);
  for (const row of some) found.add(row, null);
  return found.kept().map(({ row }) => row);
}

test('text sorts by code point, numbers by size', () => {
  const names = ['doc-1', 'doc-B', 'doc-_', 'doc-a', 'doc-Ä', 'doc-\u{ff01}', 'doc-\u{1f600}', 'doc-\u{1f601}'];
  const some = names.toReversed().map((username, index) => ({ userid: String(index), username }));
  expect(kept(some, { sortfield: 'username' }).map(({ username }) => username)).toEqual(names);
  const ids = ['9', '10', '9007199254740993', '9007199254740994'];
  const numbered = ids.toReversed().map((userid) => ({ userid }));
  expect(kept(numbered, {}).map(({ userid }) => userid)).toEqual(ids);
});

test('integers sort by size below zero as well', () => {
  const dated = { ...user, sortable: ['autologin'] };
  const found = collect<null>(dated, readLoose(dated, { sortfield: 'autologin' }).options);
  for (const autologin of ['10', '-1', '9', '-20', '0']) found.add({ userid: '1', autologin }, null);
  expect(found.kept().map(({ row }) => row.autologin)).toEqual(['-20', '-1', '0', '9', '10']);
});

test('equal rows sort by id, also in descending order', () => {
  const some = ['3', '1', '2'].map((userid) => ({ userid, username: 'x' }));
  const sorted = kept(some, { sortfield: 'username', sortorder: 'DESC' });
  expect(sorted.map(({ userid }) => userid)).toEqual(['1', '2', '3']);
});

test('the order in which rows come does not matter; sorting is a permutation', () => {
  fc.assert(
    fc.property(rows, sorting, (some, order) => {
      const sorted = kept(some, order);
      expect(sorted).toEqual(kept(some.toReversed(), order));
      expect(new Set(sorted)).toEqual(new Set(some));
      expect(sorted).toHaveLength(some.length);
    }),
  );
});

test('a limit keeps the first of all, however many come', () => {
  fc.assert(
    fc.property(rows, sorting, fc.integer({ min: 1, max: 12 }), (some, order, limit) => {
      expect(kept(some, { ...order, limit })).toEqual(kept(some, order).slice(0, limit));
    }),
  );
  const many = Array.from({ length: 5000 }, (_, index) => ({ userid: String((index * 1999) % 5000), username: 'x' }));
  expect(kept(many, { limit: 3 }).map(({ userid }) => userid)).toEqual(['0', '1', '2']);
  expect(getUsers(many, { limit: 3, countOutput: true })).toBe('5000');
});

test('excluding what is found leaves the rest', () => {
  fc.assert(
    fc.property(rows, fc.array(usernames), fc.boolean(), fc.boolean(), (some, patterns, start, wild) => {
      fc.pre(patterns.some((pattern) => pattern !== ''));
      const asked = { search: { username: patterns }, startSearch: start, searchWildcardsEnabled: wild };
      const found = kept(some, { ...asked, searchByAny: true });
      const rest = kept(some, { ...asked, excludeSearch: true });
      expect(new Set([...found, ...rest])).toEqual(new Set(some));
      expect(found.length + rest.length).toBe(some.length);
    }),
  );
});

test('a wildcard pattern fits whatever fills its gaps, and nothing after its end', () => {
  fc.assert(
    fc.property(fc.array(usernames, { minLength: 1 }), usernames, (parts, between) => {
      const literal = parts.map((part) => part.replaceAll('*', ''));
      const pattern = patternOf(literal.join('*'), 'wildcards');
      expect(fits(literal.join(between), pattern)).toBe(true);
      const isOpen = literal.length > 1 && literal.at(-1) === '';
      expect(fits(`${literal.join(between)}!`, pattern)).toBe(isOpen);
    }),
  );
});

test('nothing sent makes anything but an answer or a fault', () => {
  const names = ['output', 'filter', 'search', 'limit', 'sortfield', 'sortorder', 'userids', 'roleids', 'preservekeys'];
  const value = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(fc.constantFrom('username', 'name', '__proto__', 'toString'), fc.jsonValue()),
  );
  const params = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(fc.constantFrom(...names, 'searchByAny', 'countOutput'), value),
  );
  fc.assert(
    fc.property(rows, params, (some, sent) => {
      for (const get of [getUsers, getRoles]) {
        try {
          expect(get(some, sent)).toBeDefined();
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
        }
      }
    }),
    { numRuns: 1000 },
  );
});
