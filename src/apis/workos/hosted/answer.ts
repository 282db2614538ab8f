// The answers: a page with its headers, or the way to somewhere else.

import type { FastifyReply } from 'fastify';
import type { Arrival } from '../../../core/commands/advance-visit.ts';
import { messagePage, pageHeaders } from '../../../pages/index.ts';
import { backTo, targetOf } from './back.ts';
import { pathOf, paths } from './paths.ts';
import type { Scene } from './scene.ts';

type Way = { readonly status: number; readonly retryAfterSeconds: number | null };

const well: Way = { status: 200, retryAfterSeconds: null };

/** Sends a page; its form may end at the visit's client. */
export function sendPage({ reply, open }: Scene, page: string, { status, retryAfterSeconds }: Way = well) {
  const redirectUri = open?.visit.redirectUri ?? null;
  reply.headers(pageHeaders(redirectUri === null ? [] : [targetOf(redirectUri)]));
  if (retryAfterSeconds !== null) reply.header('retry-after', String(retryAfterSeconds));
  return reply.code(status).send(page);
}

/** Sends somebody on. 303, so that what was posted is not posted there (RFC 9110 §15.4.4). */
export function sendTo({ reply }: Pick<Scene, 'reply'>, location: string, status = 303): FastifyReply {
  reply.headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  return reply.code(status).send();
}

/** Sends somebody to where their visit has got to. */
export function sendOn(scene: Scene, arrival: Arrival): FastifyReply {
  if (arrival.at === 'stage') return sendTo(scene, pathOf(arrival.stage));
  return sendTo(scene, backTo(arrival.redirectUri, { code: arrival.code, state: arrival.state }));
}

/** Sends a page that only tells something, with the way back to the visit if there is one. */
export function sendMessage(scene: Scene, status: number, title: string, text: string): FastifyReply {
  const link = scene.open === null ? null : { text: 'Back to sign in', path: paths.signIn };
  return sendPage(scene, messagePage({ product: scene.product, title, text, link }), { ...well, status });
}

/** Says that there is no visit, or none any more. */
export function sendExpired(scene: Scene): FastifyReply {
  const text = 'This sign-in is over, or it has taken too long. Go back to where you came from, and start again.';
  return sendMessage(scene, 400, 'Start again', text);
}
