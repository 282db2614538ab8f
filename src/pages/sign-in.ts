// The first page: sign in with a password, or have a code mailed.

import { button, type FormFacts, formOf } from './form.ts';
import { html } from './html.ts';
import { emailInput, type Input, inputsOf } from './inputs.ts';
import { layout } from './layout.ts';
import { linksOf } from './links.ts';

/** `email`: what was hinted or typed before. A path that is null leaves its link out. */
export type SignInFacts = FormFacts<'email' | 'password'> & {
  readonly email: string | null;
  readonly signUpPath: string | null;
  readonly forgottenPasswordPath: string | null;
};

const password: Input<'password'> = {
  name: 'password',
  label: 'Password',
  isOptional: false,
  hint: null,
  value: null,
  traits: { type: 'password', autocomplete: 'current-password' },
};

/** Posts `email`, `password` and `intent`: `password` to sign in with it, `magic-code` to be mailed a code. */
export function signInPage(facts: SignInFacts): string {
  const content = html`${formOf(
    facts,
    html`${inputsOf(facts, [emailInput(facts.email), password])}${button('Continue', 'first', 'password')}${button('Email me a code', 'second', 'magic-code')}`,
  )}
${linksOf([
  { text: 'Forgotten your password?', path: facts.forgottenPasswordPath },
  { text: 'Create an account', path: facts.signUpPath },
])}`;
  return layout({ product: facts.product, heading: 'Sign in', isWrong: facts.problems !== null, content });
}
