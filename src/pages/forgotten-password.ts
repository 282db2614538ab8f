// The pages of a forgotten password: ask for a mail, and the same answer for everyone.

import { button, type FormFacts, formOf } from './form.ts';
import { html } from './html.ts';
import { emailInput, inputsOf } from './inputs.ts';
import { layout, type PageFacts } from './layout.ts';
import { linksOf } from './links.ts';

/** `email`: what was hinted or typed before. */
export type ForgottenPasswordFacts = FormFacts<'email'> & {
  readonly email: string | null;
  readonly signInPath: string | null;
};

/** Posts `email`. */
export function forgottenPasswordPage(facts: ForgottenPasswordFacts): string {
  const content = html`<p class="quiet">Enter your email address, and we will send you a link to set a new password.</p>
${formOf(facts, html`${inputsOf(facts, [emailInput(facts.email)])}${button('Send me a link', 'first', null)}`)}
${linksOf([{ text: 'Back to sign in', path: facts.signInPath }])}`;
  return layout({ product: facts.product, heading: 'Forgotten password', isWrong: facts.problems !== null, content });
}

/** Never told whether there is an account, so that it cannot tell. */
export function passwordMailPage({ product, signInPath }: PageFacts & { readonly signInPath: string | null }): string {
  const content = html`<p>If there is an account with this address, a mail with a link is on its way.</p>
<p class="quiet">It may take a few minutes. Look among unwanted mail, too.</p>
${linksOf([{ text: 'Back to sign in', path: signInPath }])}`;
  return layout({ product, heading: 'Check your email', isWrong: false, content });
}
