// Signing out: ends a session and leads back to the client.

import type { FastifyReply } from 'fastify';
import { inOwnName } from '../../../core/commands/confirm-email.ts';
import type { Context } from '../../../core/commands/context.ts';
import { endSession } from '../../../core/commands/end-sessions.ts';
import { findRedirectUris, isRegisteredRedirect } from '../../../core/commands/find-redirect-uris.ts';
import { Refused } from '../../../core/model/error.ts';
import { readSessionId } from '../wire/ids.ts';
import { sendMessage, sendTo } from './answer.ts';
import { parameterOf, type Scene } from './scene.ts';

const redirectUrisMax = 1000;

/** The address to go back to: registered, or of the same origin as one that is; null: any other. */
async function returnAddressOf(context: Context, given: string): Promise<string | null> {
  if (!URL.canParse(given)) return null;
  if (await isRegisteredRedirect(context, given)) return given;
  const { href, origin, protocol, username, password } = new URL(given);
  if ((protocol !== 'https:' && protocol !== 'http:') || username !== '' || password !== '') return null;
  const query = { direction: 'ascending', after: null, limit: redirectUrisMax } as const;
  const known = await findRedirectUris(inOwnName(context), query);
  return known.some(({ uri }) => new URL(uri).origin === origin) ? href : null;
}

/** One that is over, or was never there, needs no ending. */
async function end(context: Context, id: string): Promise<void> {
  try {
    await endSession(inOwnName(context), id, 'ended');
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

/** Ends the session that the query names: its id is known to nobody but the client and the user. */
export async function logOut(scene: Scene): Promise<FastifyReply> {
  const { context } = scene;
  const id = readSessionId(parameterOf(scene, 'session_id') ?? '');
  if (id === null) {
    return sendMessage(
      { ...scene, open: null },
      400,
      'Nobody was signed out',
      'This link names no session (session_id).',
    );
  }
  await end(context, id);
  const given = parameterOf(scene, 'return_to');
  const address = given === null ? null : await returnAddressOf(context, given);
  if (address !== null) return sendTo(scene, address, 302);
  return sendMessage({ ...scene, open: null }, 200, 'You are signed out', 'You can close this page.');
}
