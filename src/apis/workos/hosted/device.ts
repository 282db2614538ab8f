// Letting in a device that has no keyboard: its code, then a sign-in, then the question (RFC 8628 §3.3).

import type { FastifyInstance, FastifyReply } from 'fastify';
import { beginDeviceVisit } from '../../../core/commands/begin-visit.ts';
import { signedInOn } from '../../../core/commands/find-visit.ts';
import { answerQuestion } from '../../../core/commands/sign-in-on-visit.ts';
import { Refused } from '../../../core/model/error.ts';
import { deviceCodePage, deviceQuestionPage } from '../../../pages/index.ts';
import type { Host } from '../../api.ts';
import { sendPage, sendTo } from './answer.ts';
import { readForm } from './form.ts';
import { paths } from './paths.ts';
import { parameterOf, type Scene, sceneOf } from './scene.ts';
import type { Step } from './step.ts';
import { cookieOf } from './visit-cookie.ts';
import { type Complaint, complaintOf, words, wrongField, wrongForm } from './words.ts';

const codeLengthMax = 40;

/** A user code as a device shows it. */
export function writeUserCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

function sendForm(scene: Scene, userCode: string | null, complaint: Complaint | null): FastifyReply {
  const frame = { product: scene.product, action: paths.device, hidden: {}, problems: complaint };
  const page = deviceCodePage({ ...frame, userCode: userCode?.slice(0, codeLengthMax) ?? null });
  return sendPage({ ...scene, open: null }, page, complaint ?? undefined);
}

async function begin(scene: Scene, userCode: string): Promise<FastifyReply> {
  const { context, host, reply } = scene;
  try {
    const token = await beginDeviceVisit(context, userCode);
    reply.header('set-cookie', cookieOf(token, host.publicUrl));
    return sendTo(scene, paths.signIn);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const [refusal] = error.refusals;
    const wrong = refusal.code === 'code-rejected' ? wrongField('userCode', words.userCode) : complaintOf(refusal);
    return sendForm(scene, userCode, wrong);
  }
}

/** Serves the page on which a device's code is entered. It begins a visit, so that no form key can be asked for yet. */
export function serveDevice(server: FastifyInstance, host: Host): void {
  server.get(paths.device, async (request, reply) => {
    const scene = await sceneOf(host, request, reply);
    return sendForm(scene, parameterOf(scene, 'user_code'), null);
  });
  server.post(paths.device, async (request, reply) => {
    const form = readForm(request);
    return await begin(await sceneOf(host, request, reply), form.text('userCode'));
  });
}

export const questionStep: Step = {
  path: paths.question,
  stages: ['question'],
  async show({ context, frame, visit }) {
    const userCode = writeUserCode(visit.userCode ?? '');
    return deviceQuestionPage({ ...frame, userCode, client: 'A device', account: await signedInOn(context, visit) });
  },
  async take({ context, visit }, form) {
    const intent = form.text('intent');
    if (intent !== 'allow' && intent !== 'deny') return wrongForm(words.again);
    await answerQuestion(context, visit, intent === 'allow');
    return intent === 'allow' ? paths.allowed : paths.denied;
  },
};
