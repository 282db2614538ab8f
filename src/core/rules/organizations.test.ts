// The organizations: properties and examples of what their rules say.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { situation } from '../../../test/users.ts';
import type { Organization } from '../model/organization.ts';
import { keep, set } from '../model/patch.ts';
import { readDomain } from './addresses.ts';
import { decideOrganization, keysOfOrganization } from './organizations.ts';

const nothing = { name: keep, externalId: keep, domains: null, metadata: keep } as const;
const foo: Organization = {
  ...{ kind: 'organization', realm: 'default', id: 'o', rev: 1, createdAt: 1, updatedAt: 1, forgetAt: null },
  ...{ userId: null, organizationId: null, subject: null, sealed: null },
  ...{ name: 'Foo', externalId: null, domains: [], metadata: { tier: 'one' } },
};
const decide = (patch: Partial<Parameters<typeof decideOrganization>[1]>, before = foo) =>
  decideOrganization(before, { ...nothing, ...patch }, situation());
const reasonsOf = (patch: Parameters<typeof decide>[0]) =>
  decide(patch).issues.map(({ path, reason }) => `${path} ${reason}`);

describe('domains', () => {
  test.each([
    ['Example.COM', 'example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['a-b.co.uk', 'a-b.co.uk'],
  ])('%s is %s', (typed, domain) => expect(readDomain(typed)).toBe(domain));

  test.each([
    '',
    'localhost',
    'a b.com',
    'https://a.com',
    'a.com/',
    '-a.com',
    'a..com',
    '.com',
    '127.0.0.1',
    'a@b.com',
  ])('%j is none', (typed) => expect(readDomain(typed)).toBe(null));

  test('what is read once is read the same again', () => {
    fc.assert(
      fc.property(fc.domain(), (typed) => {
        const domain = readDomain(typed);
        if (domain !== null) expect(readDomain(domain)).toBe(domain);
      }),
    );
  });

  test('one that stays keeps its id, and its state unless told', () => {
    const { next } = decide({ domains: [{ domain: 'a.example', state: 'verified' }] });
    const [first] = next.domains;
    const again = decide({ domains: [{ domain: 'A.example', state: null }] }, next);
    expect(again.next).toEqual(next);
    const pending = decide({ domains: [{ domain: 'a.example', state: 'pending' }] }, next).next.domains;
    expect(pending).toMatchObject([{ id: first?.id, state: 'pending' }]);
    expect(keysOfOrganization(next)).toEqual([{ kind: 'domain', key: 'a.example' }]);
  });

  test('none is there twice, and there is an end to them', () => {
    const twice = ['a.example', 'A.EXAMPLE'].map((domain) => ({ domain, state: null }));
    expect(reasonsOf({ domains: twice })).toEqual(['domains.1 duplicate']);
    const many = Array.from({ length: 101 }, (_, index) => ({ domain: `a${index}.example`, state: null }));
    expect(reasonsOf({ domains: many })).toEqual(['domains count-max']);
  });
});

test('every fault is told at once', () => {
  expect(
    reasonsOf({
      name: set(' '),
      externalId: set(''),
      domains: [{ domain: 'x', state: null }],
      metadata: { op: 'merge-shallow', value: { k: 'x'.repeat(601) } },
    }),
  ).toEqual(['name length-min', 'externalId length-min', 'metadata length-max', 'domains.0 format']);
  expect(reasonsOf({ name: set('x'.repeat(257)) })).toEqual(['name length-max']);
  expect(reasonsOf({ name: set('\0') })).toEqual(['name characters']);
});

test('metadata merges at the top, and null takes a key away', () => {
  expect(decide({ metadata: { op: 'merge-shallow', value: { tier: null, plan: 'pro' } } }).next.metadata).toEqual({
    plan: 'pro',
  });
  const polluted = JSON.parse('{"__proto__":"x"}');
  expect(reasonsOf({ metadata: { op: 'merge-shallow', value: polluted } })).toEqual(['metadata key-forbidden']);
});

test('a patch that says nothing changes nothing', () => {
  expect(decide({})).toEqual({ next: foo, issues: [] });
});
