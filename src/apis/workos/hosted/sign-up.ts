// The step of signing up.

import { applyForAccount } from '../../../core/commands/sign-in-on-visit.ts';
import type { Realm } from '../../../core/model/realm.ts';
import { signUpPage } from '../../../pages/index.ts';
import { readEmail } from './form.ts';
import { paths } from './paths.ts';
import type { Step } from './step.ts';
import { words, wrongField } from './words.ts';

/** What a password must be like, for people. */
export function passwordHintOf({ policy }: Realm): string {
  return `At least ${policy.password.lengthMin} characters.`;
}

export const signUpStep: Step = {
  path: paths.signUp,
  stages: null,
  show({ context, frame, visit, typed }) {
    return signUpPage({
      ...frame,
      firstName: typed?.text('firstName') ?? null,
      lastName: typed?.text('lastName') ?? null,
      email: typed?.text('email') ?? visit.loginHint,
      passwordHint: passwordHintOf(context.realm),
      signInPath: paths.signIn,
    });
  },
  async take({ context, visit }, form) {
    const email = readEmail(form);
    if (email === null) return wrongField('email', words.email);
    const password = form.text('password');
    if (password === '') return wrongField('password', words.password);
    const [firstName, lastName] = [form.text('firstName').trim(), form.text('lastName').trim()];
    const wish = { email, password, firstName: firstName || null, lastName: lastName || null };
    return await applyForAccount(context, visit, wish);
  },
};
