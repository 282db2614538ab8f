// The schemas of a user: as it is read, and as it is written.

import Type from 'typebox';
import {
  anyObject,
  anything,
  closed,
  nullableInteger,
  nullableText,
  nullableTime,
  oneOf,
  textsByName,
  time,
} from './schema-basics.ts';

const verification = () =>
  Type.Unsafe<{ readonly status: string; readonly strategy: string; readonly at: string } | null>({
    type: ['object', 'null'],
    description: 'How it was proven; null when nobody has tried.',
    properties: { status: { enum: ['verified', 'unverified'] }, strategy: { type: 'string' }, at: time() },
    required: ['status', 'strategy', 'at'],
    additionalProperties: false,
  });

const contact = {
  id: Type.String(),
  verified: Type.Boolean(),
  reserved: Type.Boolean({ description: 'Unproven, yet nobody else may claim it.' }),
  verification: verification(),
  linkedTo: Type.Array(closed({ type: Type.String(), id: Type.String() })),
  createdAt: time(),
  updatedAt: time(),
};

const emailDocument = closed({ address: Type.String(), ...contact });
const walletDocument = closed({ address: Type.String(), ...contact });
const phoneDocument = closed({
  number: Type.String({ description: 'E.164.' }),
  secondFactor: Type.Boolean(),
  defaultSecondFactor: Type.Boolean(),
  ...contact,
});

const identityDocument = closed({
  id: Type.String(),
  provider: Type.String(),
  subject: Type.String(),
  email: nullableText(),
  emailVerified: Type.Unsafe<boolean | null>({ type: ['boolean', 'null'] }),
  username: nullableText(),
  firstName: nullableText(),
  lastName: nullableText(),
  imageUrl: nullableText(),
  label: nullableText(),
  scopes: Type.Array(Type.String()),
  metadata: anyObject(),
  createdAt: time(),
  updatedAt: time(),
});

const texts = {
  username: nullableText(),
  firstName: nullableText(),
  lastName: nullableText(),
  name: nullableText(),
  locale: nullableText({ description: 'BCP 47.' }),
  timezone: nullableText({ description: 'A zone of the IANA database.' }),
  externalId: nullableText({ description: 'The id in a system of yours; unique.' }),
  profileImageId: nullableText(),
  role: nullableText(),
};

const flags = {
  active: Type.Boolean(),
  banned: Type.Boolean(),
  locked: Type.Boolean({ description: 'Whether a lock holds at this moment.' }),
  deleteSelfEnabled: Type.Boolean(),
  createOrganizationEnabled: Type.Boolean(),
  passwordCompromised: Type.Boolean(),
};

const confirmation = oneOf(['none', 'pending', 'confirmed']);

/** A user as every answer shows it. */
export const UserDocument = closed({
  id: Type.String({ description: 'UUIDv7.' }),
  serial: Type.Integer({ description: 'Dense per realm, from 1.' }),
  ids: textsByName({ description: 'The id as each API spells it.' }),
  aliases: textsByName({ description: 'Ids kept from an old system, by API.' }),
  rev: Type.Integer({ description: 'Counts committed updates from 1; the ETag is this in quotes.' }),
  createdAt: time(),
  updatedAt: time(),
  system: Type.Boolean({ description: 'A built-in account.' }),
  ...texts,
  emails: Type.Array(emailDocument),
  primaryEmail: nullableText(),
  phones: Type.Array(phoneDocument),
  primaryPhone: nullableText(),
  wallets: Type.Array(walletDocument),
  primaryWallet: nullableText(),
  identities: Type.Array(identityDocument),
  ...flags,
  confirmation,
  bannedAt: nullableTime(),
  lockedAt: nullableTime(),
  lockedUntil: nullableTime(),
  legalAcceptedAt: nullableTime(),
  createOrganizationsLimit: nullableInteger({ description: 'null: as the realm says; 0: no limit.' }),
  groups: Type.Array(Type.String()),
  metadata: closed({
    public: anyObject(),
    private: anyObject(),
    unsafe: anyObject(),
    labels: anyObject({ description: 'Flat, with text values.' }),
    extra: anyObject({ description: 'Flat, with scalar values.' }),
  }),
  extras: anyObject({ description: 'Fields that only one API knows, by API.' }),
  credentials: anyObject({ description: 'Which credentials there are; never a secret.' }),
  activity: anyObject({ description: 'Traces of use; they change without a new rev.' }),
});

export type UserDocument = Type.Static<typeof UserDocument>;

const readOnly = () => Type.Optional(anything({ description: 'Read-only: may only be sent as it is.' }));

const contactInput = {
  verified: Type.Optional(Type.Boolean({ description: 'Absent: as it is; of a new one: false.' })),
  reserved: Type.Optional(Type.Boolean({ description: 'Absent: as it is; of a new one: false.' })),
  id: readOnly(),
  verification: readOnly(),
  linkedTo: readOnly(),
  createdAt: readOnly(),
  updatedAt: readOnly(),
};

const addressInput = closed({ address: Type.String(), ...contactInput });
const phoneInput = closed({
  number: Type.String(),
  secondFactor: Type.Optional(Type.Boolean()),
  defaultSecondFactor: readOnly(),
  ...contactInput,
});

/** A new password: in clear, or as a digest made elsewhere; null: none any more. */
export const PasswordInput = Type.Union(
  [
    Type.String(),
    closed({ plain: Type.String(), checks: Type.Optional(oneOf(['enforce', 'skip'])) }),
    closed({ digest: Type.String(), scheme: Type.String() }),
    Type.Null(),
  ],
  { description: 'Write-only. `checks`: `skip` passes the password policy by.' },
);

export type PasswordInput = Type.Static<typeof PasswordInput>;

/** A secret for time-based codes that an authenticator app has already; null: none any more. */
export const TotpInput = Type.Union(
  [
    closed({
      secret: Type.String({ description: 'Base32 (RFC 4648).' }),
      algorithm: Type.Optional(oneOf(['SHA1', 'SHA256', 'SHA512'], { description: 'SHA1 unless told.' })),
      digits: Type.Optional(Type.Integer({ description: '6 (unless told) or 8.' })),
      periodSeconds: Type.Optional(Type.Integer({ description: '15 to 120; 30 unless told.' })),
    }),
    Type.Null(),
  ],
  { description: 'Write-only. Goes into force at once: without a code that shows that its app has it.' },
);

export type TotpInput = Type.Static<typeof TotpInput>;

/** All backup codes anew; null or empty: none any more. */
export const BackupCodesInput = Type.Union([Type.Array(Type.String()), Type.Null()], {
  description: 'Write-only. At most 20, each in clear or as a bcrypt digest of one.',
});

export type BackupCodesInput = Type.Static<typeof BackupCodesInput>;

/** The members that no document shows, so that a null in a merge patch must be kept: it says that there is to be none. */
export const writeOnlyMembers = ['password', 'totp', 'backupCodes'] as const;

const bag = () => Type.Optional(Type.Unsafe<UserDocument['metadata']['public'] | null>({ type: ['object', 'null'] }));

const lists = {
  emails: Type.Optional(Type.Array(addressInput)),
  phones: Type.Optional(Type.Array(phoneInput)),
  wallets: Type.Optional(Type.Array(addressInput)),
  identities: Type.Optional(
    Type.Array(Type.Object({ id: Type.String() }, { description: 'Those that stay; none can be added or changed.' })),
  ),
  groups: Type.Optional(Type.Array(Type.String())),
};

/** The members nobody may change; sent as they are they do no harm. */
export const readOnlyMembers = [
  'id',
  'serial',
  'ids',
  'rev',
  'updatedAt',
  'system',
  'bannedAt',
  'lockedAt',
  'lockedUntil',
  'extras',
  'credentials',
  'activity',
] as const satisfies readonly (keyof UserDocument)[];

const readOnlyProperties = Type.Object(
  Object.fromEntries(readOnlyMembers.map((member) => [member, readOnly()])),
).properties;

/** A user as a caller writes it; what is absent is left to the request's own reading of absence. */
export const UserInput = closed({
  ...readOnlyProperties,
  ...Type.Partial(Type.Object(texts)).properties,
  ...Type.Partial(Type.Object(flags)).properties,
  ...lists,
  createdAt: Type.Optional(time()),
  aliases: Type.Optional(textsByName({ propertyNames: { pattern: '^[a-z][a-z0-9-]{0,31}$' } })),
  primaryEmail: Type.Optional(nullableText({ description: 'One of `emails`.' })),
  primaryPhone: Type.Optional(nullableText({ description: 'One of `phones`.' })),
  primaryWallet: Type.Optional(nullableText({ description: 'One of `wallets`.' })),
  confirmation: Type.Optional(confirmation),
  legalAcceptedAt: Type.Optional(nullableTime()),
  createOrganizationsLimit: Type.Optional(nullableInteger()),
  metadata: Type.Optional(closed({ public: bag(), private: bag(), unsafe: bag(), labels: bag(), extra: bag() })),
  password: Type.Optional(PasswordInput),
  totp: Type.Optional(TotpInput),
  backupCodes: Type.Optional(BackupCodesInput),
});

export type UserInput = Type.Static<typeof UserInput>;
