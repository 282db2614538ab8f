// The access token: what a session tells whoever trusts the realm's keys.

import type { SignedInClient } from '../../core/commands/finish-sign-in.ts';
import type { Call } from './route.ts';
import { writeId, writeSessionId, writeUserId } from './wire/ids.ts';

/**
 * Signs the claims of WorkOS' session tokens (its documents on sessions, 2026-09), for as long as the realm lets access tokens live
 * and the session lasts. Times in seconds (RFC 7519).
 */
export async function signAccessToken(call: Call, { user, session, standing }: SignedInClient): Promise<string> {
  const { context, host } = call;
  const { id, policy } = context.realm;
  const now = host.ports.clock();
  const issuedAt = Math.floor(now / 1000);
  const expireAt = Math.min(now + policy.sessions.accessTokenLifetimeMs, session.expireAt);
  const organization =
    standing === null
      ? {}
      : {
          org_id: writeId('organization', standing.organizationId),
          role: standing.roles[0],
          roles: standing.roles,
          permissions: standing.permissions,
        };
  const claims = {
    iss: host.publicUrl,
    sub: writeUserId(user),
    sid: writeSessionId(session.id),
    client_id: host.clientIdOf(context.realm),
    ...organization,
    jti: host.ports.random.uuid(now),
    iat: issuedAt,
    exp: Math.floor(expireAt / 1000),
  };
  return await host.signer.sign(id, claims, {});
}
