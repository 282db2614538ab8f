// The labelled inputs of forms, and those that recur: email address, new password, code.

import { type FormFacts, faultOf } from './form.ts';
import { attributes, type Html, html } from './html.ts';

/** An input. `value` fills it; `traits` are its further attributes. */
export type Input<Name extends string> = {
  readonly name: Name;
  readonly label: string;
  readonly isOptional: boolean;
  readonly hint: string | null;
  readonly value: string | null;
  readonly traits: Readonly<Record<string, string>>;
};

/**
 * The inputs, each with its label, hint and fault. The first wrong one has the focus; when none is wrong and `takesFocus`,
 * the first empty one.
 */
export function inputsOf<Name extends string>(
  { problems }: FormFacts<Name>,
  inputs: readonly Input<Name>[],
  takesFocus = true,
): Html {
  const fault = (input: Input<Name>): string | null => problems?.fields[input.name] ?? null;
  const wrong = inputs.find((input) => fault(input) !== null);
  const focused = wrong ?? (takesFocus ? inputs.find(({ value }) => value === null) : undefined);
  return html`${inputs.map((input) => inputOf(input, fault(input), input === focused))}`;
}

function inputOf<Name extends string>(input: Input<Name>, fault: string | null, isFocused: boolean): Html {
  const id = `input-${input.name}`;
  const describedBy = [input.hint === null ? [] : [`${id}-hint`], fault === null ? [] : [`${id}-fault`]].flat();
  return html`<div class="field">
<label for="${id}">${input.label}${input.isOptional ? html` <span class="optional">(optional)</span>` : null}</label>
${input.hint === null ? null : html`<p class="hint" id="${id}-hint">${input.hint}</p>\n`}${faultOf(`${id}-fault`, fault)}<input${attributes(
    {
      id,
      name: input.name,
      ...input.traits,
      value: input.value,
      'aria-describedby': describedBy.length === 0 ? null : describedBy.join(' '),
      'aria-invalid': fault === null ? null : 'true',
      autofocus: isFocused ? '' : null,
    },
  )}>
</div>
`;
}

/** The email address that people sign in with. */
export function emailInput(value: string | null): Input<'email'> {
  const traits = { type: 'email', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false' };
  return { name: 'email', label: 'Email address', isOptional: false, hint: null, value, traits };
}

/** A password to be set. `hint` says what it must be like. */
export function newPasswordInput(label: string, hint: string | null): Input<'password'> {
  const traits = { type: 'password', autocomplete: 'new-password' };
  return { name: 'password', label, isOptional: false, hint, value: null, traits };
}

/** A code of six digits. Its length is not bounded here, because a code may be pasted with spaces. */
export function codeInput(): Input<'code'> {
  const traits = {
    class: 'code',
    type: 'text',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    spellcheck: 'false',
  };
  return { name: 'code', label: 'Six-digit code', isOptional: false, hint: null, value: null, traits };
}
