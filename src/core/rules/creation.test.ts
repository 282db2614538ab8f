// Tests of the creation: what a new user has, and must have.

import { describe, expect, test } from 'vitest';
import { frozen, identity, idOf, listChange, now, patch, policyWith, situation, wish } from '../../../test/users.ts';
import { set, type UserPatch, untouched } from '../model/patch.ts';
import { blankUser, decideCreation, type Waivers } from './creation.ts';
import { keysOf } from './keys.ts';

const none: Waivers = { identifier: false, password: false };
const blank = frozen(blankUser('default', idOf(1), now));
const strict = policyWith('required', { identifier: true, password: true });
const lax = policyWith('required', { identifier: false, password: false });
const password = { op: 'set', plain: 'correct horse', checks: 'enforce', preHash: 'none' } as const;
const missing = (path: string) => ({ path, reason: 'missing', limit: null });

const create = (wanted: Partial<UserPatch>, policy = strict, waivers = none) =>
  decideCreation(blank, frozen(patch(wanted)), waivers, situation({ policy }));

test('a blank user has an id, two dates, and no key', () => {
  expect(blank).toMatchObject({ id: idOf(1), createdAt: now, updatedAt: now, rev: 0, system: false, active: true });
  expect(keysOf(blank)).toEqual([]);
});

test('the first rev is 1; the date of creation may lie before', () => {
  const { next, refusals } = create({ username: set('adalove'), password, createdAt: set(5) });
  expect(refusals).toEqual([]);
  expect(next).toMatchObject({ rev: 1, username: 'adalove', createdAt: 5, updatedAt: now });
});

describe('what is required', () => {
  test('is told all at once', () => {
    expect(create({}).refusals).toEqual([{ code: 'invalid', issues: [missing('identifier'), missing('password')] }]);
    expect(create({ username: set('adalove') }).refusals).toMatchObject([{ issues: [missing('password')] }]);
    expect(create({ password }).refusals).toMatchObject([{ issues: [missing('identifier')] }]);
  });

  test('is nothing where the realm asks for nothing', () => {
    expect(create({}, lax).refusals).toEqual([]);
  });

  test('can be waived, each alone', () => {
    expect(create({}, strict, { identifier: true, password: true }).refusals).toEqual([]);
    expect(create({}, strict, { identifier: true, password: false }).refusals).toMatchObject([
      { issues: [missing('password')] },
    ]);
    expect(create({}, strict, { identifier: false, password: true }).refusals).toMatchObject([
      { issues: [missing('identifier')] },
    ]);
  });

  test.each([
    ['a username', { username: set('adalove') }],
    ['an email', { emails: listChange({ add: [wish('a@x.com')] }) }],
    ['a phone', { phones: listChange({ add: [wish('+12133734253')] }) }],
    ['a wallet', { wallets: listChange({ add: [wish(`0x${'a'.repeat(40)}`)] }) }],
    ['an identity', { identities: { op: 'change', add: [identity(5, 's')], remove: [] } }],
  ] as const)('%s is an identifier', (_, wanted) => {
    expect(create({ ...wanted, password }).refusals).toEqual([]);
  });

  test.each([{ externalId: set('x') }, { firstName: set('Ada') }])('%j is none', (wanted) => {
    expect(create({ ...wanted, password }).refusals).toMatchObject([{ issues: [missing('identifier')] }]);
  });

  test('a digest is a password', () => {
    expect(
      create({ username: set('adalove'), password: { op: 'set-digest', scheme: 's', digest: 'd' } }).refusals,
    ).toEqual([]);
  });

  test('is not asked for while anything else is wrong', () => {
    expect(create({ username: set('x') }).refusals).toMatchObject([
      { code: 'invalid', issues: [{ path: 'username' }] },
    ]);
  });
});

test('a new user may be banned or locked from the start', () => {
  const { next } = create({ banned: set(true), locked: set(true) }, lax);
  expect(next).toMatchObject({ bannedAt: now, lockedAt: now });
});

test('an untouched creation is the blank user', () => {
  expect(decideCreation(blank, untouched, none, situation({ policy: lax })).next).toEqual({ ...blank, rev: 1 });
});
