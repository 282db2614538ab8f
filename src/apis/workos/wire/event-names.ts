// The names of events: those that come up here, with the change each comes of, and those that clients may ask for all the same.

import type { ChangeType } from '../../../core/model/change.ts';

const told: readonly (readonly [name: string, source: ChangeType])[] = [
  ['user.created', 'user.created'],
  ['user.updated', 'user.updated'],
  ['user.deleted', 'user.deleted'],
  ['session.created', 'session.created'],
  ['session.revoked', 'session.ended'],
  ['email_verification.created', 'ticket.created'],
  ['magic_auth.created', 'ticket.created'],
  ['password_reset.created', 'ticket.created'],
  ['password_reset.succeeded', 'password.reset'],
  ['organization.created', 'organization.created'],
  ['organization.updated', 'organization.updated'],
  ['organization.deleted', 'organization.deleted'],
  ['organization_membership.created', 'membership.created'],
  ['organization_membership.updated', 'membership.updated'],
  ['organization_membership.deleted', 'membership.deleted'],
  ['invitation.created', 'invitation.created'],
  ['invitation.accepted', 'invitation.accepted'],
  ['invitation.revoked', 'invitation.revoked'],
  ['invitation.resent', 'invitation.resent'],
  ['authentication.password_succeeded', 'sign-in.succeeded'],
  ['authentication.password_failed', 'sign-in.failed'],
  ['authentication.magic_auth_succeeded', 'sign-in.succeeded'],
  ['authentication.magic_auth_failed', 'sign-in.failed'],
  ['authentication.email_verification_succeeded', 'sign-in.succeeded'],
  ['authentication.email_verification_failed', 'sign-in.failed'],
  ['authentication.mfa_succeeded', 'sign-in.succeeded'],
  ['authentication.mfa_failed', 'sign-in.failed'],
  ['authentication.oauth_succeeded', 'sign-in.succeeded'],
  ['authentication.oauth_failed', 'sign-in.failed'],
  ['authentication.sso_succeeded', 'sign-in.succeeded'],
  ['authentication.sso_failed', 'sign-in.failed'],
  ['authentication.passkey_succeeded', 'sign-in.succeeded'],
  ['authentication.passkey_failed', 'sign-in.failed'],
];

const untold = `
action.authentication.denied action.user_registration.denied agent.registration.claim.attempt.created
agent.registration.claim.completed agent.registration.created agent.registration.credential.issued
agent.registration.deleted agent.registration.expired agent.registration.organization.switched
agent.registration.refreshed agent.registration.revoked api_key.created api_key.revoked api_key.updated
authentication.radar_risk_detected authentication.reauthentication_succeeded authentication.sso_started
authentication.sso_timed_out connection.activated connection.deactivated connection.deleted
connection.saml_certificate_renewal_required connection.saml_certificate_renewed dsync.activated dsync.deleted
dsync.group.created dsync.group.deleted dsync.group.updated dsync.group.user_added dsync.group.user_removed
dsync.token.created dsync.token.revoked dsync.user.created dsync.user.deleted dsync.user.updated flag.created
flag.deleted flag.rule_updated flag.updated group.created group.deleted group.member_added group.member_removed
group.updated organization_domain.created organization_domain.deleted organization_domain.updated
organization_domain.verification_failed organization_domain.verified organization_role.created
organization_role.deleted organization_role.updated permission.created permission.deleted permission.updated
pipes.connected_account.connected pipes.connected_account.connection_failed pipes.connected_account.disconnected
pipes.connected_account.reauthorization_needed radar.challenge_created role.created role.deleted role.updated
vault.byok_key.deleted vault.byok_key.verification_completed vault.data.created vault.data.deleted
vault.data.read vault.data.updated vault.dek.decrypted vault.dek.read vault.kek.created vault.kek.deleted
vault.metadata.read vault.names.listed waitlist_user.approved waitlist_user.created waitlist_user.denied`;

/** WorkOS' OpenAPI file 0.61, `EventSchema`; 2026-08. null: nothing here makes such an event. */
export const eventNames: ReadonlyMap<string, ChangeType | null> = new Map<string, ChangeType | null>([
  ...told,
  ...untold
    .trim()
    .split(/\s+/)
    .map((name) => [name, null] as const),
]);
