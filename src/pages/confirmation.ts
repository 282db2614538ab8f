// The pages of a confirmation: one click, and done.

import { button, type FormFacts, formOf, hiddenField } from './form.ts';
import { html } from './html.ts';
import { layout, type PageFacts } from './layout.ts';

/** `token`: what the link in the mail proved itself with. */
export type ConfirmationFacts = FormFacts & { readonly token: string };

/** Posts `token`. Programs open the links in mails before people do, so that opening one must not confirm anything. */
export function confirmationPage(facts: ConfirmationFacts): string {
  const content = html`<p>You signed up with your email address. Confirm it, and your account is ready.</p>
${formOf(facts, html`${hiddenField('token', facts.token)}${button('Confirm', 'first', null)}`)}`;
  return layout({ product: facts.product, heading: 'Confirm your account', isWrong: facts.problems !== null, content });
}

/** Says that the account is ready. */
export function confirmedPage({ product }: PageFacts): string {
  const content = html`<p>Thank you. Your account is ready: go back to where you signed up, and sign in.</p>`;
  return layout({ product, heading: 'Account confirmed', isWrong: false, content });
}
