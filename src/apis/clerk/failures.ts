// What goes wrong, as an answer: the adapter's own refusals, the core's, and what the server says of a request.

import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refused } from '../../core/model/error.ts';
import type { Policy } from '../../core/model/realm.ts';
import type { BodyRefusal } from '../api.ts';
import { errorsOfRefused, type Scene } from './wire/errors.ts';
import { errorBody, Rejected, type WireError, wireError } from './wire/rejected.ts';

/** What is known of the call that failed; what is not known is null. */
export type FailureScene = { readonly scene: Scene; readonly policy: Policy | null };

/** A field with such a fault is named; anything else means that the body cannot be read. */
const bodyFaults = {
  malformed: null,
  empty: null,
  'key-forbidden': 'valueRefused',
  'too-deep': 'valueRefused',
  number: 'valueRefused',
  text: 'valueEncoding',
} as const satisfies { readonly [Reason in BodyRefusal['reason']]: string | null };

function isBodyRefusal(error: object): error is BodyRefusal {
  return 'code' in error && error.code === 'BODY_REFUSED' && 'reason' in error && 'key' in error;
}

function errorOfBody({ reason, key }: BodyRefusal): WireError {
  const name = bodyFaults[reason];
  return name === null || key === null ? wireError('bodyInvalid') : wireError(name, { param: key });
}

/** What the server itself finds wrong with a request, by its code. */
const serverFaults: Readonly<Record<string, (request: FastifyRequest) => WireError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: (request) => wireError('bodyTooLarge', { limit: request.routeOptions.bodyLimit ?? 0 }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: (request) =>
    wireError('contentTypeUnsupported', {
      actual: request.headers['content-type'] ?? '',
      expected: 'application/json',
    }),
  FST_REQ_FILE_TOO_LARGE: () => wireError('imageTooLarge'),
};

function errorOfServer(error: object, request: FastifyRequest): WireError | null {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = serverFaults[code];
  if (known !== undefined) return known(request);
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  return status >= 400 && status < 500 ? { ...wireError('badRequest'), status } : null;
}

/** Every wire error of what was thrown; null: our bug. */
function errorsOf(
  error: unknown,
  request: FastifyRequest,
  { scene, policy }: FailureScene,
): readonly WireError[] | null {
  if (error instanceof Rejected) return error.errors;
  if (error instanceof Refused) return errorsOfRefused(error, scene, policy);
  if (typeof error !== 'object' || error === null) return null;
  if (isBodyRefusal(error)) return [errorOfBody(error)];
  const own = errorOfServer(error, request);
  return own === null ? null : [own];
}

/** Answers with what was thrown; the first error decides the status. What is our bug is logged and not told. */
export function answerFailure(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  known: FailureScene,
): FastifyReply {
  const errors = errorsOf(error, request, known);
  if (errors === null) request.log.error({ err: error }, 'unexpected error');
  const told = errors === null || errors.length === 0 ? [wireError('internal')] : errors;
  const retryAfter = told.find((one) => one.retryAfterSeconds !== null)?.retryAfterSeconds ?? null;
  if (retryAfter !== null) reply.header('retry-after', String(retryAfter));
  return reply.code(told[0]?.status ?? 500).send(errorBody(told, request.id));
}
