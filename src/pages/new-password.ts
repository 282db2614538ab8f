// The pages of a password reset: set the new one, and done.

import { button, type FormFacts, formOf, hiddenField } from './form.ts';
import { attributes, type Html, html } from './html.ts';
import { type Input, inputsOf, newPasswordInput } from './inputs.ts';
import { layout, type PageFacts } from './layout.ts';
import { linksOf } from './links.ts';

/**
 * `token`: what the link in the mail proved itself with. `email`: whose password it is, for the browser to store it under.
 * `passwordHint` says what a password must be like.
 */
export type NewPasswordFacts<Name extends string = 'password'> = FormFacts<Name> & {
  readonly token: string;
  readonly email: string | null;
  readonly passwordHint: string | null;
};

function newPasswordForm(facts: NewPasswordFacts<never>, inputs: Html): string {
  // Without a name it is not posted. Password forms should have one (chromium.org, "Password Form Styles that Chromium Understands").
  const traits = { type: 'text', autocomplete: 'username', value: facts.email, hidden: '' };
  const owner = facts.email === null ? null : html`<input${attributes(traits)}>\n`;
  const content = formOf(
    facts,
    html`${hiddenField('token', facts.token)}${owner}${inputs}${button('Set password', 'first', null)}`,
  );
  return layout({ product: facts.product, heading: 'Set a new password', isWrong: facts.problems !== null, content });
}

/** Posts `password` and `token`. */
export function newPasswordPage(facts: NewPasswordFacts): string {
  return newPasswordForm(facts, inputsOf(facts, [newPasswordInput('New password', facts.passwordHint)]));
}

/** The same for somebody who is to type it twice: posts `repeated` as well. */
export function newPasswordTwicePage(facts: NewPasswordFacts<'password' | 'repeated'>): string {
  const input = newPasswordInput('New password', facts.passwordHint);
  const again: Input<'repeated'> = { ...input, name: 'repeated', label: 'The same again', hint: null };
  return newPasswordForm(facts, inputsOf<'password' | 'repeated'>(facts, [input, again]));
}

/** Says that the new password counts. */
export function passwordSetPage({ product, signInPath }: PageFacts & { readonly signInPath: string | null }): string {
  const content = html`<p>Your new password is set. Use it from now on.</p>
${linksOf([{ text: 'Sign in', path: signInPath }])}`;
  return layout({ product, heading: 'Password changed', isWrong: false, content });
}
