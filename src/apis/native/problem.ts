// The problem (RFC 9457): the shape of every answer that says no.

import Type from 'typebox';
import { closed, nullableInteger } from './schema-basics.ts';

/** One fault: where in the request document, why, and the limit it broke where there is one. */
export const Fault = closed({
  pointer: Type.String({ description: 'JSON Pointer into the document, or the name of a parameter or header.' }),
  reason: Type.String(),
  limit: nullableInteger(),
});

export type Fault = Type.Static<typeof Fault>;

/** The body of every refusal. `type` is stable; `detail` is for people. */
export const Problem = closed({
  type: Type.String({ format: 'uri-reference' }),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  errors: Type.Array(Fault),
  requestId: Type.String(),
});

export type Problem = Type.Static<typeof Problem>;

/** What a problem says, before it is known of which request. `name` is the end of its type. */
export type Wording = {
  readonly name: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
};

/** Thrown where this API itself refuses. */
export class Refusing extends Error {
  readonly wording: Wording;

  constructor(wording: Wording) {
    super(wording.name);
    this.name = 'Refusing';
    this.wording = wording;
  }
}

/** The body for a wording, in answer to a request. */
export function problemOf({ name, title, status, detail, errors }: Wording, requestId: string): Problem {
  return { type: `/problems/${name}`, title, status, detail, errors: [...errors], requestId };
}

/** One fault. */
export function fault(pointer: string, reason: string, limit: number | null = null): Fault {
  return { pointer, reason, limit };
}
