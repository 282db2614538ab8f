// The frame of every form: where it goes, what it carries along, what was wrong, its buttons.

import { attributes, type Html, html } from './html.ts';
import type { PageFacts } from './layout.ts';
import { pathOf } from './path.ts';

/** What was wrong with what was sent, in words to be shown: with all of it (`form`), and with single fields. */
export type Problems<Name extends string> = {
  readonly form: string | null;
  readonly fields: { readonly [Field in Name]?: string };
};

/**
 * What every form is told. `action`: the path of this server that takes the post. `hidden`: fields that come back as they
 * are, by name (`flow`, `csrf`). `problems`: null on the first visit.
 */
export type FormFacts<Name extends string = never> = PageFacts & {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly problems: Problems<Name> | null;
};

/** A form around its fields and buttons. Throws when `action` is no path. */
export function formOf<Name extends string>(facts: FormFacts<Name>, content: Html): Html {
  const hidden = Object.entries(facts.hidden).map(([name, value]) => hiddenField(name, value));
  const alert = facts.problems?.form ?? null;
  // What browsers say of a bad field is neither ours nor read out well; the server judges, and answers on the page.
  return html`<form method="post" action="${pathOf(facts.action)}" novalidate>
${hidden}${alert === null ? null : html`<p class="alert" role="alert">${alert}</p>\n`}${content}
</form>`;
}

/** A field that is not shown. */
export function hiddenField(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">\n`;
}

/** A button that sends the form. `intent` tells the server which one it was. The first of a form is what the Enter key presses. */
export function button(text: string, look: 'first' | 'second', intent: string | null): Html {
  const told = attributes({ name: intent === null ? null : 'intent', value: intent });
  return html`<button type="submit" class="${look}"${told}>${text}</button>\n`;
}

/** What was wrong with a field, below the id that its input refers to; nothing when nothing was. */
export function faultOf(id: string, fault: string | null): Html {
  return fault === null ? html`` : html`<p class="fault" id="${id}">${fault}</p>\n`;
}
