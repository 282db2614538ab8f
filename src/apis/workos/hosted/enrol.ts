// The step of setting up an authenticator app, where the realm demands one.

import { enrolmentOf } from '../../../core/commands/find-visit.ts';
import { enrolmentPage } from '../../../pages/index.ts';
import { takeAppCode } from './code.ts';
import { readCode } from './form.ts';
import { paths } from './paths.ts';
import type { Step } from './step.ts';

export const enrolStep: Step = {
  path: paths.enrol,
  stages: ['second-factor-enrolment'],
  async show({ context, frame, host, visit }) {
    const address = enrolmentOf(context, visit);
    const secret = new URL(address).searchParams.get('secret') ?? '';
    return enrolmentPage({ ...frame, secret, qrCode: await host.drawQrCode(address) });
  },
  take: (scene, form) => takeAppCode(scene, readCode(form)),
};
