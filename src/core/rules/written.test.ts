// Tests of the written user: what a directory holds is sound, and what disagrees with itself is told.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyMovers, richMover } from '../../../test/transfer/movers.ts';
import { email, identity, idOf } from '../../../test/users.ts';
import { defaultPolicy } from '../model/realm.ts';
import type { Secrets, User } from '../model/user.ts';
import { faultsOfImages, faultsOfWritten, withoutSecrets } from './written.ts';

const { written, images } = richMover();
const secrets = written.secrets ?? expect.fail();
const faults = (change: Partial<User>, hidden: Partial<Secrets> = {}) =>
  faultsOfWritten({ user: { ...written.user, ...change }, secrets: { ...secrets, ...hidden } }, defaultPolicy);

test('whatever a directory holds is sound, with its images, and without its secrets', () => {
  fc.assert(
    fc.property(anyMovers, (movers) => {
      for (const mover of movers) {
        const { user } = mover.written;
        expect(faultsOfWritten(mover.written, defaultPolicy)).toEqual([]);
        expect(faultsOfImages(user, mover.images)).toEqual([]);
        expect(faultsOfWritten({ user: withoutSecrets(user), secrets: null }, defaultPolicy)).toEqual([]);
      }
    }),
  );
});

describe('tells', () => {
  const [first = email(1, '')] = written.user.emails;
  const { credentials, metadata } = written.user;
  test.each<[string, Partial<User>]>([
    ['id', { id: idOf(1).replace('a', 'A') }],
    ['rev', { rev: 1.5 }],
    ['serial', { serial: 0 }],
    ['serial', { serial: 2 ** 53 - 1 }],
    ['dates', { updatedAt: 8.64e15 + 1 }],
    ['dates', { lockedUntil: -1 }],
    ['dates', { emails: [{ ...first, createdAt: Number.NaN }] }],
    ['activity', { activity: { ...written.user.activity, failedAttempts: -1 } }],
    ['createOrganizationsLimit', { createOrganizationsLimit: -1 }],
    ['emails.0', { emails: [{ ...first, address: 'ada@example' }] }],
    ['emails', { emails: [first, { ...first, id: idOf(9) }] }],
    ['emails', { emails: [first, { ...first, address: 'other@example.com' }] }],
    ['emails', { primaryEmailId: written.user.primaryPhoneId }],
    ['wallets', { wallets: [] }],
    ['phones.0', { phones: written.user.phones.map((phone) => ({ ...phone, number: '+1 213 373 4253' })) }],
    ['text', { groups: ['x'.repeat(2049)] }],
    ['text', { aliases: { old: 'a\0' } }],
    ['text', { identities: [{ ...identity(1, 's'), scopes: ['\udc00'] }] }],
    ['identities', { identities: [{ ...identity(1, 's'), metadata: { constructor: 1 } }] }],
    ['extras', { extras: { old: { ['__proto__']: 1 } } }],
    ['metadata.labels', { metadata: { ...metadata, labels: { a: { b: 'c' } } } }],
    ['metadata.private', { metadata: { ...metadata, private: { a: '😀'.repeat(2048) } } }],
    ['credentials.password', { credentials: { ...credentials, password: null } }],
    ['credentials.totp', { credentials: { ...credentials, totp: null } }],
    ['credentials.backupCodes', { credentials: { ...credentials, backupCodes: null } }],
  ])('%s %#', (path, change) => {
    expect([...new Set(faults(change).map((issue) => issue.path))]).toContain(path);
  });

  test('secrets of which the record knows nothing, and too many', () => {
    expect(faults({}, { passwords: [] })).toMatchObject([{ path: 'credentials.password' }]);
    const passwords = Array.from({ length: 5 }, () => ({ scheme: 'bcrypt', digest: '', preHash: 'none' }) as const);
    expect(faults({}, { passwords })).toMatchObject([{ path: 'credentials', reason: 'count-max' }]);
  });

  test('several at once, and never a value', () => {
    const issues = faults({ id: 'canary', rev: 0, primaryEmailId: 'canary' });
    expect(issues.map(({ path }) => path)).toEqual(['id', 'emails', 'rev']);
    expect(JSON.stringify(issues)).not.toContain('canary');
  });
});

test('a picture must be among those that come along, each of which has an id and a moment', () => {
  expect(faultsOfImages({ ...written.user, profileImageId: idOf(9) }, images)).toMatchObject([
    { path: 'profileImageId' },
  ]);
  expect(faultsOfImages({ ...written.user, profileImageId: null }, [])).toEqual([]);
  const [image = expect.fail()] = images;
  for (const wrong of [[image, image], [{ ...image, id: 'x' }], [{ ...image, createdAt: 1e16 }]]) {
    expect(faultsOfImages({ ...written.user, profileImageId: null }, wrong)).toMatchObject([{ path: 'images' }]);
  }
});

test('without secrets nothing is said of them, but when they were set', () => {
  const { credentials, ...rest } = withoutSecrets(written.user);
  expect(credentials).toEqual({ ...written.user.credentials, password: null, totp: null, backupCodes: null });
  expect(written.user).toMatchObject(rest);
});
