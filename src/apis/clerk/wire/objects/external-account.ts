// External accounts on the wire: a user as known to an outside provider.

import type { Identity } from '../../../../core/model/user.ts';
import { writeExternalAccountId, writeIdentificationId } from '../ids.ts';
import { providerName } from './provider.ts';

/** The providers whose accounts are objects of their own; the id of those is the identification's. */
const ownObjects: Readonly<Record<string, string>> = {
  oauth_google: 'google_account',
  oauth_facebook: 'facebook_account',
};

/** Clerk BAPI 2026-05-12, `ExternalAccountWithVerification`; 2026-08. */
export function externalAccountObject(identity: Identity): object {
  const provider = providerName(identity.provider);
  const object = ownObjects[provider];
  const accountId = writeExternalAccountId(identity.id);
  const identificationId = writeIdentificationId(identity.id);
  return {
    object: object ?? 'external_account',
    id: object === undefined ? accountId : identificationId,
    ...(object !== undefined && { external_account_id: accountId }),
    provider,
    identification_id: identificationId,
    provider_user_id: identity.subject,
    approved_scopes: identity.scopes.join(' '),
    email_address: identity.email ?? '',
    email_address_verified: identity.emailVerified,
    first_name: identity.firstName ?? '',
    last_name: identity.lastName ?? '',
    avatar_url: identity.imageUrl ?? '',
    image_url: identity.imageUrl,
    username: identity.username,
    phone_number: null,
    public_metadata: identity.metadata,
    label: identity.label,
    created_at: identity.createdAt,
    updated_at: identity.updatedAt,
    verification: {
      object: 'verification_oauth',
      status: 'verified',
      strategy: provider,
      attempts: null,
      expire_at: identity.createdAt,
    },
  };
}
