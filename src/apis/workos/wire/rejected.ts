// The errors of the wire: how one is made, thrown and written.

/** One fault among several of a call. */
export type Entry = { readonly code: string; readonly message: string };

/**
 * An error as a client sees it; what is null is left out. `retryAfterSeconds` becomes the header `Retry-After`; `more` stands
 * beside the rest. `grant`: a fault of the grant itself, told as `error` and `error_description` (RFC 6749 §5.2).
 */
export type WireError = {
  readonly status: number;
  readonly code: string | null;
  readonly message: string;
  readonly entityId: string | null;
  readonly errors: readonly Entry[] | null;
  readonly retryAfterSeconds: number | null;
  readonly more: Readonly<Record<string, unknown>>;
  readonly grant: boolean;
};

/** Makes an error. */
export function wireError(
  status: number,
  code: string | null,
  message: string,
  more: Partial<Omit<WireError, 'status' | 'code' | 'message'>> = {},
): WireError {
  const nothing = { entityId: null, errors: null, retryAfterSeconds: null, more: {}, grant: false };
  return { status, code, message, ...nothing, ...more };
}

/** More than this many faults help nobody. */
const entriesMax = 100;

/** The error for a grant that is no good. RFC 6749 §5.2, as WorkOS' OpenAPI file 0.61 lists the codes; 2026-08. */
export function grantError(code: string, message: string, status = 400): WireError {
  return wireError(status, code, message, { grant: true });
}

/** The error for parameters that are no good. */
export function badParameters(entries: readonly Entry[]): WireError {
  return wireError(422, 'invalid_request_parameters', 'Validation failed.', { errors: entries.slice(0, entriesMax) });
}

/** The error for something that is not there. `thing` as in `User`. */
export function missing(thing: string, id: string): WireError {
  return wireError(404, 'entity_not_found', `${thing} not found: '${id}'.`, { entityId: id });
}

/** A call that the adapter itself turns down. */
export class Rejected extends Error {
  readonly error: WireError;

  constructor(error: WireError) {
    super(error.code ?? error.message);
    this.name = 'Rejected';
    this.error = error;
  }
}

/** Turns the call down. */
export function reject(error: WireError): never {
  throw new Rejected(error);
}

/** The body of an error response. WorkOS' OpenAPI file 0.61, and its recorded answers; 2026-08. */
export function errorBody({ code, message, entityId, errors, more, grant }: WireError): object {
  if (grant) return { error: code, error_description: message, ...more };
  return {
    message,
    ...(code !== null && { code }),
    ...(entityId !== null && { entity_id: entityId }),
    ...(errors !== null && { errors }),
    ...more,
  };
}
