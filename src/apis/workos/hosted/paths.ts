// The paths of the hosted pages.

import type { VisitStage } from '../../../core/model/ticket.ts';

/** Below which the visit's cookie is sent where there is no TLS. */
export const root = '/user_management';

export const paths = {
  authorize: '/user_management/authorize',
  signIn: '/user_management/authorize/sign-in',
  signUp: '/user_management/authorize/sign-up',
  code: '/user_management/authorize/code',
  verify: '/user_management/authorize/verify',
  secondFactor: '/user_management/authorize/second-factor',
  enrol: '/user_management/authorize/enrol',
  organization: '/user_management/authorize/organization',
  forgotten: '/user_management/authorize/forgotten',
  mailed: '/user_management/authorize/mailed',
  reset: '/user_management/authorize/reset',
  done: '/user_management/authorize/done',
  device: '/user_management/device',
  question: '/user_management/device/confirm',
  allowed: '/user_management/device/allowed',
  denied: '/user_management/device/denied',
  logout: '/user_management/sessions/logout',
} as const;

export type Path = (typeof paths)[keyof typeof paths];

const pathByStage: { readonly [At in VisitStage['at']]: Path } = {
  start: paths.signIn,
  code: paths.code,
  'verified-email': paths.verify,
  'second-factor': paths.secondFactor,
  'second-factor-enrolment': paths.enrol,
  organization: paths.organization,
  question: paths.question,
};

/** The page on which a visit goes on. */
export function pathOf({ at }: VisitStage): Path {
  return pathByStage[at];
}
