// Phone numbers on the wire.

import type { Phone } from '../../../../core/model/user.ts';
import { writeIdentificationId } from '../ids.ts';
import { linkObject } from './email-address.ts';
import { verificationObject } from './verification.ts';

/** Clerk BAPI 2026-05-12, `PhoneNumber`; 2026-08. */
export function phoneNumberObject(phone: Phone): object {
  return {
    id: writeIdentificationId(phone.id),
    object: 'phone_number',
    phone_number: phone.number,
    reserved_for_second_factor: phone.secondFactor,
    default_second_factor: phone.defaultSecondFactor,
    reserved: phone.reserved,
    verification: verificationObject(phone.verification, 'phone'),
    linked_to: phone.linkedTo.map(linkObject),
    backup_codes: null,
    created_at: phone.createdAt,
    updated_at: phone.updatedAt,
  };
}
