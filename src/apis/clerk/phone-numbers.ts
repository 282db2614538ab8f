// The endpoints of phone numbers.

import { untouched } from '../../core/model/patch.ts';
import { contactRoutes } from './contact-routes.ts';
import { phoneNumberObject } from './wire/objects/phone-number.ts';

/** Clerk BAPI 2026-05-12, tag Phone Numbers; 2026-08. */
export const phoneNumberRoutes = contactRoutes({
  name: 'phone_number',
  path: '/phone_numbers',
  primary: 'primary-phone',
  flag: { name: 'reserved_for_second_factor', inReplacement: false },
  secondFactor: (reserved) => reserved,
  listOf: (user) => user.phones,
  primaryIdOf: (user) => user.primaryPhoneId,
  patch: (phones) => ({ ...untouched, phones }),
  render: phoneNumberObject,
});
