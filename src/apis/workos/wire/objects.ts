// The objects of the wire: users, identities, sessions, lists.

import type { Session } from '../../../core/model/session.ts';
import type { Email, Identity, User } from '../../../core/model/user.ts';
import { writeId, writeSessionId, writeUserId } from './ids.ts';

/** A point in time as this API writes it: ISO 8601, UTC, with milliseconds. */
export function timeText(at: number): string {
  return new Date(at).toISOString();
}

/** The one email address this API shows of a user: the primary one, else the first. */
export function shownEmail({ emails, primaryEmailId }: Pick<User, 'emails' | 'primaryEmailId'>): Email | null {
  return emails.find((email) => email.id === primaryEmailId) ?? emails[0] ?? null;
}

/** True when the address has been proven. */
export function isVerified(email: Email | null): boolean {
  return email?.verification?.status === 'verified';
}

/** WorkOS' OpenAPI file 0.61, `UserlandUser`; 2026-08. */
export function userObject(user: User, publicUrl: string): object {
  const email = shownEmail(user);
  const { lastSignInAt } = user.activity;
  return {
    object: 'user',
    id: writeUserId(user),
    email: email?.address ?? '',
    email_verified: isVerified(email),
    first_name: user.firstName,
    last_name: user.lastName,
    name: user.name,
    profile_picture_url: user.profileImageId === null ? null : `${publicUrl}/images/${user.profileImageId}`,
    last_sign_in_at: lastSignInAt === null ? null : timeText(lastSignInAt),
    external_id: user.externalId,
    metadata: user.metadata.labels,
    locale: user.locale,
    created_at: timeText(user.createdAt),
    updated_at: timeText(user.updatedAt),
  };
}

/** The providers this API has a name for, by the name the model has. */
const providers: ReadonlyMap<string, string> = new Map([
  ['apple', 'AppleOAuth'],
  ['bitbucket', 'BitbucketOAuth'],
  ['discord', 'DiscordOAuth'],
  ['github', 'GithubOAuth'],
  ['gitlab', 'GitLabOAuth'],
  ['google', 'GoogleOAuth'],
  ['grok', 'GrokOAuth'],
  ['intuit', 'IntuitOAuth'],
  ['linkedin', 'LinkedInOAuth'],
  ['microsoft', 'MicrosoftOAuth'],
  ['salesforce', 'SalesforceOAuth'],
  ['slack', 'SlackOAuth'],
  ['vercel', 'VercelOAuth'],
  ['vercelmarketplace', 'VercelMarketplaceOAuth'],
  ['x', 'XOAuth'],
  ['xero', 'XeroOAuth'],
]);

/** WorkOS' OpenAPI file 0.61, answer of `…/identities`; 2026-08. Its providers are a closed list: others are left out. */
export function identityObjects(identities: readonly Identity[]): readonly object[] {
  return identities.flatMap(({ provider: name, subject }) => {
    const provider = providers.get(name.replace(/^oauth_/, ''));
    return provider === undefined ? [] : [{ idp_id: subject, type: 'OAuth', provider }];
  });
}

/** How somebody signed in: what a session calls it, and what an answer to a sign-in does. */
const methods: ReadonlyMap<string, { readonly session: string; readonly answer: string | null }> = new Map([
  ['password', { session: 'password', answer: 'Password' }],
  ['magic-code', { session: 'magic_code', answer: 'MagicAuth' }],
  ['oauth', { session: 'oauth', answer: null }],
  ['passkey', { session: 'passkey', answer: 'Passkey' }],
  ['sso', { session: 'sso', answer: 'SSO' }],
]);

/** The `authentication_method` of a sign-in; null where there is no name for it. WorkOS' OpenAPI file 0.61; 2026-08. */
export function authenticationMethod(method: string): string | null {
  return methods.get(method)?.answer ?? null;
}

const statuses = {
  active: 'active',
  expired: 'expired',
  revoked: 'revoked',
  removed: 'revoked',
  ended: 'revoked',
} as const satisfies { readonly [Status in Session['status']]: string };

/** WorkOS' OpenAPI file 0.61, answer of `…/sessions`; 2026-08. `userId` is the user's id on the wire. */
export function sessionObject(session: Session, userId: string): object {
  return {
    object: 'session',
    id: writeSessionId(session.id),
    user_id: userId,
    ip_address: session.ipAddress,
    user_agent: session.userAgent,
    ...(session.organizationId !== null && { organization_id: writeId('organization', session.organizationId) }),
    auth_method: methods.get(session.method)?.session ?? 'unknown',
    status: statuses[session.status],
    expires_at: timeText(session.expireAt),
    ended_at: session.endedAt === null ? null : timeText(session.endedAt),
    created_at: timeText(session.createdAt),
    updated_at: timeText(session.updatedAt),
  };
}
