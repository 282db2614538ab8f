// The step of a forgotten password: everybody is answered the same.

import { createPasswordReset } from '../../../core/commands/create-password-reset.ts';
import { forgottenPasswordPage } from '../../../pages/index.ts';
import { readEmail } from './form.ts';
import { paths } from './paths.ts';
import type { Step } from './step.ts';
import { words, wrongField } from './words.ts';

export const forgottenStep: Step = {
  path: paths.forgotten,
  stages: null,
  show({ frame, visit, typed }) {
    return forgottenPasswordPage({
      ...frame,
      email: typed?.text('email') ?? visit.loginHint,
      signInPath: paths.signIn,
    });
  },
  async take({ context, host }, form) {
    const email = readEmail(form);
    if (email === null) return wrongField('email', words.email);
    await createPasswordReset(context, email, (token) => `${host.publicUrl}${paths.reset}?token=${token}`);
    return paths.mailed;
  },
};
