// The endpoints of email addresses.

import { untouched } from '../../core/model/patch.ts';
import { contactRoutes } from './contact-routes.ts';
import { emailAddressObject } from './wire/objects/email-address.ts';

/** Clerk BAPI 2026-05-12, tag Email Addresses; 2026-08. */
export const emailAddressRoutes = contactRoutes({
  name: 'email_address',
  path: '/email_addresses',
  primary: 'primary-email',
  flag: { name: 'notify_primary_email_address_changed', inReplacement: true },
  secondFactor: () => undefined,
  listOf: (user) => user.emails,
  primaryIdOf: (user) => user.primaryEmailId,
  patch: (emails, notify) => ({ ...untouched, emails, notifyPrimaryEmailChanged: notify === true }),
  render: emailAddressObject,
});
