// The first step: signing in with a password, or asking for a code.

import { enterPassword, requestCode } from '../../../core/commands/sign-in-on-visit.ts';
import { signInPage } from '../../../pages/index.ts';
import { readEmail } from './form.ts';
import { paths } from './paths.ts';
import type { Step } from './step.ts';
import { words, wrongField } from './words.ts';

export const signInStep: Step = {
  path: paths.signIn,
  stages: null,
  show({ context, frame, visit, typed }) {
    return signInPage({
      ...frame,
      email: typed?.text('email') ?? visit.loginHint,
      signUpPath: context.realm.policy.signIn.allowSignUp ? paths.signUp : null,
      forgottenPasswordPath: paths.forgotten,
    });
  },
  async take({ context, visit, place }, form) {
    const email = readEmail(form);
    if (email === null) return wrongField('email', words.email);
    if (form.text('intent') === 'magic-code') return await requestCode(context, visit, email);
    const password = form.text('password');
    if (password === '') return wrongField('password', words.password);
    return await enterPassword(context, visit, { email, password }, place);
  },
};
