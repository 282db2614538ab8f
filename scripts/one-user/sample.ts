// The sample: a user of whom there is something to tell in every field.
import type { Contact, Secrets, User } from '../../src/core/model/user.ts';

/** The moment at which everything is observed. */
export const now = Date.UTC(2026, 9, 1, 12);

/** So many days from that moment. */
export const at = (days: number): number => now + days * 86_400_000;

/** A UUIDv7 with this number at its end. */
export const idOf = (number: number): string => `0199a000-0000-7000-8000-${String(number).padStart(12, '0')}`;

const contact = (number: number): Contact => ({
  id: idOf(number),
  verification: { status: 'verified', strategy: 'admin', at: at(-5) },
  reserved: false,
  linkedTo: [],
  createdAt: at(-5),
  updatedAt: at(-5),
});

const phone = (number: number, text: string): User['phones'][number] => ({
  ...contact(number),
  number: text,
  secondFactor: false,
  defaultSecondFactor: false,
});

/** Somebody with two contacts of each sort, an identity, a password, and a lock that holds. */
export const sample: User = {
  realm: 'default',
  id: idOf(1),
  serial: 777,
  rev: 7,
  createdAt: at(-8),
  updatedAt: at(-4),
  system: false,
  aliases: {},
  username: 'ada_lovelace',
  firstName: 'Ada',
  lastName: 'Lovelace',
  name: 'Countess Lovelace',
  locale: 'en-GB',
  timezone: 'Europe/London',
  externalId: 'an-id',
  profileImageId: idOf(41),
  emails: [
    { ...contact(10), address: 'ada@example.com' },
    { ...contact(11), address: 'ada@example.net' },
  ],
  primaryEmailId: idOf(10),
  phones: [phone(20, '+12133734253'), phone(21, '+12133734254')],
  primaryPhoneId: idOf(20),
  wallets: [
    { ...contact(30), address: `0x${'a'.repeat(40)}` },
    { ...contact(31), address: `0x${'b'.repeat(40)}` },
  ],
  primaryWalletId: idOf(30),
  identities: [
    {
      id: idOf(40),
      provider: 'google',
      subject: 'a-subject',
      email: 'ada@example.com',
      emailVerified: true,
      username: 'ada',
      firstName: 'Ada',
      lastName: 'Lovelace',
      imageUrl: 'https://images.example.com/ada',
      label: 'at home',
      scopes: ['email'],
      metadata: {},
      createdAt: at(-5),
      updatedAt: at(-5),
    },
  ],
  active: true,
  confirmation: 'none',
  bannedAt: null,
  lockedAt: at(-0.5),
  lockedUntil: at(1),
  legalAcceptedAt: at(-5),
  deleteSelfEnabled: true,
  createOrganizationEnabled: true,
  createOrganizationsLimit: 3,
  role: 'user',
  groups: ['7'],
  metadata: { public: {}, private: {}, unsafe: {}, labels: {}, extra: {} },
  extras: {},
  credentials: {
    password: { compromised: false },
    passwordUpdatedAt: at(-5),
    totp: { enabledAt: at(-5) },
    backupCodes: { enabledAt: at(-5), remaining: 2 },
    mfaEnabledAt: at(-5),
    mfaDisabledAt: null,
  },
  activity: {
    lastSignInAt: at(-4),
    lastActiveAt: at(-4),
    signInCount: 4,
    failedAttempts: 2,
    failedUntil: at(1),
    failedAt: at(-4),
    failedFrom: '198.51.100.1',
  },
};

/** The password of the sample. */
export const password = 'Capstan-and-Spar-77';

/** The secrets that go with what is told of them: with these digests of the password, where there is one. */
export function secretsOf({ credentials }: User, passwords: Secrets['passwords']): Secrets {
  const totp = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', algorithm: 'SHA1', digits: 6, periodSeconds: 30 } as const;
  return {
    passwords: credentials.password === null ? [] : passwords,
    totp: credentials.totp === null ? null : totp,
    enrolling: null,
    backupCodes: [],
  };
}
