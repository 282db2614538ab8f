// The pages that let a device in which has no keyboard to sign in with (RFC 8628): its code, the question, the end.

import { button, type FormFacts, formOf, hiddenField } from './form.ts';
import { html } from './html.ts';
import { type Input, inputsOf } from './inputs.ts';
import { layout, type PageFacts } from './layout.ts';

/** `userCode`: what was typed before, or came with the link (`verification_uri_complete`). */
export type DeviceCodeFacts = FormFacts<'userCode'> & { readonly userCode: string | null };

/** Posts `userCode` as it was typed: in any case, with or without its dash. */
export function deviceCodePage(facts: DeviceCodeFacts): string {
  const input: Input<'userCode'> = {
    name: 'userCode',
    label: 'Code',
    isOptional: false,
    hint: null,
    value: facts.userCode,
    traits: { class: 'code', type: 'text', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false' },
  };
  const content = html`<p class="quiet">Enter the code that your device shows.</p>
${formOf(facts, html`${inputsOf(facts, [input])}${button('Continue', 'first', null)}`)}`;
  return layout({ product: facts.product, heading: 'Connect a device', isWrong: facts.problems !== null, content });
}

/** `client`: the name of what asks to be let in. `account`: who is signed in and would let it in. */
export type DeviceQuestionFacts = FormFacts & {
  readonly userCode: string;
  readonly client: string;
  readonly account: string;
};

/**
 * Posts `userCode` and `intent`, `allow` or `deny`. Shows the code and warns, because somebody else may have sent the
 * link (RFC 8628 §3.3.1 and §5.4).
 */
export function deviceQuestionPage(facts: DeviceQuestionFacts): string {
  const content = html`<p><bdi>${facts.client}</bdi> asks to be signed in as <bdi>${facts.account}</bdi>. Your device must show this code:</p>
<code class="shown large">${facts.userCode}</code>
${formOf(
  facts,
  html`<p class="quiet">Allow it only if you started this yourself, on a device that you have before you.</p>
${hiddenField('userCode', facts.userCode)}${button('Allow', 'first', 'allow')}${button('Deny', 'second', 'deny')}`,
)}`;
  return layout({ product: facts.product, heading: 'Let this device in?', isWrong: facts.problems !== null, content });
}

/** Says what became of it. */
export function deviceDonePage({ product, wasAllowed }: PageFacts & { readonly wasAllowed: boolean }): string {
  const [heading, text] = wasAllowed
    ? ['Device connected', 'You can close this page and go on with your device.']
    : ['Device refused', 'The device was not let in. You can close this page.'];
  return layout({ product, heading, isWrong: false, content: html`<p>${text}</p>` });
}
