// A step: one page of a visit with its form, as what is shown and what the form brings about.

import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Arrival } from '../../../core/commands/advance-visit.ts';
import type { HostedVisit } from '../../../core/commands/begin-visit.ts';
import { Refused } from '../../../core/model/error.ts';
import type { VisitStage } from '../../../core/model/ticket.ts';
import type { Host } from '../../api.ts';
import { sendExpired, sendMessage, sendOn, sendPage, sendTo } from './answer.ts';
import { type Form, readForm } from './form.ts';
import { type Path, pathOf } from './paths.ts';
import { type Scene, sceneOf } from './scene.ts';
import { formKeyOf, isFormOf } from './visit-cookie.ts';
import { type Complaint, complaintOf } from './words.ts';

/** A scene with a visit. `frame` is what the page's form is told. */
export type StepScene = Scene & {
  readonly visit: HostedVisit;
  readonly frame: {
    readonly product: string;
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly problems: Pick<Complaint, 'form' | 'fields'> | null;
  };
  /** What was typed before, when something was wrong with it. */
  readonly typed: Form | null;
};

/**
 * One step. `stages`: at which the page is shown, null: at any. `take` answers where to go: an address of ours, or where the visit
 * has got to; or what was wrong.
 */
export type Step = {
  readonly path: Path;
  readonly stages: readonly VisitStage['at'][] | null;
  readonly show: (scene: StepScene) => string | Promise<string>;
  readonly take: (scene: StepScene, form: Form) => Promise<string | Arrival | Complaint>;
};

function onStep(scene: Scene, { path, stages }: Step): StepScene | null {
  const { open, product } = scene;
  if (open === null || (stages !== null && !stages.includes(open.visit.stage.at))) return null;
  const hidden = { csrf: formKeyOf(open.token) };
  return { ...scene, visit: open.visit, frame: { product, action: path, hidden, problems: null }, typed: null };
}

/** Where somebody goes whose visit is not at this step. */
function sendElsewhere(scene: Scene): FastifyReply {
  return scene.open === null ? sendExpired(scene) : sendTo(scene, pathOf(scene.open.visit.stage));
}

async function showAgain(scene: StepScene, step: Step, form: Form, complaint: Complaint): Promise<FastifyReply> {
  const frame = { ...scene.frame, problems: complaint };
  return sendPage(scene, await step.show({ ...scene, frame, typed: form }), complaint);
}

async function take(scene: StepScene, step: Step, form: Form): Promise<string | Arrival | Complaint> {
  try {
    return await step.take(scene, form);
  } catch (error) {
    if (error instanceof Refused) return complaintOf(error.refusals[0]);
    throw error;
  }
}

async function answerPost(scene: Scene, step: Step, form: Form): Promise<FastifyReply> {
  const { open } = scene;
  if (open === null) return sendExpired(scene);
  if (!isFormOf(open.token, form.text('csrf'))) {
    const text = 'Another sign-in was begun in this browser since this page was opened. Go on with that one.';
    return sendMessage(scene, 403, 'This page is out of date', text);
  }
  const here = onStep(scene, step);
  if (here === null) return sendElsewhere(scene);
  const outcome = await take(here, step, form);
  if (typeof outcome === 'string') return sendTo(scene, outcome);
  return 'at' in outcome ? sendOn(scene, outcome) : await showAgain(here, step, form, outcome);
}

/** Serves the page of a step and takes its form. */
export function serveStep(server: FastifyInstance, host: Host, step: Step): void {
  server.get(step.path, async (request, reply) => {
    const scene = await sceneOf(host, request, reply);
    const here = onStep(scene, step);
    return here === null ? sendElsewhere(scene) : sendPage(scene, await step.show(here));
  });
  server.post(step.path, async (request, reply) => {
    const form = readForm(request);
    return await answerPost(await sceneOf(host, request, reply), step, form);
  });
}
