// table: what the vendor's specification says of the objects of the WorkOS API: the names they must have and may have.
import type { Facts } from './facts.ts';

const words = (text: string): string[] => text.trim().split(/\s+/);
const times = ['created_at', 'updated_at'];

/** By the value of the property `object`. WorkOS' OpenAPI file 0.61; 2026-08. */
export const facts: Readonly<Record<string, Facts>> = {
  user: {
    required: words(`
      object id email email_verified first_name last_name profile_picture_url external_id last_sign_in_at created_at
      updated_at`),
    optional: words('name locale metadata'),
  },
  session: {
    required: words(`
      object id user_id ip_address user_agent auth_method status expires_at ended_at created_at updated_at`),
    optional: words('organization_id impersonator'),
  },
  email_verification: {
    required: words('object id user_id email expires_at code created_at updated_at'),
    optional: [],
  },
  magic_auth: { required: words('object id user_id email expires_at code created_at updated_at'), optional: [] },
  password_reset: {
    required: words('object id user_id email password_reset_token password_reset_url expires_at created_at'),
    optional: [],
  },
  authentication_factor: { required: ['object', 'id', 'type', 'user_id', 'totp', ...times], optional: [] },
  authentication_challenge: {
    required: ['object', 'id', 'authentication_factor_id', ...times],
    optional: ['expires_at'],
  },
  organization: {
    required: ['object', 'id', 'name', 'domains', 'metadata', 'external_id', ...times],
    optional: ['stripe_customer_id', 'allow_profiles_outside_organization'],
  },
  organization_membership: {
    required: ['object', 'id', 'user_id', 'organization_id', 'status', 'directory_managed', 'role', ...times],
    optional: ['organization_name', 'custom_attributes', 'roles', 'user'],
  },
  invitation: {
    required: words(`
      object id email state accepted_at revoked_at expires_at organization_id inviter_user_id accepted_user_id role_slug
      token accept_invitation_url created_at updated_at`),
    optional: [],
  },
  redirect_uri: { required: ['object', 'id', 'uri', 'default', ...times], optional: [] },
  webhook_endpoint: {
    required: ['object', 'id', 'endpoint_url', 'secret', 'status', 'events', ...times],
    optional: [],
  },
  list: { required: ['object', 'data', 'list_metadata'], optional: [] },
};
