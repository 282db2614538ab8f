// Resetting a password with the link of a mail, in whatever browser it is opened.

import type { FastifyInstance, FastifyReply } from 'fastify';
import { findPasswordReset, resetPassword } from '../../../core/commands/reset-password.ts';
import { Refused } from '../../../core/model/error.ts';
import { newPasswordPage } from '../../../pages/index.ts';
import type { Host } from '../../api.ts';
import { sendMessage, sendPage, sendTo } from './answer.ts';
import { readForm } from './form.ts';
import { paths } from './paths.ts';
import { parameterOf, type Scene, sceneOf } from './scene.ts';
import { passwordHintOf } from './sign-up.ts';
import { type Complaint, complaintOf, wrongField } from './words.ts';

function sendOver(scene: Scene): FastifyReply {
  const text = 'This link was used, or it is too old, or a newer one was sent. Have another one sent.';
  return sendMessage(scene, 400, 'This link cannot be used', text);
}

async function sendForm(scene: Scene, token: string, complaint: Complaint | null): Promise<FastifyReply> {
  const { address } = await findPasswordReset(scene.context, token);
  const page = newPasswordPage({
    product: scene.product,
    action: paths.reset,
    // The token is what a stranger's form would lack.
    hidden: {},
    problems: complaint,
    token,
    email: address,
    passwordHint: passwordHintOf(scene.context.realm),
  });
  return sendPage(scene, page, complaint ?? undefined);
}

async function setPassword(scene: Scene, token: string, password: string): Promise<FastifyReply> {
  if (password === '') return await sendForm(scene, token, wrongField('password', 'Enter a new password.'));
  try {
    await resetPassword(scene.context, token, password);
  } catch (error) {
    const refusal = error instanceof Refused ? error.refusals[0] : null;
    if (refusal === null || refusal.code === 'code-rejected' || refusal.code === 'not-found') throw error;
    return await sendForm(scene, token, complaintOf(refusal));
  }
  return sendTo(scene, paths.done);
}

async function orOver(scene: Scene, work: () => Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused) return sendOver(scene);
    throw error;
  }
}

/** Serves the page that a mail's link leads to. */
export function serveReset(server: FastifyInstance, host: Host): void {
  server.get(paths.reset, async (request, reply) => {
    const scene = await sceneOf(host, request, reply);
    return await orOver(scene, () => sendForm(scene, parameterOf(scene, 'token') ?? '', null));
  });
  server.post(paths.reset, async (request, reply) => {
    const form = readForm(request);
    const scene = await sceneOf(host, request, reply);
    return await orOver(scene, () => setPassword(scene, form.text('token'), form.text('password')));
  });
}
