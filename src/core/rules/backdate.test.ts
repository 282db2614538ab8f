// Tests of the past of a newcomer: every date lies between when they came to be and now.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyUser } from '../../../test/any-user.ts';
import { email, frozen, now, user } from '../../../test/users.ts';
import { noPast, type Past } from '../model/newcomer.ts';
import { noActivity, type User } from '../model/user.ts';
import { backdate } from './backdate.ts';

const created = now - 1e9;
const verification = { status: 'verified', strategy: 'admin', at: now } as const;
const made = { createdAt: now, updatedAt: now, verification };
/** As a creation leaves somebody: dated now, but for the date of creation. */
const newcomer: User = frozen(
  user({
    createdAt: created,
    updatedAt: now,
    emails: [email(1, 'a@example.com', made), email(2, 'b@example.com', { ...made, verification: null })],
    credentials: {
      password: { compromised: false },
      passwordUpdatedAt: now,
      totp: { enabledAt: now },
      backupCodes: { enabledAt: now, remaining: 3 },
      mfaEnabledAt: now,
      mfaDisabledAt: null,
    },
  }),
);

test('what the creation dated now was when they came to be', () => {
  const past = backdate(newcomer, noPast, now);
  expect(past.updatedAt).toBe(created);
  expect(past.emails).toMatchObject([
    { createdAt: created, updatedAt: created, verification: { ...verification, at: created } },
    { createdAt: created, updatedAt: created, verification: null },
  ]);
  expect(past.credentials).toEqual({
    password: { compromised: false },
    passwordUpdatedAt: created,
    totp: { enabledAt: created },
    backupCodes: { enabledAt: created, remaining: 3 },
    mfaEnabledAt: created,
    mfaDisabledAt: null,
  });
  expect(past.activity).toEqual(noActivity);
});

test('what is known of the past is kept', () => {
  const known = {
    updatedAt: now - 5,
    passwordUpdatedAt: now - 9,
    lastSignInAt: now - 7,
    lastActiveAt: now - 3,
    signInCount: 12,
  };
  const past = backdate(newcomer, known, now);
  expect(past).toMatchObject({ updatedAt: now - 5, credentials: { passwordUpdatedAt: now - 9 } });
  expect(past.activity).toEqual({
    lastSignInAt: now - 7,
    lastActiveAt: now - 3,
    signInCount: 12,
    failedAttempts: 0,
    failedUntil: null,
    failedAt: null,
    failedFrom: null,
  });
  const active = backdate(newcomer, { ...known, lastActiveAt: null }, now).activity;
  expect(active.lastActiveAt).toBe(now - 7);
});

test('without a password there is no date of one', () => {
  const { credentials } = newcomer;
  const bare = { ...newcomer, credentials: { ...credentials, password: null, passwordUpdatedAt: null } };
  expect(backdate(bare, { ...noPast, passwordUpdatedAt: now - 9 }, now).credentials.passwordUpdatedAt).toBe(null);
});

const anyNumber = fc.option(fc.oneof(fc.integer(), fc.double(), fc.integer({ min: created - 9, max: now + 9 })));
const anyPast: fc.Arbitrary<Past> = fc.record({
  updatedAt: anyNumber,
  passwordUpdatedAt: anyNumber,
  lastSignInAt: anyNumber,
  lastActiveAt: anyNumber,
  signInCount: anyNumber,
});

test('whatever a file says, nothing happened before they came to be, or after now; and only dates change', () => {
  fc.assert(
    fc.property(anyUser, anyPast, fc.constantFrom(created, now), (one, past, createdAt) => {
      const before = { ...one, createdAt, updatedAt: now };
      const after = backdate(frozen(before), past, now);
      const { activity, credentials, updatedAt } = after;
      const dates = [updatedAt, activity.lastSignInAt, activity.lastActiveAt];
      if (one.credentials.password !== null) dates.push(credentials.passwordUpdatedAt);
      for (const date of dates) {
        if (date === null) continue;
        expect(Number.isSafeInteger(date)).toBe(true);
        expect(date).toBeGreaterThanOrEqual(createdAt);
        expect(date).toBeLessThanOrEqual(now);
      }
      expect(Number.isSafeInteger(activity.signInCount) && activity.signInCount >= 0).toBe(true);
      const { emails, phones, wallets, ...rest } = after;
      const kept = { credentials: null, activity: null, updatedAt: 0, emails: [], phones: [], wallets: [] };
      expect({ ...rest, ...kept }).toEqual({ ...before, ...kept });
      const values = (of: User) => [
        ...of.emails.map(({ address }) => address),
        ...of.phones.map(({ number }) => number),
        ...of.wallets.map(({ address }) => address),
      ];
      expect(values(after)).toEqual(values(before));
    }),
  );
});
