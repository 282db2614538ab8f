// The creation: a blank user, and what a new one must have.

import type { Refusal } from '../model/error.ts';
import type { UserPatch } from '../model/patch.ts';
import { noActivity, type User } from '../model/user.ts';
import { countIdentifiers } from './identities.ts';
import { judgeAll } from './update.ts';
import type { Situation } from './verdict.ts';

/** Which requirements of the realm a caller asks to pass by. */
export type Waivers = { readonly identifier: boolean; readonly password: boolean };

/** A user with nothing but an id: what a creation starts from. */
export function blankUser(realm: string, id: string, now: number): User {
  return {
    realm,
    id,
    serial: 0,
    rev: 0,
    createdAt: now,
    updatedAt: now,
    system: false,
    aliases: {},
    username: null,
    firstName: null,
    lastName: null,
    name: null,
    locale: null,
    timezone: null,
    externalId: null,
    profileImageId: null,
    emails: [],
    primaryEmailId: null,
    phones: [],
    primaryPhoneId: null,
    wallets: [],
    primaryWalletId: null,
    identities: [],
    active: true,
    confirmation: 'none',
    bannedAt: null,
    lockedAt: null,
    lockedUntil: null,
    legalAcceptedAt: null,
    deleteSelfEnabled: true,
    createOrganizationEnabled: true,
    createOrganizationsLimit: null,
    role: null,
    groups: [],
    metadata: { public: {}, private: {}, unsafe: {}, labels: {}, extra: {} },
    extras: {},
    credentials: {
      password: null,
      passwordUpdatedAt: null,
      totp: null,
      backupCodes: null,
      mfaEnabledAt: null,
      mfaDisabledAt: null,
    },
    activity: noActivity,
  };
}

function judgeRequired(user: User, waivers: Waivers, situation: Situation): readonly Refusal[] {
  const { required } = situation.policy;
  const issues = [
    ...(required.identifier && !waivers.identifier && countIdentifiers(user) === 0 ? ['identifier'] : []),
    ...(required.password && !waivers.password && user.credentials.password === null ? ['password'] : []),
  ].map((path) => ({ path, reason: 'missing', limit: null }) as const);
  return issues.length > 0 ? [{ code: 'invalid', issues }] : [];
}

/** Decides what the patch makes of a blank user: the new record, or every reason why not. */
export function decideCreation(
  blank: User,
  patch: UserPatch,
  waivers: Waivers,
  situation: Situation,
): { readonly next: User; readonly refusals: readonly Refusal[] } {
  const { next, refusals } = judgeAll(blank, patch, situation);
  return {
    next: { ...next, rev: 1 },
    refusals: [...refusals, ...(refusals.length > 0 ? [] : judgeRequired(next, waivers, situation))],
  };
}
