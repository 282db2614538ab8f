// The objects of codes and tokens that went out by mail.

import type { Ticket } from '../../../core/model/ticket.ts';
import { type Named, writeId } from './ids.ts';
import { timeText } from './objects.ts';

/** What is known of a ticket: whose it is on the wire, and its code where it is shown. */
type Shown = { readonly ticket: Ticket; readonly userId: string };

function common(object: string, named: Exclude<Named, 'user'>, { ticket, userId }: Shown): object {
  return {
    object,
    id: writeId(named, ticket.id),
    user_id: userId,
    email: ticket.address ?? '',
    expires_at: timeText(ticket.expireAt),
    created_at: timeText(ticket.createdAt),
  };
}

/** WorkOS' OpenAPI file 0.61, `EmailVerification`; 2026-08. `code` null: an event, which tells no secrets. */
export function emailVerificationObject(shown: Shown, code: string | null): object {
  const updated = { updated_at: timeText(shown.ticket.updatedAt), ...(code !== null && { code }) };
  return { ...common('email_verification', 'emailVerification', shown), ...updated };
}

/** WorkOS' OpenAPI file 0.61, `MagicAuth`; 2026-08. `code` null: an event. */
export function magicAuthObject(shown: Shown, code: string | null): object {
  const updated = { updated_at: timeText(shown.ticket.updatedAt), ...(code !== null && { code }) };
  return { ...common('magic_auth', 'magicAuth', shown), ...updated };
}

/** WorkOS' OpenAPI file 0.61, `PasswordReset`; 2026-08. `link` null: an event. */
export function passwordResetObject(
  shown: Shown,
  link: { readonly token: string; readonly url: string } | null,
): object {
  const secret = link === null ? {} : { password_reset_token: link.token, password_reset_url: link.url };
  return { ...common('password_reset', 'passwordReset', shown), ...secret };
}
