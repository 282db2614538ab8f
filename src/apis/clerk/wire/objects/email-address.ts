// Email addresses on the wire.

import type { Email, Link } from '../../../../core/model/user.ts';
import { writeIdentificationId } from '../ids.ts';
import { providerName } from './provider.ts';
import { verificationObject } from './verification.ts';

/** Clerk BAPI 2026-05-12, `IdentificationLink`; 2026-08. */
export function linkObject(link: Link): object {
  return { type: providerName(link.type), id: writeIdentificationId(link.id) };
}

/** Clerk BAPI 2026-05-12, `EmailAddress`; 2026-08. */
export function emailAddressObject(email: Email): object {
  return {
    id: writeIdentificationId(email.id),
    object: 'email_address',
    email_address: email.address,
    reserved: email.reserved,
    verification: verificationObject(email.verification, 'email'),
    linked_to: email.linkedTo.map(linkObject),
    matches_sso_connection: false,
    created_at: email.createdAt,
    updated_at: email.updatedAt,
  };
}
