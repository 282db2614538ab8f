// The schema of Muster's own format: what a line may be.

import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { JsonObject } from '../../core/model/json.ts';

const closed = <Properties extends Type.TProperties>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false });
const text = Type.String();
const flag = Type.Boolean();
const whole = Type.Integer();
const orNull = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const list = <Schema extends Type.TSchema>(schema: Schema) => Type.Array(schema, { maxItems: 1000 });
const words = <const Words extends readonly string[]>(of: Words) =>
  Type.Unsafe<Words[number]>({ type: 'string', enum: of });
const bag = Type.Unsafe<JsonObject>({ type: 'object' });

const contact = {
  id: text,
  verification: orNull(closed({ status: words(['verified', 'unverified']), strategy: text, at: whole })),
  reserved: flag,
  linkedTo: list(closed({ type: text, id: text })),
  createdAt: whole,
  updatedAt: whole,
};

const identity = closed({
  id: text,
  provider: text,
  subject: text,
  email: orNull(text),
  emailVerified: orNull(flag),
  username: orNull(text),
  firstName: orNull(text),
  lastName: orNull(text),
  imageUrl: orNull(text),
  label: orNull(text),
  scopes: list(text),
  metadata: bag,
  createdAt: whole,
  updatedAt: whole,
});

const totp = closed({
  secret: text,
  algorithm: words(['SHA1', 'SHA256', 'SHA512']),
  digits: whole,
  periodSeconds: whole,
});

const secrets = closed({
  passwords: list(closed({ scheme: text, digest: text, preHash: words(['none', 'md5']) })),
  totp: orNull(totp),
  enrolling: orNull(totp),
  backupCodes: list(text),
});

const user = closed({
  id: text,
  serial: whole,
  rev: whole,
  createdAt: whole,
  updatedAt: whole,
  system: flag,
  aliases: Type.Record(text, text),
  username: orNull(text),
  firstName: orNull(text),
  lastName: orNull(text),
  name: orNull(text),
  locale: orNull(text),
  timezone: orNull(text),
  externalId: orNull(text),
  profileImageId: orNull(text),
  emails: list(closed({ ...contact, address: text })),
  primaryEmailId: orNull(text),
  phones: list(closed({ ...contact, number: text, secondFactor: flag, defaultSecondFactor: flag })),
  primaryPhoneId: orNull(text),
  wallets: list(closed({ ...contact, address: text })),
  primaryWalletId: orNull(text),
  identities: list(identity),
  active: flag,
  confirmation: words(['none', 'pending', 'confirmed']),
  bannedAt: orNull(whole),
  lockedAt: orNull(whole),
  lockedUntil: orNull(whole),
  legalAcceptedAt: orNull(whole),
  deleteSelfEnabled: flag,
  createOrganizationEnabled: flag,
  createOrganizationsLimit: orNull(whole),
  role: orNull(text),
  groups: list(text),
  metadata: closed({ public: bag, private: bag, unsafe: bag, labels: bag, extra: bag }),
  extras: Type.Record(text, bag),
  credentials: closed({
    password: orNull(closed({ compromised: flag })),
    passwordUpdatedAt: orNull(whole),
    totp: orNull(closed({ enabledAt: whole })),
    backupCodes: orNull(closed({ enabledAt: whole, remaining: whole })),
    mfaEnabledAt: orNull(whole),
    mfaDisabledAt: orNull(whole),
  }),
  activity: closed({
    lastSignInAt: orNull(whole),
    lastActiveAt: orNull(whole),
    signInCount: whole,
    failedAttempts: whole,
    failedUntil: orNull(whole),
  }),
});

/** The first line: that this is Muster's format, in which version, and whether secrets are in it. */
export const Header = closed({ type: Type.Literal('muster'), version: whole, secrets: flag });

/** A user; `secrets` is there when the header says so. */
export const UserLine = closed({ type: Type.Literal('user'), user, secrets: Type.Optional(secrets) });

/** An image of the user before it, its bytes in base64. */
export const ImageLine = closed({
  type: Type.Literal('image'),
  id: text,
  userId: text,
  contentType: words(['image/jpeg', 'image/png', 'image/gif', 'image/webp']),
  createdAt: whole,
  bytes: text,
});

export type Header = Static<typeof Header>;
export type UserLine = Static<typeof UserLine>;
export type ImageLine = Static<typeof ImageLine>;

/** Checks lines; the first place that is not as it must be, as a dotted path, or null. */
function checker<Schema extends Type.TSchema>(schema: Schema) {
  const compiled = Compile(schema);
  return {
    check: (value: unknown): value is Static<Schema> => compiled.Check(value),
    faultOf(value: unknown): string {
      const [first] = compiled.Errors(value);
      return first === undefined ? '' : `${first.instancePath.slice(1).replaceAll('/', '.')} ${first.message}`.trim();
    },
  };
}

export const headers = checker(Header);
export const userLines = checker(UserLine);
export const imageLines = checker(ImageLine);
