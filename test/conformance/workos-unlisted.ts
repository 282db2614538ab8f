// table: where answers of the WorkOS API have no word in the vendor's specification, or its words never come up, and why.

/** Operations that answer a person, with a page or the way to one. */
export const pages: ReadonlySet<string> = new Set([
  'GET /user_management/authorize',
  'GET /user_management/sessions/logout',
]);

/** Endpoints whose good news has no body. */
export const emptyAnswers: ReadonlySet<string> = new Set([
  'DELETE /user_management/users/:id',
  'DELETE /auth/factors/:id',
  'DELETE /organizations/:id',
  'DELETE /user_management/organization_memberships/:id',
  'DELETE /user_management/redirect_uris/:id',
  'DELETE /webhook_endpoints/:id',
  'POST /user_management/sessions/revoke',
]);

/** Statuses that an operation has here and not in the document. */
export const statusReasons: Readonly<Record<string, string>> = {
  'POST /user_management/organization_memberships 409': 'the document forgets who is a member already',
  'GET /user_management/authorize 400':
    'a person is told, since nobody may be sent to an address that is not registered',
  'GET /user_management/sessions/logout 200': 'a person is told, where the link names no address to go back to',
  'GET /user_management/sessions/logout 400': 'a person is told',
};

const noRadar = 'there is no Radar here';
const noDirectory = 'no sign-in through a directory or another provider is offered here';
const noPending = 'memberships are active from the start: an invitation comes before one';
const noMailCheck = 'no mail server is asked before a mail is sent';
const always = 'passwords and codes are always allowed here';

/** What the document promises and nothing can bring about here: by operation, status and code, or by status and code alone. */
export const unprovoked: Readonly<Record<string, string>> = {
  '400 phone_number_required': noRadar,
  '400 verification_id_required': noRadar,
  '403 radar_challenge': noRadar,
  '403 radar_sign_up_challenge': noRadar,
  '403 radar_sms_sign_in_challenge': noRadar,
  '400 invalid_profile': noDirectory,
  '400 invalid_connection': noDirectory,
  '400 invalid_link_authorization_code': noDirectory,
  '400 extra_attributes_required': noDirectory,
  '400 organization_authentication_methods_required': noDirectory,
  '400 sso_required': noDirectory,
  '403 application_consent_required': noDirectory,
  '403 passkey_progressive_enrollment': 'nobody has passkeys here',
  '400 email_domain_not_deliverable': noMailCheck,
  '400 authentication_method_not_allowed': always,
  '403 email_password_auth_disabled': always,
  '403 password_reset_not_allowed': always,
  '400 pkce_not_supported': 'every client may use it',
  '400 code_challenge_not_found': 'told as invalid_grant, like everything else that is wrong with a code',
  '400 unauthorized_client': 'the one client may use every grant',
  '400 invalid_organization_id': 'told as organization_not_found',
  '400 user_mismatch': 'told as invalid_one_time_code: nobody learns whose challenge it is',
  '400 invitation_cannot_be_used_for_email': 'told as invitation_invalid: nobody learns whose invitation it is',
  '400 one_time_code_too_many_attempts': 'the tenth wrong code locks the user too, which is told as too_many_requests',
  'POST /user_management/authenticate 400 sign_up_not_allowed': 'whoever has a code has an account already',
  'POST /user_management/authenticate 400 mfa_enrollment': 'told with 403, as the same document has it',
  '400 token_too_big': 'a token says nothing of metadata',
  'POST /user_management/authenticate 404': 'what is not there is told as a grant or a credential that is no good',
  'POST /user_management/authenticate 429 daily_quota_exceeded': 'told as too_many_requests',
  'POST /user_management/users 404': 'a new user names nothing that could be missing',
  '409 user_deletion_not_allowed': 'built-in accounts are not seen through this API',
  'GET /sso/jwks/{clientId} 404': 'the keys are the same for every client id',
  '400 email_verification_code_previously_used': 'a used code has verified the address: email_previously_verified',
  '409 email_change_not_allowed': 'needs a change that would leave a user of another API no way in',
  'POST /user_management/users/{id}/email_change/confirm 422 invalid_email': 'the address was judged when it was sent',
  'DELETE /auth/factors/{id} 204': 'told with 200',
  'DELETE /organizations/{id} 202': 'told with 200: it is gone at once',
  'PUT /organizations/{id} 403': 'a key may change every organization',
  'DELETE /organizations/{id} 403': 'a key may delete every organization',
  '400 stripe_customer_id_already_used': 'there is no Stripe here',
  '400 cannot_reactivate_pending_organization_membership': noPending,
  '400 cannot_deactivate_pending_organization_membership': noPending,
  '422 multiple_roles_not_enabled': 'several roles are always allowed',
  '422 sub_resource_scoped_role_not_allowed': 'roles are those of organizations',
  'PUT /user_management/organization_memberships/{id}/deactivate 422 invalid_request_parameters':
    'it has no parameters',
  'PUT /user_management/organization_memberships/{id}/reactivate 422 invalid_request_parameters':
    'it has no parameters',
  'GET /user_management/organization_memberships 400 invalid_request_parameters': 'told with 422, as for other lists',
  '400 organization_blocked_from_sending_invites': 'no organization is blocked',
  '400 invalid_invite': 'told as invite_not_pending',
  '400 invite_has_accepted_user_id': 'told as invite_not_pending',
  'DELETE /user_management/redirect_uris/{id} 409': 'any of them may go',
  'GET /user_management/authorize 200': 'always leads on to the page that is due',
  'GET /user_management/sessions/logout 422': 'told on a page with 400',
  'POST /user_management/authorize/device 403': 'devices may always ask',
};
