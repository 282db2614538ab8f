// Tests of what a sign-in still wants: the address first, then a second factor, and never one that was shown.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { User } from '../model/user.ts';
import { blankUser } from './creation.ts';
import { isOutdated, missingStep } from './sign-in.ts';

const contact = { id: 'a', reserved: true, linkedTo: [], createdAt: 0, updatedAt: 0 };
const blank = blankUser('default', '01890000-0000-7000-8000-000000000001', 0);

/** Somebody with an address that is proven or not (null: none), an app or none. */
const person = fc.record({ proven: fc.option(fc.boolean()), app: fc.boolean() });

function userOf({ proven, app }: { readonly proven: boolean | null; readonly app: boolean }): User {
  const verification = proven === true ? ({ status: 'verified', strategy: 'x', at: 0 } as const) : null;
  const emails = proven === null ? [] : [{ ...contact, address: 'ada@example.com', verification }];
  const credentials = { ...blank.credentials, totp: app ? { enabledAt: 0 } : null };
  return { ...blank, emails, primaryEmailId: proven === null ? null : 'a', credentials };
}

const law = fc.record({
  requireVerifiedEmail: fc.boolean(),
  requireSecondFactor: fc.boolean(),
  allowSignUp: fc.boolean(),
});

test('wants the address, then a second factor, each only where it must', () => {
  fc.assert(
    fc.property(person, law, fc.boolean(), (who, signIn, secondFactor) => {
      const step = missingStep(userOf(who), { secondFactor }, signIn);
      const address = signIn.requireVerifiedEmail && who.proven === false;
      expect(step === 'verified-email').toBe(address);
      expect(step === 'second-factor').toBe(!address && !secondFactor && who.app);
      expect(step === 'second-factor-enrolment').toBe(
        !address && !secondFactor && !who.app && signIn.requireSecondFactor,
      );
    }),
  );
});

test('what was proven is out of date once the password has changed, and a password once it is gone', () => {
  const at = (passwordUpdatedAt: number | null, password: User['credentials']['password']): User => ({
    ...blank,
    credentials: { ...blank.credentials, password, passwordUpdatedAt },
  });
  const set = { compromised: false };
  expect(isOutdated(at(10, set), { method: 'password' }, 10)).toBe(false);
  expect(isOutdated(at(11, set), { method: 'password' }, 10)).toBe(true);
  expect(isOutdated(at(11, set), { method: 'magic-code' }, 10)).toBe(true);
  expect(isOutdated(at(5, null), { method: 'password' }, 10)).toBe(true);
  expect(isOutdated(at(null, null), { method: 'magic-code' }, 10)).toBe(false);
});
