// The links in Coronium's mails: where they lead, and what they carry.

import type { LinkOf } from '../../core/commands/create-password-reset.ts';

/** The paths of the pages, as Coronium Core has them (documentation of Coronium Core 2.7; 2019-09). */
export const paths = { confirmation: '/_confirmation', reset: '/_resetpassword' } as const;

/** How long a link for a new password is good (the same documentation, "Password Reset"). */
export const resetLifetimeMs = 86_400_000;

/** A code as it stands in a link: a token, and the realm that it is of; null: the home realm. */
export type LinkCode = { readonly realmId: string | null; readonly token: string };

/** Where links for users of a realm lead; `realmId` null: the home realm. `publicUrl` without a slash at its end. */
export function linkOf(publicUrl: string, path: (typeof paths)[keyof typeof paths], realmId: string | null): LinkOf {
  const start = realmId === null ? '' : `${encodeURIComponent(realmId)}.`;
  return (token) => `${publicUrl}${path}?code=${start}${token}`;
}

/** Reads a code; null when it can be none. A token has no dot in it. */
export function readCode(code: string): LinkCode | null {
  const dot = code.lastIndexOf('.');
  const [realmId, token] = [dot < 0 ? null : code.slice(0, dot), code.slice(dot + 1)];
  const good = /^[\w-]{1,100}$/.test(token) && (realmId === null || /^[^\s\p{Cc}]{1,100}$/u.test(realmId));
  return good ? { realmId, token } : null;
}
