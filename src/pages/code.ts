// The page on which a six-digit code is entered: a mailed one, or an authenticator's.

import { button, type FormFacts, formOf } from './form.ts';
import { type Html, html } from './html.ts';
import { codeInput, inputsOf } from './inputs.ts';
import { layout } from './layout.ts';
import { linksOf } from './links.ts';

/** What the code is for: it was mailed to `email`, or an authenticator app shows it. */
export type CodePurpose =
  | { readonly kind: 'magic-code' | 'email-verification'; readonly email: string }
  | { readonly kind: 'second-factor' };

/** `wasResent`: another code has just been mailed. `startPath` leads back to the beginning. */
export type CodeFacts = FormFacts<'code'> & {
  readonly purpose: CodePurpose;
  readonly wasResent: boolean;
  readonly startPath: string | null;
};

/** Posts `code` and `intent`: `verify`, or for mailed codes `resend` to have another one mailed. */
export function codePage(facts: CodeFacts): string {
  const { heading, lead } = wordingOf(facts.purpose);
  const isMailed = facts.purpose.kind !== 'second-factor';
  const content = html`<p class="quiet">${lead}</p>
${formOf(
  facts,
  html`${facts.wasResent ? html`<p class="notice" role="status">We have sent another code.</p>\n` : null}${inputsOf(facts, [codeInput()])}${button('Continue', 'first', 'verify')}${isMailed ? button('Send another code', 'second', 'resend') : null}`,
)}
${linksOf([{ text: 'Start again', path: facts.startPath }])}`;
  return layout({ product: facts.product, heading, isWrong: facts.problems !== null, content });
}

function wordingOf(purpose: CodePurpose): { readonly heading: string; readonly lead: Html } {
  switch (purpose.kind) {
    case 'magic-code':
      return {
        heading: 'Check your email',
        lead: html`To sign in, enter the code that we have sent to <bdi>${purpose.email}</bdi>.`,
      };
    case 'email-verification':
      return {
        heading: 'Verify your email address',
        lead: html`To show that this address is yours, enter the code that we have sent to <bdi>${purpose.email}</bdi>.`,
      };
    case 'second-factor':
      return {
        heading: 'Enter your security code',
        lead: html`Open your authenticator app and enter the code that it shows for this account.`,
      };
  }
}
