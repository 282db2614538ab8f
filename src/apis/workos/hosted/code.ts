// The steps in which six digits are entered: mailed ones, or an authenticator app's.

import type { Arrival } from '../../../core/commands/advance-visit.ts';
import { enterCode, requestAnotherCode } from '../../../core/commands/sign-in-on-visit.ts';
import { Refused } from '../../../core/model/error.ts';
import type { VisitStage } from '../../../core/model/ticket.ts';
import { type CodePurpose, codePage } from '../../../pages/index.ts';
import { readCode } from './form.ts';
import { type Path, paths } from './paths.ts';
import { parameterOf } from './scene.ts';
import type { Step, StepScene } from './step.ts';
import { type Complaint, words, wrongField } from './words.ts';

/** What a code is for. Who signs up is told the same whether somebody has the address or not. */
function purposeOf(stage: VisitStage): CodePurpose {
  if (stage.at === 'verified-email') return { kind: 'email-verification', email: stage.email };
  if (stage.at !== 'code') return { kind: 'second-factor' };
  return { kind: stage.purpose === 'sign-up' ? 'email-verification' : 'magic-code', email: stage.email };
}

/** Takes a code of an authenticator app; of a wrong one it is not said that another can be sent. */
export async function takeAppCode({ context, visit, place }: StepScene, code: string): Promise<Arrival | Complaint> {
  try {
    return await enterCode(context, visit, code, place);
  } catch (error) {
    const rejected = error instanceof Refused && error.refusals[0].code === 'code-rejected';
    if (rejected) return wrongField('code', words.appCode);
    throw error;
  }
}

function codeStep(path: Path, stage: VisitStage['at']): Step {
  return {
    path,
    stages: [stage],
    show(scene) {
      const { frame, visit, typed } = scene;
      const wasResent = typed === null && parameterOf(scene, 'sent') !== null;
      return codePage({ ...frame, purpose: purposeOf(visit.stage), wasResent, startPath: paths.signIn });
    },
    async take(scene, form) {
      const { context, visit, place } = scene;
      if (form.text('intent') === 'resend' && stage !== 'second-factor') {
        await requestAnotherCode(context, visit);
        return `${path}?sent=again`;
      }
      const code = readCode(form);
      if (stage === 'second-factor') return await takeAppCode(scene, code);
      return await enterCode(context, visit, code, place);
    },
  };
}

export const codeSteps: readonly Step[] = [
  codeStep(paths.code, 'code'),
  codeStep(paths.verify, 'verified-email'),
  codeStep(paths.secondFactor, 'second-factor'),
];
