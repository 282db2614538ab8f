// The user as a document: what every answer shows, and what every patch is applied to.

import { standingOf } from '../../core/commands/standing-of.ts';
import type { Contact, Email, Identity, Phone, User, Verification, Wallet } from '../../core/model/user.ts';
import type { UserDocument } from './schema-user.ts';
import { writeTime, writeTimeOrNull } from './times.ts';

function verificationDocument({ status, strategy, at }: Verification) {
  return { status, strategy, at: writeTime(at) };
}

function contactDocument({ id, verification, reserved, linkedTo, createdAt, updatedAt }: Contact) {
  return {
    id,
    verified: verification?.status === 'verified',
    reserved,
    verification: verification === null ? null : verificationDocument(verification),
    linkedTo: linkedTo.map(({ type, id: linked }) => ({ type, id: linked })),
    createdAt: writeTime(createdAt),
    updatedAt: writeTime(updatedAt),
  };
}

function addressDocument(contact: Email | Wallet): UserDocument['emails'][number] {
  return { address: contact.address, ...contactDocument(contact) };
}

function phoneDocument(phone: Phone): UserDocument['phones'][number] {
  const { number, secondFactor, defaultSecondFactor } = phone;
  return { number, secondFactor, defaultSecondFactor, ...contactDocument(phone) };
}

function identityDocument(identity: Identity): UserDocument['identities'][number] {
  return {
    id: identity.id,
    provider: identity.provider,
    subject: identity.subject,
    email: identity.email,
    emailVerified: identity.emailVerified,
    username: identity.username,
    firstName: identity.firstName,
    lastName: identity.lastName,
    imageUrl: identity.imageUrl,
    label: identity.label,
    scopes: [...identity.scopes],
    metadata: identity.metadata,
    createdAt: writeTime(identity.createdAt),
    updatedAt: writeTime(identity.updatedAt),
  };
}

function credentialsDocument({ credentials }: User): UserDocument['credentials'] {
  const { password, totp, backupCodes } = credentials;
  return {
    password: password === null ? null : { compromised: password.compromised },
    passwordUpdatedAt: writeTimeOrNull(credentials.passwordUpdatedAt),
    totp: totp === null ? null : { enabledAt: writeTime(totp.enabledAt) },
    backupCodes:
      backupCodes === null ? null : { enabledAt: writeTime(backupCodes.enabledAt), remaining: backupCodes.remaining },
    mfaEnabledAt: writeTimeOrNull(credentials.mfaEnabledAt),
    mfaDisabledAt: writeTimeOrNull(credentials.mfaDisabledAt),
  };
}

function standingDocument(user: User, now: number) {
  return {
    active: user.active,
    confirmation: user.confirmation,
    banned: user.bannedAt !== null,
    bannedAt: writeTimeOrNull(user.bannedAt),
    locked: standingOf(user, now).locked,
    lockedAt: writeTimeOrNull(user.lockedAt),
    lockedUntil: writeTimeOrNull(user.lockedUntil),
    legalAcceptedAt: writeTimeOrNull(user.legalAcceptedAt),
    passwordCompromised: user.credentials.password?.compromised ?? false,
    deleteSelfEnabled: user.deleteSelfEnabled,
    createOrganizationEnabled: user.createOrganizationEnabled,
    createOrganizationsLimit: user.createOrganizationsLimit,
  };
}

/** Writes a user as at `now`; `ids` are its spellings by API. Names every member: a new one of the model does not leak. */
export function documentOf(user: User, ids: Readonly<Record<string, string>>, now: number): UserDocument {
  const { lastSignInAt, lastActiveAt, signInCount } = user.activity;
  const { public: open, private: hidden, unsafe, labels, extra } = user.metadata;
  return {
    id: user.id,
    serial: user.serial,
    ids: { ...ids },
    aliases: { ...user.aliases },
    rev: user.rev,
    createdAt: writeTime(user.createdAt),
    updatedAt: writeTime(user.updatedAt),
    system: user.system,
    username: user.username,
    firstName: user.firstName,
    lastName: user.lastName,
    name: user.name,
    locale: user.locale,
    timezone: user.timezone,
    externalId: user.externalId,
    profileImageId: user.profileImageId,
    emails: user.emails.map(addressDocument),
    primaryEmail: user.emails.find(({ id }) => id === user.primaryEmailId)?.address ?? null,
    phones: user.phones.map(phoneDocument),
    primaryPhone: user.phones.find(({ id }) => id === user.primaryPhoneId)?.number ?? null,
    wallets: user.wallets.map(addressDocument),
    primaryWallet: user.wallets.find(({ id }) => id === user.primaryWalletId)?.address ?? null,
    identities: user.identities.map(identityDocument),
    ...standingDocument(user, now),
    role: user.role,
    groups: [...user.groups],
    metadata: { public: open, private: hidden, unsafe, labels, extra },
    extras: { ...user.extras },
    credentials: credentialsDocument(user),
    activity: {
      lastSignInAt: writeTimeOrNull(lastSignInAt),
      lastActiveAt: writeTimeOrNull(lastActiveAt),
      signInCount,
      failedAttempts: standingOf(user, now).failures,
    },
  };
}
