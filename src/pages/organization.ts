// The page on which somebody who belongs to several organizations says which one to sign in to.

import { button, type FormFacts, faultOf, formOf } from './form.ts';
import { attributes, html } from './html.ts';
import { layout } from './layout.ts';

/** `organizations`: in the order to be shown; none is chosen beforehand. */
export type OrganizationFacts = FormFacts<'organizationId'> & {
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
};

/** Posts `organizationId`. */
export function organizationPage(facts: OrganizationFacts): string {
  const fault = facts.problems?.fields.organizationId ?? null;
  const choices = facts.organizations.map(({ id, name }, index) => {
    const own = { type: 'radio', name: 'organizationId', id: `organization-${index}`, value: id };
    const autofocus = index === 0 && fault !== null ? '' : null;
    return html`<label class="choice" for="${own.id}"><input${attributes({ ...own, autofocus })}><bdi>${name}</bdi></label>\n`;
  });
  const wrong = fault === null ? {} : { 'aria-invalid': 'true', 'aria-describedby': 'organization-fault' };
  const content = formOf(
    facts,
    html`<fieldset role="radiogroup"${attributes(wrong)}>
<legend>Which one do you want to sign in to?</legend>
${faultOf('organization-fault', fault)}${choices}</fieldset>
${button('Continue', 'first', null)}`,
  );
  return layout({
    product: facts.product,
    heading: 'Choose an organization',
    isWrong: facts.problems !== null,
    content,
  });
}
