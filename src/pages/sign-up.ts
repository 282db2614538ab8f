// The page on which somebody makes an account.

import { button, type FormFacts, formOf } from './form.ts';
import { html } from './html.ts';
import { emailInput, type Input, inputsOf, newPasswordInput } from './inputs.ts';
import { layout } from './layout.ts';
import { linksOf } from './links.ts';

/** `firstName`, `lastName`, `email`: what was hinted or typed before. `passwordHint` says what a password must be like. */
export type SignUpFacts = FormFacts<'firstName' | 'lastName' | 'email' | 'password'> & {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly passwordHint: string | null;
  readonly signInPath: string | null;
};

/** Posts `firstName`, `lastName` (may be empty), `email` and `password`. */
export function signUpPage(facts: SignUpFacts): string {
  const firstName: Input<'firstName'> = {
    name: 'firstName',
    label: 'First name',
    isOptional: false,
    hint: null,
    value: facts.firstName,
    traits: { type: 'text', autocomplete: 'given-name' },
  };
  const lastName: Input<'lastName'> = {
    name: 'lastName',
    label: 'Last name',
    isOptional: true,
    hint: null,
    value: facts.lastName,
    traits: { type: 'text', autocomplete: 'family-name' },
  };
  const inputs = [firstName, lastName, emailInput(facts.email), newPasswordInput('Password', facts.passwordHint)];
  const content = html`${formOf(facts, html`${inputsOf(facts, inputs)}${button('Create account', 'first', null)}`)}
${linksOf([{ text: 'You have an account? Sign in', path: facts.signInPath }])}`;
  return layout({ product: facts.product, heading: 'Create an account', isWrong: facts.problems !== null, content });
}
