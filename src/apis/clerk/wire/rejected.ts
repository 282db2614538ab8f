// The errors of the wire: how one is made, thrown and written.

import { createHash } from 'node:crypto';
import { type CatalogueName, catalogue } from './catalogue.ts';

/** One error as a client sees it. `retryAfterSeconds` becomes the header `Retry-After`. */
export type WireError = {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly longMessage: string;
  readonly meta: Readonly<Record<string, unknown>> | null;
  readonly retryAfterSeconds: number | null;
};

/** Facts of the case, for the messages; `param` also becomes `meta.param_name`. */
export type ErrorFacts = Readonly<Record<string, string | number>>;

function fill(template: string, facts: ErrorFacts): string {
  return template.replaceAll(/<([a-zA-Z]+)>/g, (whole, name: string) => String(facts[name] ?? whole));
}

/** Makes an error of the catalogue. */
export function wireError(
  name: CatalogueName,
  facts: ErrorFacts = {},
  more: { readonly meta?: Readonly<Record<string, unknown>>; readonly retryAfterSeconds?: number } = {},
): WireError {
  const { status, code, message, long } = catalogue[name];
  const param = facts.param;
  return {
    status,
    code,
    message: fill(message, facts),
    longMessage: fill(long, facts),
    meta: more.meta ?? (param === undefined ? null : { param_name: param }),
    retryAfterSeconds: more.retryAfterSeconds ?? null,
  };
}

/** A call that the adapter itself turns down; the first error decides the status. */
export class Rejected extends Error {
  readonly errors: readonly [WireError, ...WireError[]];

  constructor(errors: readonly [WireError, ...WireError[]]) {
    super(errors.map((error) => error.code).join(', '));
    this.name = 'Rejected';
    this.errors = errors;
  }
}

/** Turns the call down with one error. */
export function reject(name: CatalogueName, facts: ErrorFacts = {}): never {
  throw new Rejected([wireError(name, facts)]);
}

/** Turns the call down when there is any error. */
export function rejectAny(errors: readonly WireError[]): void {
  const [first, ...rest] = errors;
  if (first !== undefined) throw new Rejected([first, ...rest]);
}

function traceIdOf(requestId: string): string {
  const plain = requestId.replaceAll('-', '');
  return /^[0-9a-f]{32}$/.test(plain) ? plain : createHash('sha256').update(requestId).digest('hex').slice(0, 32);
}

/** More than this many errors help nobody. */
const errorsMax = 100;

/** The body of an error response; the trace id is made from the request id. Clerk BAPI 2026-05-12, `ClerkErrors`. */
export function errorBody(errors: readonly WireError[], requestId: string): object {
  return {
    errors: errors.slice(0, errorsMax).map(({ code, message, longMessage, meta }) => ({
      message,
      long_message: longMessage,
      code,
      ...(meta !== null && { meta }),
    })),
    clerk_trace_id: traceIdOf(requestId),
  };
}
