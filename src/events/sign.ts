// Signs a call in the form that its receiver expects.

import { signStandard } from './send/sign-standard.ts';
import { signTimestamped } from './send/sign-timestamped.ts';

/** The header of the one style, or what the headers of the other begin with. */
export type SignatureForm =
  | { readonly style: 'timestamped'; readonly header: string; readonly separator: string }
  | { readonly style: 'standard'; readonly prefixes: readonly string[] };

/** `id`: of the event, the same at each attempt. `body`: the very text that is sent. `atMs`: of this attempt, since 1970. */
export type SignedCall = {
  readonly secret: string;
  readonly id: string;
  readonly body: string;
  readonly atMs: number;
};

/** The headers that prove the call. Throws on a secret that the style cannot use. */
export function sign(form: SignatureForm, call: SignedCall): Readonly<Record<string, string>> {
  if (form.style === 'timestamped') return signTimestamped(form, call);
  return Object.fromEntries(form.prefixes.flatMap((prefix) => Object.entries(signStandard(prefix, call))));
}
