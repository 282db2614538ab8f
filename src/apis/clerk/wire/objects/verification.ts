// Verifications: how an address was proven, in the object that its strategy has on the wire.

import type { Verification } from '../../../../core/model/user.ts';

/** Strategies by the object that tells of them; an address proven in a way the wire has no word for was proven by an admin. */
const objects: readonly { readonly object: string; readonly strategies: RegExp; readonly more: object }[] = [
  { object: 'verification_admin', strategies: /^admin$/, more: {} },
  {
    object: 'verification_otp',
    strategies: /^(?:phone_code|email_code|reset_password_email_code)$/,
    more: {},
  },
  { object: 'verification_email_link', strategies: /^email_link$/, more: {} },
  { object: 'verification_ticket', strategies: /^ticket$/, more: {} },
  { object: 'verification_saml', strategies: /^saml$/, more: {} },
  { object: 'verification_scim', strategies: /^scim$/, more: {} },
  {
    object: 'verification_from_oauth',
    strategies: /^from_oauth_(?:token_|custom_)?[a-z]+$/,
    more: {},
  },
  {
    object: 'verification_web3',
    strategies: /^web3_(?:metamask|base|coinbase_wallet|okx_wallet|solana)_signature$/,
    more: { nonce: null, message: null },
  },
];

/** What each sort of address can say, and what stands for an unproven one whose strategy it has no word for. */
const sorts = {
  email: {
    says: /^verification_(?:otp|admin|from_oauth|ticket|saml|email_link|scim)$/,
    unproven: { object: 'verification_otp', strategy: 'email_code' },
  },
  phone: {
    says: /^verification_(?:otp|admin)$/,
    unproven: { object: 'verification_otp', strategy: 'phone_code' },
  },
  wallet: {
    says: /^verification_(?:web3|admin)$/,
    unproven: { object: 'verification_web3', strategy: 'web3_metamask_signature' },
  },
} as const;

const byAdmin = {
  object: 'verification_admin',
  status: 'verified',
  strategy: 'admin',
  attempts: null,
  expire_at: null,
} as const;

/** Clerk BAPI 2026-05-12, the `verification` of an address; 2026-08. */
export function verificationObject(verification: Verification | null, sort: keyof typeof sorts): object | null {
  if (verification === null) return null;
  const { status, strategy } = verification;
  if (strategy === 'admin' && status === 'verified') return byAdmin;
  const { says, unproven } = sorts[sort];
  const known = objects.find((entry) => says.test(entry.object) && entry.strategies.test(strategy));
  if (known !== undefined && known.object !== 'verification_admin') {
    return { object: known.object, status, strategy, attempts: null, expire_at: null, ...known.more };
  }
  return status === 'verified' ? byAdmin : { ...unproven, status, attempts: null, expire_at: null };
}
