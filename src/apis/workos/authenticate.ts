// The endpoint that gives out sessions.

import type { Context } from '../../core/commands/context.ts';
import type { SignedInClient } from '../../core/commands/finish-sign-in.ts';
import { getUser } from '../../core/commands/get-user.ts';
import { Refused, type SignInStep } from '../../core/model/error.ts';
import type { User } from '../../core/model/user.ts';
import { signAccessToken } from './access-token.ts';
import { type Grant, grants, grantWords, type Values } from './grants.ts';
import { type Call, type Route, route } from './route.ts';
import { usableInvitation } from './usable-invitation.ts';
import { Body } from './wire/body.ts';
import { errorOfRefused } from './wire/errors.ts';
import { writeId } from './wire/ids.ts';
import { authenticationMethod, userObject } from './wire/objects.ts';
import { grantError, reject, type WireError, wireError } from './wire/rejected.ts';

/** What every grant may have, beside its own. What tells of the user's device but address and browser means nothing here. */
const commonNames = ['client_id', 'client_secret', 'grant_type', 'ip_address', 'user_agent', 'device_id', 'signals_id'];

const addressMax = 45;
const userAgentMax = 512;

type Request = {
  readonly grant: Grant;
  readonly clientId: string;
  readonly secret: string | null;
  readonly values: Values;
};

type SignedIn = SignedInClient & { readonly accessToken: string };

function grantTypeOf(body: unknown): string {
  const value = typeof body === 'object' && body !== null && 'grant_type' in body ? body.grant_type : undefined;
  return typeof value === 'string' ? value : '';
}

function readRequest(call: Call): Request {
  const type = grantTypeOf(call.body);
  const known = grants.get(type);
  const grant = known ?? reject(grantError('invalid_request', 'The grant_type is missing or not supported.'));
  const body = new Body(call.body, new Set([...commonNames, ...grant.needs, ...grant.takes]));
  const clientId = body.requiredText('client_id');
  const secret = body.filledText('client_secret') ?? null;
  const needed = grant.needs.map((name) => [name, body.requiredText(name)] as const);
  const taken = [...grant.takes, 'ip_address', 'user_agent'].map((name) => [name, body.text(name) ?? null] as const);
  body.settle();
  return { grant, clientId, secret, values: Object.fromEntries([...needed, ...taken]) };
}

/** The client, as whoever showed its secret or as anybody, where the grant lets anybody ask. */
async function identifyClient(call: Call, { grant, clientId, secret }: Request): Promise<Context> {
  if (clientId !== call.host.clientIdOf(call.context.realm)) {
    return reject(grantError('invalid_client', 'There is no such client.'));
  }
  if (secret !== null) return await call.as(secret);
  return grant.secret ? reject(grantError('invalid_client', 'The client_secret is needed.')) : call.context;
}

function stepError(step: SignInStep, user: User, { publicUrl }: Call): WireError {
  const shown = { pending_authentication_token: step.token };
  const whose = { ...shown, user: userObject(user, publicUrl) };
  const factors = [{ id: writeId('factor', user.id), type: 'totp' }];
  switch (step.needs) {
    case 'verified-email':
      return wireError(403, 'email_verification_required', 'Email ownership must be verified before authentication.', {
        more: { ...shown, email: step.email, email_verification_id: writeId('emailVerification', step.ticketId) },
      });
    case 'second-factor':
      return wireError(403, 'mfa_challenge', 'The user must complete an MFA challenge to finish authenticating.', {
        more: { ...whose, authentication_factors: factors },
      });
    case 'second-factor-enrolment':
      return wireError(403, 'mfa_enrollment', 'The user must enroll in MFA to finish authenticating.', { more: whose });
    case 'organization':
      return wireError(403, 'organization_selection_required', 'The user must choose an organization.', {
        more: {
          ...whose,
          organizations: step.organizations.map(({ id, name }) => ({ id: writeId('organization', id), name })),
        },
      });
  }
}

/** Turns the call down with what is still needed, or as this grant words it. */
async function rejectRefused(call: Call, grant: Grant, context: Context, error: Refused): Promise<never> {
  const [refusal] = error.refusals;
  if (refusal.code === 'sign-in-unfinished') {
    const { step } = refusal;
    const system = { ...context, actor: { kind: 'system' } } as const;
    return reject(stepError(step, await getUser(system, { by: 'id', id: step.userId }, { system: false }), call));
  }
  return reject(errorOfRefused(error, { entity: null, creates: false, says: { ...grantWords, ...grant.says } }));
}

async function authenticate(call: Call, request: Request): Promise<SignedIn> {
  const { grant, clientId, values } = request;
  let context = call.context;
  try {
    context = await identifyClient(call, request);
    const keyed = context.actor.kind !== 'anybody';
    // Who has the key tells of the user; anybody is what is seen of them.
    const place = keyed
      ? {
          ipAddress: values.ip_address?.slice(0, addressMax) ?? null,
          userAgent: values.user_agent?.slice(0, userAgentMax) ?? null,
        }
      : { ipAddress: call.address, userAgent: call.userAgent };
    const invitation = await usableInvitation(context, values.invitation_token ?? null);
    const client = await grant.run({ context, clientId, place, invitation }, values);
    return { ...client, accessToken: await signAccessToken(call, client) };
  } catch (error) {
    if (error instanceof Refused) return await rejectRefused(call, grant, context, error);
    throw error;
  }
}

/** WorkOS' OpenAPI file 0.61, `UserlandAuthenticateResponse`; 2026-08. */
function renderSignedIn({ user, session, standing, refreshToken, accessToken }: SignedIn, call: Call): object {
  call.reply.header('cache-control', 'no-store');
  const method = authenticationMethod(session.method);
  return {
    user: userObject(user, call.publicUrl),
    ...(standing !== null && { organization_id: writeId('organization', standing.organizationId) }),
    access_token: accessToken,
    refresh_token: refreshToken,
    ...(method !== null && { authentication_method: method }),
  };
}

/** WorkOS' OpenAPI file 0.61, tag user-management.authentication; 2026-08. */
export const authenticateRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/user_management/authenticate',
    access: 'anybody',
    says: grantWords,
    parse: readRequest,
    run: authenticate,
    render: renderSignedIn,
  }),
];
