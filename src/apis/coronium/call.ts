// The call: a proven request with all that an action needs to know of it; types only.

import type { Context } from '../../core/commands/context.ts';
import type { Json } from '../../core/model/json.ts';
import type { Host } from '../api.ts';
import type { Scope } from './envelope/scope.ts';
import type { Parameters } from './wire/parameters.ts';

/** One call of a game. `context`: in the name of the app, in the realm its scope leads to. */
export type Call = {
  readonly host: Host;
  readonly context: Context;
  readonly scope: Scope;
  readonly body: Parameters;
  readonly address: string;
  /** At most 512 characters; null: not said. */
  readonly userAgent: string | null;
  /** What a login of this client was given; null: nothing. */
  readonly sessionToken: string | null;
  /** Signed over the body too: such a client can keep a session. */
  readonly isOurs: boolean;
};

/** What a call is answered; `session` opens what is for the signed-in user alone. */
export type Answer = { readonly result: Json; readonly session: string | null };

/** Does what one action names. Refuses with a Fault, or as the core does. */
export type Handler = (call: Call) => Promise<Answer>;

/** An answer without a session. */
export function answer(result: Json): Answer {
  return { result, session: null };
}
