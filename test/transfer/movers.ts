// People who move: arbitrary and rich ones as Muster writes them down, and worlds that they move between.

import fc from 'fast-check';
import { onTestFinished } from 'vitest';
import { idOfAlias } from '../../src/cli/id-of-alias.ts';
import { exportUsers } from '../../src/core/commands/export-users.ts';
import { type Arrived, type ImportOptions, importUsers } from '../../src/core/commands/import-users.ts';
import type { Arrival } from '../../src/core/commands/judge-arrival.ts';
import type { WrittenUser } from '../../src/core/model/newcomer.ts';
import { noSecrets, type Secrets, type Totp, type User } from '../../src/core/model/user.ts';
import type { StoredImage } from '../../src/core/ports.ts';
import { openHasher } from '../../src/credentials/hasher.ts';
import { linesOf } from '../../src/transfer/muster/lines.ts';
import { anyUser } from '../any-user.ts';
import { makeWorld, type World } from '../commands/world.ts';
import { email, identity, idOf, now, phone, proof, user, wallet } from '../users.ts';

/** A user of another Muster, with all images. */
export type Mover = { readonly written: WrittenUser; readonly images: readonly StoredImage[] };

/** What an import does unless a test says otherwise. */
export const skipping: ImportOptions = { onConflict: 'skip', dryRun: null, idOf: idOfAlias };

/** A world as the command line finds it, whose hasher is the real one; it lasts until its store is closed. */
export async function makeHall(): Promise<World> {
  const world = await makeWorld({}, { hasher: openHasher({ concurrency: 1, queueMax: 256 }) });
  return { ...world, context: { ...world.context, actor: { kind: 'command-line' } } };
}

/** The same, gone after the test. */
export async function openHall(): Promise<World> {
  const world = await makeHall();
  onTestFinished(() => world.ports.store.close());
  return world;
}

/** Takes written users in. */
export function moveIn(
  { context }: World,
  movers: readonly Mover[],
  options: ImportOptions = skipping,
): Promise<readonly Arrived[]> {
  const arrivals = movers.map((mover): Arrival => ({ from: 'muster', ...mover }));
  return importUsers(context, arrivals, options);
}

/** Everybody in the world who is no built-in account, as an export has them. */
export async function everybodyIn({ context }: World, secrets = true): Promise<readonly Mover[]> {
  const found: Mover[] = [];
  for await (const page of exportUsers(context, { secrets })) found.push(...page);
  return found.filter(({ written }) => !written.user.system);
}

/** The file that the complete export writes, as text. */
export async function fileOf({ context }: World, secrets = true): Promise<string> {
  return await textOf(exportUsers(context, { secrets }), secrets);
}

/** The file that these people would be in. */
export async function textOf(pages: AsyncIterable<readonly Mover[]>, secrets = true): Promise<string> {
  const lines: string[] = [];
  for await (const line of linesOf(pages, secrets)) lines.push(`${JSON.stringify(line)}\n`);
  return lines.join('');
}

/** The file of these people. */
export async function fileFor(movers: readonly Mover[], secrets = true): Promise<string> {
  async function* pages() {
    yield movers;
  }
  return await textOf(pages(), secrets);
}

/** Digests of `password`: what Muster makes itself, of the password and of what an old client makes of it, and one from elsewhere. */
export const digests = {
  own: {
    scheme: 'argon2id-nfkc',
    digest: '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    preHash: 'none',
  },
  client: {
    scheme: 'bcrypt',
    digest: '$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm',
    preHash: 'md5',
  },
  foreign: {
    scheme: 'bcrypt',
    digest: '$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm',
    preHash: 'none',
  },
} as const;

export const totp: Totp = { secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA1', digits: 6, periodSeconds: 30 };
const longTotp: Totp = {
  secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  algorithm: 'SHA512',
  digits: 8,
  periodSeconds: 60,
};

/** A user who agrees with the secrets. */
export function writtenOf(change: Partial<User>, secrets: Partial<Secrets> = {}): WrittenUser {
  const all: Secrets = { ...noSecrets, ...secrets };
  const plain = user({ id: idOf(100), serial: 5, ...change });
  const credentials = {
    ...plain.credentials,
    password: all.passwords.length > 0 ? (plain.credentials.password ?? { compromised: false }) : null,
    totp: all.totp === null ? null : { enabledAt: now - 70 },
    backupCodes: all.backupCodes.length === 0 ? null : { enabledAt: now - 60, remaining: all.backupCodes.length },
  };
  return { user: { ...plain, credentials }, secrets: all };
}

/** The same, without images. */
export const moverOf = (change: Partial<User>, secrets: Partial<Secrets> = {}): Mover => ({
  written: writtenOf(change, secrets),
  images: [],
});

const anySecrets: fc.Arbitrary<Secrets> = fc.record({
  passwords: fc.subarray([digests.own, digests.client, digests.foreign]),
  totp: fc.option(fc.constantFrom(totp, longTotp)),
  enrolling: fc.option(fc.constantFrom(totp, longTotp)),
  backupCodes: fc.subarray([digests.foreign.digest, digests.foreign.digest.replace('$2b', '$2a')]),
});

const anyDate = fc.option(fc.integer({ min: 0, max: now }));

/** What `anyUser` leaves as it is in a blank one. */
const anyRest = fc.record({
  rev: fc.integer({ min: 1, max: 1e9 }),
  createdAt: fc.integer({ min: 0, max: now }),
  updatedAt: fc.integer({ min: 0, max: now }),
  aliases: fc.subarray(['clerk', 'workos', 'auth0|x']).map((apis) => Object.fromEntries(apis.map((api) => [api, 'a']))),
  confirmation: fc.constantFrom('none', 'pending', 'confirmed'),
  lockedAt: anyDate,
  lockedUntil: anyDate,
  legalAcceptedAt: anyDate,
  deleteSelfEnabled: fc.boolean(),
  createOrganizationEnabled: fc.boolean(),
  createOrganizationsLimit: fc.option(fc.nat()),
  extras: fc.constantFrom({}, { clerk: { bypass_client_trust: true } }, { zabbix: { theme: { a: [1, null] } } }),
  activity: fc.record({
    lastSignInAt: anyDate,
    lastActiveAt: anyDate,
    signInCount: fc.nat(),
    failedAttempts: fc.nat({ max: 9 }),
    failedUntil: anyDate,
    failedAt: fc.constant(null),
    failedFrom: fc.constant(null),
  }),
});

/** The user as the one with this number: nothing of theirs is anybody else's. */
function numbered(one: User, number: number): User {
  const own = (id: string) => `${id.slice(0, -6)}${number}${id.slice(-5)}`;
  const moved = <Item extends { readonly id: string }>(item: Item): Item => ({ ...item, id: own(item.id) });
  const linked = <Item extends User['emails'][number] | User['phones'][number] | User['wallets'][number]>(
    item: Item,
  ) => ({
    ...moved(item),
    linkedTo: item.linkedTo.map(moved),
  });
  const ownOrNull = (id: string | null) => (id === null ? null : own(id));
  return {
    ...one,
    id: own(idOf(77)),
    serial: 10 + number * 7,
    username: one.username === null ? null : `${one.username}${number}`,
    externalId: one.externalId === null ? null : `${one.externalId}${number}`,
    aliases: Object.fromEntries(Object.entries(one.aliases).map(([api, alias]) => [api, `${alias}${number}`])),
    emails: one.emails.map((item) => ({ ...linked(item), address: `${number}${item.address}` })),
    phones: one.phones.map((item) => ({ ...linked(item), number: `${item.number.slice(0, -1)}${number}` })),
    wallets: one.wallets.map((item) => ({ ...linked(item), address: item.address.slice(0, -1) + number })),
    identities: one.identities.map((item) => ({ ...moved(item), subject: `${item.subject}${number}` })),
    primaryEmailId: ownOrNull(one.primaryEmailId),
    primaryPhoneId: ownOrNull(one.primaryPhoneId),
    primaryWalletId: ownOrNull(one.primaryWalletId),
  };
}

/** Up to three people with whatever a directory may hold of them, in the order of their serials. */
export const anyMovers: fc.Arbitrary<readonly Mover[]> = fc
  .array(fc.tuple(anyUser, anyRest, anySecrets), { minLength: 1, maxLength: 3 })
  .map((all) =>
    all.map(([one, rest, secrets], index) => {
      const image = {
        id: idOf(60_000 + index),
        contentType: 'image/png',
        createdAt: now,
        bytes: Buffer.from([index, 0, 255]),
      };
      const has = rest.rev % 2 === 0;
      const { user: made } = writtenOf(numbered({ ...one, ...rest }, index), secrets);
      const chosen = has && rest.rev % 4 === 0 ? image.id : null;
      return {
        written: { user: { ...made, profileImageId: chosen }, secrets },
        images: has ? [{ ...image, userId: made.id }] : [],
      };
    }),
  );

/** One person with everything. */
export function richMover(): Mover {
  const images = [1, 2].map((number) => ({
    id: idOf(200 + number),
    userId: idOf(100),
    contentType: 'image/webp',
    createdAt: now - 10 + number,
    bytes: Buffer.from(`picture ${number}`),
  }));
  const google = {
    ...identity(150, 'g-1', 'google'),
    email: 'ada@example.com',
    emailVerified: true,
    scopes: ['email'],
  };
  const written = writtenOf(
    {
      rev: 9,
      aliases: { clerk: 'user_2hrlVnPqrMNbP6aTnFrZcbtPDEY', auth0: 'auth0|1' },
      username: 'adalove',
      firstName: '=cmd|x',
      lastName: "'t Hooft",
      name: 'Ada\nLovelace',
      locale: 'en-GB',
      timezone: 'Europe/London',
      externalId: 'crm-7',
      profileImageId: idOf(201),
      emails: [
        email(110, 'ada@example.com', { linkedTo: [{ type: 'google', id: idOf(150) }] }),
        email(111, 'ada@example.org', { verification: null }),
        email(112, 'ada@example.net', { verification: { ...proof, status: 'unverified' }, reserved: true }),
      ],
      primaryEmailId: idOf(110),
      phones: [phone(120, '+12133734253', { secondFactor: true, defaultSecondFactor: true })],
      primaryPhoneId: idOf(120),
      wallets: [wallet(130, `0x${'aB'.repeat(20)}`)],
      primaryWalletId: idOf(130),
      identities: [google],
      confirmation: 'confirmed',
      legalAcceptedAt: now - 900,
      role: 'user',
      groups: ['7', '8,9'],
      metadata: {
        public: { plan: 'pro', deep: { b: [1, { a: null }], a: 1 } },
        private: { stripe: 'cus_1' },
        unsafe: { theme: '😀' },
        labels: { team: 'x' },
        extra: { age: 36, staff: true },
      },
      extras: { clerk: { bypass_client_trust: true } },
      activity: {
        lastSignInAt: now - 20,
        lastActiveAt: now - 10,
        signInCount: 41,
        failedAttempts: 3,
        failedUntil: now + 9,
        failedAt: null,
        failedFrom: null,
      },
    },
    {
      passwords: [digests.foreign, digests.client],
      totp,
      enrolling: longTotp,
      backupCodes: [digests.foreign.digest],
    },
  );
  return { written, images };
}

/** People in states that stop them, and one whom nobody could find. */
export function oddMovers(): readonly Mover[] {
  return [
    moverOf({ id: idOf(301), serial: 30, lockedAt: now - 5, lockedUntil: null, username: 'locked_one' }),
    moverOf({ id: idOf(302), serial: 31, bannedAt: now - 5, username: 'banned_one' }),
    moverOf({ id: idOf(303), serial: 32, active: false, username: 'inactive_one' }),
    moverOf({ id: idOf(304), serial: 40 }),
    moverOf({ id: idOf(305), serial: 41, username: 'enrolling' }, { enrolling: totp }),
    moverOf({ id: idOf(306), serial: 42, username: 'prehashed' }, { passwords: [digests.own, digests.client] }),
  ];
}
