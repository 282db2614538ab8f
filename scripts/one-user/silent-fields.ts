// Fields that more than one API is silent about together.

/** Contacts other than email addresses. */
export const otherContacts = ['primaryPhoneId', 'phones', 'primaryWalletId', 'wallets'];

/** What users have agreed to, and what they may do for themselves. */
export const consents = [
  'legalAcceptedAt',
  'deleteSelfEnabled',
  'createOrganizationEnabled',
  'createOrganizationsLimit',
];

/** What there is to an email address besides the address. */
export const emailTraits = ['verification', 'reserved', 'linkedTo', 'createdAt', 'updatedAt'].map(
  (name) => `emails[].${name}`,
);

/** What there is to an account elsewhere besides who vouches for it, and under which id. */
export const identityTraits = [
  ...['email', 'emailVerified', 'username', 'firstName', 'lastName', 'imageUrl', 'label', 'scopes', 'metadata'],
  ...['createdAt', 'updatedAt'],
].map((name) => `identities[].${name}`);
