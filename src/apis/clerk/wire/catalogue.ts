// table: every error of the wire that Muster says, by a name of ours, with status, code and messages as clients know them.
// The catalogue: `<word>` in a message stands for a fact of the case.

/** One kind of error. `message` is short, `long` is for people. */
export type CatalogueEntry = {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly long: string;
};

function entry(status: number, code: string, message: string, long: string = message): CatalogueEntry {
  return { status, code, message, long };
}

/** Clerk's `data/api_errors.json` (clerk-docs, 2026-08-21), as far as it applies; texts it leaves empty are ours. */
export const catalogue = {
  // The call.
  keyInvalid: entry(
    401,
    'clerk_key_invalid',
    'The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.',
  ),
  authorizationFormat: entry(
    401,
    'authorization_header_format_invalid',
    'Invalid Authorization header format',
    "Invalid Authorization header format. Must be 'Bearer <YOUR_API_KEY>'",
  ),
  authorizationInvalid: entry(
    403,
    'authorization_invalid',
    'Unauthorized request',
    'You are not authorized to perform this request',
  ),
  apiVersionInvalid: entry(400, 'api_version_invalid', 'invalid API version', 'Invalid Clerk API version: <reason>'),
  badRequest: entry(400, 'bad_request', 'Bad request'),
  bodyInvalid: entry(
    400,
    'request_body_invalid',
    'Request body invalid',
    'The request body is invalid. Please consult the API documentation for more information.',
  ),
  bodyTooLarge: entry(
    413,
    'request_body_too_large',
    'Request body too large',
    'The request body exceeds the maximum allowed size of <limit> bytes.',
  ),
  contentTypeUnsupported: entry(
    415,
    'unsupported_content_type',
    'Content-Type is unsupported',
    'Content-Type <actual> is unsupported. You should use <expected> instead.',
  ),
  bulkSizeExceeded: entry(
    400,
    'bulk_size_exceeded',
    'bulk size exceeded',
    'Parameters exceed the maximum allowed bulk processing size of <limit>.',
  ),
  tooManyRequests: entry(429, 'too_many_requests', 'Too many requests', 'Too many requests, retry later'),
  resourceLocked: entry(
    409,
    'resource_locked',
    'resource busy',
    'This resource is currently being modified by another request. Please try again.',
  ),
  operationDeprecated: entry(410, 'operation_deprecated', 'endpoint is deprecated and pending removal'),
  featureNotEnabled: entry(403, 'feature_not_enabled', 'not enabled', 'This feature is not enabled on this instance'),
  quotaExceeded: entry(403, 'quota_exceeded', 'Quota exceeded', 'Quota exceeded, you have reached your limit.'),
  internal: entry(
    500,
    'internal_clerk_error',
    'Oops, an unexpected error occurred',
    'There was an internal error. It has been logged.',
  ),

  // What is not there.
  resourceNotFound: entry(404, 'resource_not_found', 'not found', 'Resource not found'),
  userNotFound: entry(404, 'resource_not_found', 'not found', 'No user was found with id <id>'),
  identificationNotFound: entry(404, 'resource_not_found', 'Resource not found'),
  organizationNotFound: entry(404, 'resource_not_found', 'not found', 'Given organization not found.'),
  sessionNotFound: entry(404, 'resource_not_found', 'Session not found', 'No session was found with id <id>'),
  sessionGone: entry(404, 'resource_not_found', 'Session not found', 'The session is no longer active'),
  idempotencyKeyReused: entry(
    422,
    'idempotency_key_reused',
    'idempotency key reused',
    'This Idempotency-Key was used for another request.',
  ),
  templateNotFound: entry(
    404,
    'resource_not_found',
    'JWT template not found',
    'No JWT template exists with name: <name>',
  ),
  externalAccountNotFound: entry(
    404,
    'external_account_not_found',
    'Invalid external account',
    'The External Account was not found.',
  ),
  passkeyNotFound: entry(404, 'passkey_not_registered', 'not registered', 'Passkey is not registered.'),
  imageNotFound: entry(404, 'image_not_found', 'Image not found'),

  // The parameters.
  unknown: entry(422, 'form_param_unknown', 'is unknown', '<param> is not a valid parameter for this request.'),
  missing: entry(422, 'form_param_missing', 'is missing', '<param> must be included.'),
  typeInvalid: entry(422, 'form_param_type_invalid', 'is invalid', '`<param>` must be a `<type>`.'),
  metadataType: entry(
    422,
    'form_param_value_invalid',
    'is invalid',
    '<param> is invalid. Received <actual>, must be of type object.',
  ),
  valueInvalid: entry(
    422,
    'form_param_value_invalid',
    'is invalid',
    '<value> does not match one of the allowed values for parameter <param>',
  ),
  valueRefused: entry(422, 'form_param_value_invalid', 'is invalid', '<param> is invalid'),
  valueEmpty: entry(422, 'form_param_value_invalid', 'is invalid', '<param> is invalid. Must be not empty'),
  valueEncoding: entry(
    422,
    'form_param_value_invalid',
    'invalid character encoding',
    '<param> contains invalid UTF-8 characters',
  ),
  valueTooLarge: entry(
    422,
    'form_param_value_too_large',
    'Value too large',
    "The value of <param> can't be greater than <limit>",
  ),
  formatInvalid: entry(422, 'form_param_format_invalid', 'is invalid', '<param> is invalid.'),
  emailInvalid: entry(422, 'form_param_format_invalid', 'is invalid', '<param> must be a valid email address.'),
  phoneInvalid: entry(
    422,
    'form_param_format_invalid',
    'is invalid',
    '<param> must be a valid phone number according to E.164 international standard.',
  ),
  walletInvalid: entry(422, 'form_param_format_invalid', 'is invalid', '<param> must be a valid web3 wallet address.'),
  localeInvalid: entry(422, 'form_param_format_invalid', 'is invalid', '<param> must be a valid BCP-47 language tag.'),
  duplicate: entry(422, 'form_param_duplicate', 'duplicate values', '<param> contains duplicate values'),
  deprecated: entry(422, 'form_param_deprecated', 'is deprecated', '<param> is deprecated. <instead>'),
  arraySizeExceeded: entry(
    422,
    'form_param_array_size_exceeded',
    'exceeds maximum size',
    '<param> should not exceed <limit> items.',
  ),
  arrayLengthMismatch: entry(
    422,
    'form_param_array_length_mismatch',
    'length mismatch',
    '<param> must contain exactly one item for each item in <other>.',
  ),
  lengthMax: entry(
    422,
    'form_param_max_length_exceeded',
    'exceeds maximum length',
    '<param> should not exceed <limit> characters.',
  ),
  lengthMin: entry(
    422,
    'form_param_min_length_exceeded',
    'does not reach minimum length',
    '<param> must be at least <limit> characters long.',
  ),
  sizeExceeded: entry(
    422,
    'form_param_exceeds_allowed_size',
    'exceeds allowed size',
    'The given <param> exceeds the maximum allowed size of <limit> bytes (<kilobytes> KB).',
  ),
  timeInvalid: entry(
    422,
    'form_param_invalid_time',
    'invalid format',
    '<param> must contain a datetime specified in RFC3339 format (e.g. `2022-10-20T10:00:27.645Z`).',
  ),
  dateInvalid: entry(422, 'form_param_invalid_date', 'Date values must be given in Unix millisecond timestamp format.'),
  futureDate: entry(422, 'form_disallow_future_date', 'Date values must not be in the future.'),
  conditionMissing: entry(
    422,
    'form_conditional_param_missing',
    'is missing',
    '`<param>` is required when `<condition>` is present.',
  ),
  conditionDisallowed: entry(
    422,
    'form_conditional_param_disallowed',
    'is not allowed',
    "`<param>` isn't allowed when `<condition>` is present.",
  ),
  conditionDisallowedWhen: entry(
    422,
    'form_conditional_param_disallowed',
    'is not allowed',
    "`<param>` isn't allowed when `<condition>` is <value>.",
  ),
  identifierExists: entry(422, 'form_identifier_exists', 'That <thing> is taken. Please try another.'),
  parameterResourceNotFound: entry(
    422,
    'form_resource_not_found',
    'is missing',
    'The resource associated with the supplied <param> was not found.',
  ),
  verificationNeeded: entry(
    422,
    'form_verification_needed',
    'is unverified',
    'This identification needs to be verified before you can perform this action.',
  ),
  dataMissing: entry(
    422,
    'form_data_missing',
    'missing data',
    "<params> data doesn't match user requirements set for this instance",
  ),
  usernameLength: entry(
    422,
    'form_username_invalid_length',
    'Username must be between <lengthMin> and <lengthMax> characters long.',
  ),
  usernameCharacter: entry(
    422,
    'form_username_invalid_character',
    "Username can only contain letters, numbers and '_' or '-'.",
  ),
  usernameDigits: entry(422, 'form_username_needs_non_number_char', 'Username must contain one non-number character.'),
  usernamePhone: entry(
    422,
    'form_username_cannot_be_phone_number',
    'is invalid',
    '<param> cannot be a phone number. Please choose a different username.',
  ),

  // Passwords.
  passwordTooShort: entry(422, 'form_password_length_too_short', 'Passwords must be <limit> characters or more.'),
  passwordTooLong: entry(422, 'form_password_length_too_long', 'Passwords must be less than <limit> characters.'),
  passwordTooManyBytes: entry(
    422,
    'form_password_size_in_bytes_exceeded',
    'Your password is too long. Please use a shorter one.',
  ),
  passwordNoUppercase: entry(
    422,
    'form_password_no_uppercase',
    'Passwords must contain at least one uppercase character.',
  ),
  passwordNoLowercase: entry(
    422,
    'form_password_no_lowercase',
    'Passwords must contain at least one lowercase character.',
  ),
  passwordNoNumber: entry(422, 'form_password_no_number', 'Passwords must contain at least one number.'),
  passwordNoSpecial: entry(
    422,
    'form_password_no_special_char',
    'Passwords must contain at least one special character.',
  ),
  passwordPwned: entry(
    422,
    'form_password_pwned',
    'Password has been found in an online data breach. For account safety, please use a different password.',
  ),
  passwordUnchecked: entry(
    422,
    'form_password_validation_failed',
    'Incorrect password. Please try again.',
    'The password could not be checked against known data breaches. Please try again.',
  ),
  passwordMatchesIdentifier: entry(
    422,
    'form_password_matches_identifier',
    'Password cannot match your email address, phone number or username. For account safety, please use a different password.',
  ),
  passwordDigestInvalid: entry(
    422,
    'form_password_digest_invalid_code',
    'is invalid',
    'The given password digest is not in the format of the given hasher.',
  ),
  passwordDigestTooCostly: entry(
    422,
    'form_password_digest_invalid_code',
    'is invalid',
    'The given password digest costs more to check than this instance allows.',
  ),
  noPasswordSet: entry(
    400,
    'no_password_set',
    'no password set',
    'This user does not have a password set for their account',
  ),
  incorrectPassword: entry(
    422,
    'incorrect_password',
    'incorrect password',
    'The provided password is not the one the user has set',
  ),

  // Users and what they hold.
  userBanned: entry(
    403,
    'user_banned',
    'User banned',
    'You have been banned. If you think this was by mistake, please contact support.',
  ),
  userDeactivated: entry(
    403,
    'user_deactivated',
    'User deactivated',
    'You have been deactivated. Please contact support.',
  ),
  userLocked: entry(
    403,
    'user_locked',
    'Account locked',
    'Your account is locked. You will be able to try again later.',
  ),
  totpDisabled: entry(
    400,
    'totp_disabled',
    'TOTP is disabled',
    'This user does not have TOTP enabled in their account',
  ),
  totpIncorrect: entry(422, 'totp_incorrect_code', 'incorrect TOTP', 'The provided TOTP code is incorrect'),
  totpInvalidLength: entry(
    422,
    'totp_invalid_length',
    'invalid length',
    'The provided TOTP code must be 6 characters long.',
  ),
  totpSecretInvalid: entry(
    422,
    'invalid_totp_secret_code',
    'invalid TOTP secret',
    'The TOTP secret is invalid, please provide a valid one base32 encoded',
  ),
  backupCodeInvalid: entry(
    422,
    'form_param_format_invalid',
    'is invalid',
    'Each of <param> must be a code, or a bcrypt digest of one that costs no more than 2^12.',
  ),
  deletionFailed: entry(
    400,
    'identification_deletion_failed',
    'Deletion failed',
    'You cannot delete your last identification.',
  ),
  requiredDeletionFailed: entry(
    400,
    'last_required_identification_deletion_failed',
    'Deletion failed',
    'You are required to maintain at least one <thing> in your account at all times',
  ),
  linkedDeletionFailed: entry(
    400,
    'delete_linked_identification_disallowed',
    'Deleting a linked email address is not allowed',
    'This email address is linked to one or more Connected Accounts. Remove the Connected Account before deleting this email address.',
  ),
  secondFactorUpdateUnverified: entry(
    400,
    'identification_update_second_factor_unverified',
    'Update failed',
    'Cannot update second factor attributes for unverified identification',
  ),
  secondFactorCreateUnverified: entry(
    400,
    'identification_create_second_factor_unverified',
    'Create failed',
    'Unverified identifications cannot be a second factor',
  ),

  // Images.
  imageMissing: entry(
    400,
    'form_param_missing',
    'Image file missing',
    'There was no image file present in the request',
  ),
  imageTooLarge: entry(
    413,
    'image_too_large',
    'Image too large',
    'The image being uploaded is more than 10MB. Please choose a smaller one.',
  ),
  imageUnsupported: entry(
    400,
    'request_body_invalid',
    'Image decode error',
    'The image could not be decoded. Please ensure the image is valid and try again.',
  ),

  // Refreshing a session; these send the client back to the sign-in page.
  refreshSessionNotFound: entry(
    401,
    'session_refresh_session_not_found',
    'Session not found',
    'No session was found with id <id>',
  ),
  refreshTokenNotFound: entry(
    401,
    'refresh_token_not_found',
    'Refresh token not found',
    'The provided refresh token was not found',
  ),
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

export type CatalogueName = keyof typeof catalogue;
