// The hosted pages: serves them all, each with its headers, and answers what goes wrong with a page, too.

import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { Refused } from '../../../core/model/error.ts';
import { deviceDonePage, passwordMailPage, passwordSetPage } from '../../../pages/index.ts';
import type { Host } from '../../api.ts';
import { sendMessage, sendPage } from './answer.ts';
import { authorize } from './authorize.ts';
import { codeSteps } from './code.ts';
import { questionStep, serveDevice } from './device.ts';
import { enrolStep } from './enrol.ts';
import { forgottenStep } from './forgotten.ts';
import { acceptOnlyForms } from './form.ts';
import { logOut } from './logout.ts';
import { organizationStep } from './organization.ts';
import { type Path, paths } from './paths.ts';
import { serveReset } from './reset.ts';
import { type Scene, sceneOf } from './scene.ts';
import { signInStep } from './sign-in.ts';
import { signUpStep } from './sign-up.ts';
import { type Step, serveStep } from './step.ts';
import { words } from './words.ts';

export { deviceRoutes } from './device-codes.ts';

const steps: readonly Step[] = [
  ...[signInStep, signUpStep, ...codeSteps, enrolStep, organizationStep, forgottenStep, questionStep],
];

type Answer = (scene: Scene) => FastifyReply | Promise<FastifyReply>;

function signInPathOf({ open }: Scene): string | null {
  return open === null ? null : paths.signIn;
}

/** The pages that have no form. */
const answers: readonly (readonly [Path, Answer])[] = [
  [paths.authorize, authorize],
  [paths.logout, logOut],
  [
    paths.mailed,
    (scene) => sendPage(scene, passwordMailPage({ product: scene.product, signInPath: signInPathOf(scene) })),
  ],
  [
    paths.done,
    (scene) => sendPage(scene, passwordSetPage({ product: scene.product, signInPath: signInPathOf(scene) })),
  ],
  [paths.allowed, (scene) => sendPage(scene, deviceDonePage({ product: scene.product, wasAllowed: true }))],
  [paths.denied, (scene) => sendPage(scene, deviceDonePage({ product: scene.product, wasAllowed: false }))],
];

function statusOf(error: unknown): number {
  if (error instanceof Refused) return 400;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

/** Serves the hosted pages. */
export async function serveHosted(server: FastifyInstance, host: Host): Promise<void> {
  await server.register(async (scope) => {
    acceptOnlyForms(scope);
    scope.setErrorHandler<FastifyError>(async (error, request, reply) => {
      const status = statusOf(error);
      if (status === 500) request.log.error({ err: error }, 'unexpected error');
      const scene = await sceneOf(host, request, reply);
      const text = error instanceof Refused ? words.over : 'Go back, and try it again.';
      return sendMessage(scene, status, status === 500 ? 'Something went wrong' : 'This cannot be shown', text);
    });
    for (const [path, answer] of answers) {
      scope.get(path, async (request, reply) => await answer(await sceneOf(host, request, reply)));
    }
    for (const step of steps) serveStep(scope, host, step);
    serveReset(scope, host);
    serveDevice(scope, host);
  });
}
