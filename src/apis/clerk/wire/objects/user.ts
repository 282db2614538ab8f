// Users on the wire.

import { type Standing, standingOf } from '../../../../core/commands/standing-of.ts';
import type { User } from '../../../../core/model/user.ts';
import { apiName, writeIdentificationId, writeUserId } from '../ids.ts';
import { emailAddressObject } from './email-address.ts';
import { externalAccountObject } from './external-account.ts';
import { phoneNumberObject } from './phone-number.ts';
import type { View } from './view.ts';
import { web3WalletObject } from './web3-wallet.ts';

const dayMs = 86_400_000;

function imageUrl(user: User, view: View): string {
  if (user.profileImageId !== null) return `${view.publicUrl}/images/${user.profileImageId}`;
  return `${view.publicUrl}/images/default/${user.id}`;
}

function contactId(id: string | null): string | null {
  return id === null ? null : writeIdentificationId(id);
}

/** What tells whether and how long a user is locked out. */
function lockout({ lockedUntil }: User, { locked, failures }: Standing, { policy, now }: View) {
  return {
    locked,
    lockout_expires_in_seconds: locked && lockedUntil !== null ? Math.ceil((lockedUntil - now) / 1000) : null,
    verification_attempts_remaining: policy.lockout.enabled ? Math.max(0, policy.lockout.attemptsMax - failures) : null,
  };
}

/** Which factors stand behind the password. */
function factors({ credentials }: User, { secondFactor }: Standing) {
  return {
    password_enabled: credentials.password !== null,
    two_factor_enabled: secondFactor,
    totp_enabled: credentials.totp !== null,
    backup_code_enabled: credentials.backupCodes !== null,
    mfa_enabled_at: credentials.mfaEnabledAt,
    mfa_disabled_at: credentials.mfaDisabledAt,
    password_last_updated_at: credentials.passwordUpdatedAt,
  };
}

/** Clerk BAPI 2026-05-12, `User`; 2026-08. */
export function userObject(user: User, view: View): object {
  const image = imageUrl(user, view);
  const standing = standingOf(user, view.now);
  const { lastActiveAt, lastSignInAt } = user.activity;
  return {
    id: writeUserId(user),
    object: 'user',
    external_id: user.externalId,
    primary_email_address_id: contactId(user.primaryEmailId),
    primary_phone_number_id: contactId(user.primaryPhoneId),
    primary_web3_wallet_id: contactId(user.primaryWalletId),
    username: user.username,
    first_name: user.firstName,
    last_name: user.lastName,
    locale: user.locale,
    profile_image_url: image,
    image_url: image,
    has_image: user.profileImageId !== null,
    public_metadata: user.metadata.public,
    private_metadata: user.metadata.private,
    unsafe_metadata: user.metadata.unsafe,
    email_addresses: user.emails.map(emailAddressObject),
    phone_numbers: user.phones.map(phoneNumberObject),
    web3_wallets: user.wallets.map(web3WalletObject),
    passkeys: [],
    external_accounts: user.identities.map(externalAccountObject),
    saml_accounts: [],
    enterprise_accounts: [],
    ...factors(user, standing),
    last_sign_in_at: lastSignInAt,
    last_active_at: lastActiveAt === null ? null : lastActiveAt - (lastActiveAt % dayMs),
    banned: user.bannedAt !== null,
    deprovisioned: false,
    ...lockout(user, standing, view),
    delete_self_enabled: user.deleteSelfEnabled,
    create_organization_enabled: user.createOrganizationEnabled,
    create_organizations_limit: user.createOrganizationsLimit,
    legal_accepted_at: user.legalAcceptedAt,
    bypass_client_trust: user.extras[apiName]?.bypass_client_trust === true,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
  };
}
