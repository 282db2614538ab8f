// The page on which an authenticator app is set up as second factor.

import { button, type FormFacts, formOf } from './form.ts';
import { html } from './html.ts';
import { codeInput, inputsOf } from './inputs.ts';
import { layout } from './layout.ts';

/** `qrCode`: the key as a picture, a `data:image/…` URI. `secret`: the same key as text to be typed (base32). */
export type EnrolmentFacts = FormFacts<'code'> & { readonly qrCode: string; readonly secret: string };

/** Posts `code`. Throws when `qrCode` is no data URI of an image. */
export function enrolmentPage(facts: EnrolmentFacts): string {
  if (!facts.qrCode.startsWith('data:image/')) throw new Error('The QR code of a page is a data URI of an image');
  const content = html`<p class="quiet">Scan this picture with an authenticator app. From now on, you sign in with a code that the app shows.</p>
<img class="picture" src="${facts.qrCode}" alt="QR code for your authenticator app" width="192" height="192">
<p class="quiet">If you cannot scan it, type this key into the app:</p>
<code class="shown">${facts.secret}</code>
${formOf(facts, html`${inputsOf(facts, [codeInput()], false)}${button('Continue', 'first', null)}`)}`;
  const heading = 'Set up your authenticator app';
  return layout({ product: facts.product, heading, isWrong: facts.problems !== null, content });
}
