// table: what the vendor's specification (bapi/2026-05-12) says of four objects: the names they must have and may have.
import { at } from './app.ts';

/** The property names of one object of the API. */
export interface Facts {
  required: readonly string[];
  optional: readonly string[];
}

const words = (text: string): string[] => text.trim().split(/\s+/);

/** By the value of the property `object`. */
export const facts: Readonly<Record<string, Facts>> = {
  user: {
    required: words(`
      id object external_id primary_email_address_id primary_phone_number_id primary_web3_wallet_id username first_name
      last_name has_image public_metadata email_addresses phone_numbers web3_wallets passkeys external_accounts
      saml_accounts enterprise_accounts password_enabled two_factor_enabled totp_enabled backup_code_enabled
      mfa_enabled_at mfa_disabled_at last_sign_in_at last_active_at banned locked lockout_expires_in_seconds
      verification_attempts_remaining delete_self_enabled create_organization_enabled legal_accepted_at created_at
      updated_at`),
    optional: words(`
      locale profile_image_url image_url private_metadata unsafe_metadata organization_memberships
      password_last_updated_at deprovisioned create_organizations_limit bypass_client_trust scim`),
  },
  email_address: {
    required: words('object email_address verification linked_to reserved created_at updated_at'),
    optional: words('id matches_sso_connection'),
  },
  phone_number: {
    required: words('object phone_number verification linked_to reserved created_at updated_at'),
    optional: words('id reserved_for_second_factor default_second_factor backup_codes'),
  },
  session: {
    required: words('object id user_id client_id status last_active_at expire_at abandon_at updated_at created_at'),
    optional: words('actor last_active_organization_id latest_activity tasks'),
  },
};

/** Everything in an answer that contradicts the facts, at any depth; empty when nothing does. */
export function contradictions(value: unknown, path = 'body'): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const known = facts[String(at(value, 'object'))];
  const names = Object.keys(value);
  const isDeleted = names.includes('deleted');
  const own =
    known === undefined || isDeleted
      ? []
      : [
          ...known.required.filter((name) => !names.includes(name)).map((name) => `${path} has no ${name}`),
          ...names
            .filter((name) => !known.required.includes(name) && !known.optional.includes(name))
            .map((name) => `${path} has a stray ${name}`),
        ];
  const below = Object.entries(value).filter(([name]) => !name.endsWith('_metadata'));
  return [...own, ...below.flatMap(([name, each]) => contradictions(each, `${path}.${name}`))];
}
