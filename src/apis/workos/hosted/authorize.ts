// The entrance: a client sends somebody to sign in (RFC 6749 §4.1.1).

import type { FastifyReply } from 'fastify';
import { beginVisit } from '../../../core/commands/begin-visit.ts';
import { inOwnName } from '../../../core/commands/confirm-email.ts';
import {
  defaultRedirectUri,
  findRedirectUris,
  isRegisteredRedirect,
} from '../../../core/commands/find-redirect-uris.ts';
import { findOpenInvitation } from '../../../core/commands/find-visit.ts';
import { Refused } from '../../../core/model/error.ts';
import type { Invitation } from '../../../core/model/organization.ts';
import { sendMessage, sendTo } from './answer.ts';
import { backTo } from './back.ts';
import { paths } from './paths.ts';
import { readWish, type Wish } from './request.ts';
import { parameterOf, type Scene } from './scene.ts';
import { cookieOf } from './visit-cookie.ts';

/** Where the client wants its code; null: it may not have it there. Without a word of it, where else (RFC 6749 §3.1.2.3). */
async function redirectUriOf(scene: Scene): Promise<string | null> {
  const { context, query } = scene;
  if (query.getAll('redirect_uri').join('') === '') {
    const known = await findRedirectUris(inOwnName(context), { direction: 'ascending', after: null, limit: 2 });
    return known.length === 1 ? (known[0]?.uri ?? null) : null;
  }
  const given = parameterOf(scene, 'redirect_uri');
  if (given === null || !URL.canParse(given)) return null;
  return (await isRegisteredRedirect(context, given)) ? given : null;
}

/** The invitation that is to be accepted on the way, while it is open. */
async function invitationOf({ context }: Scene, token: string | null): Promise<Invitation | null> {
  if (token === null) return null;
  try {
    return await findOpenInvitation(context, token);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** The link in an invitation's mail names no client: it means the one there is, at the address it registered first. */
async function completed(scene: Scene): Promise<Scene> {
  const { context, host, query } = scene;
  const token = parameterOf(scene, 'invitation_token');
  if (token === null || query.has('client_id')) return scene;
  const first = await defaultRedirectUri(context);
  const asked = {
    ...{ response_type: 'code', screen_hint: 'sign-up', invitation_token: token },
    client_id: host.clientIdOf(context.realm),
    redirect_uri: first?.uri ?? '',
  };
  return { ...scene, query: new URLSearchParams(asked) };
}

async function begin(scene: Scene, redirectUri: string, wish: Wish): Promise<FastifyReply> {
  const { context, host, reply } = scene;
  const { state, challenge, organizationId: wantedOrganizationId, screen } = wish;
  const invitation = await invitationOf(scene, wish.invitationToken);
  const token = await beginVisit(context, {
    ...{ state, challenge, wantedOrganizationId, redirectUri, userCode: null },
    clientId: host.clientIdOf(context.realm),
    invitation: invitation?.id ?? null,
    loginHint: invitation?.email ?? wish.loginHint,
  });
  reply.header('set-cookie', cookieOf(token, host.publicUrl));
  const signsUp = screen === 'sign-up' && context.realm.policy.signIn.allowSignUp;
  return sendTo(scene, signsUp ? paths.signUp : paths.signIn, 302);
}

/**
 * Begins a visit and shows its first page. An unknown client or address gets no redirect, only a page; of other faults the client is
 * told in its address.
 */
export async function authorize(asked: Scene): Promise<FastifyReply> {
  const scene = await completed(asked);
  const { context, host } = scene;
  const title = 'This sign-in cannot begin';
  if (parameterOf(scene, 'client_id') !== host.clientIdOf(context.realm)) {
    return sendMessage(scene, 400, title, 'The application that sent you here is not known (client_id).');
  }
  const redirectUri = await redirectUriOf(scene);
  if (redirectUri === null) {
    const text =
      'The application that sent you here wants an answer at an address that is not registered (redirect_uri).';
    return sendMessage(scene, 400, title, text);
  }
  const wish = readWish(scene.query);
  if (!('error' in wish)) return await begin(scene, redirectUri, wish);
  const { error, description } = wish;
  const state = parameterOf(scene, 'state');
  return sendTo(scene, backTo(redirectUri, { error, error_description: description, state }), 302);
}
