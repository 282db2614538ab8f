// What goes wrong, as an answer: the adapter's own refusals, the core's, and what the server says of a request.

import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refused } from '../../core/model/error.ts';
import type { BodyRefusal } from '../api.ts';
import { entryOf } from './wire/body.ts';
import { errorOfRefused, type Scene, wireErrors } from './wire/errors.ts';
import { badParameters, errorBody, Rejected, type WireError } from './wire/rejected.ts';

function isBodyRefusal(error: object): error is BodyRefusal {
  return 'code' in error && error.code === 'BODY_REFUSED' && 'reason' in error && 'key' in error;
}

/** A fault below a field is that field's; anything else means that the body cannot be read. */
function errorOfBody({ key }: BodyRefusal): WireError {
  if (key === null) return wireErrors.bodyInvalid;
  return key === 'metadata' ? wireErrors.metadataInvalid : badParameters([entryOf(key, 'invalid', 'is not valid.')]);
}

function errorOfServer(error: object): WireError | null {
  if ('code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return wireErrors.bodyTooLarge;
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  return status >= 400 && status < 500 ? { ...wireErrors.bodyInvalid, status } : null;
}

/** The wire error of what was thrown; null: our bug. */
function errorOf(error: unknown, scene: Scene): WireError | null {
  if (error instanceof Rejected) return error.error;
  if (error instanceof Refused) return errorOfRefused(error, scene);
  if (typeof error !== 'object' || error === null) return null;
  return isBodyRefusal(error) ? errorOfBody(error) : errorOfServer(error);
}

/** Answers with what was thrown. What is our bug is logged and not told. */
export function answerFailure(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  scene: Scene,
): FastifyReply {
  const known = errorOf(error, scene);
  if (known === null) request.log.error({ err: error }, 'unexpected error');
  const told = known ?? wireErrors.internal;
  if (told.retryAfterSeconds !== null) reply.header('retry-after', String(told.retryAfterSeconds));
  return reply.code(told.status).send(errorBody(told));
}
