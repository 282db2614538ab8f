// The request as it came in: its headers and the bytes of its body, nothing of it believed yet.

import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import { fail, mismatched, missing } from '../fault.ts';

/** A request of a game; texts that were not sent are empty. */
export type Request = {
  readonly project: string;
  readonly action: string;
  readonly scope: string;
  /** Seconds since 1970, as sent. */
  readonly time: string;
  readonly proof: string;
  readonly idempotencyKey: string;
  readonly sessionToken: string;
  readonly body: Buffer;
  readonly address: string;
  readonly userAgent: string | null;
  readonly requestId: string;
};

const headerMax = 512;
const userAgentMax = 512;

/** Node reads headers byte by byte; games write UTF-8. Of anything else, two could be read as the same. */
function text(value: string, name: string): string {
  const bytes = Buffer.from(value, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : fail(801, `${name} is not in UTF-8.`);
}

/** A header as UTF-8; empty: it was not sent. Throws Fault 801. */
export function header({ headers }: FastifyRequest, name: string): string {
  const value = headers[name];
  if (value === undefined) return '';
  if (typeof value !== 'string') return fail(801, `${name} was sent twice.`);
  return value.length <= headerMax ? text(value, name) : fail(801, `${name} is too long.`);
}

/** Reads it. Throws Fault 801 and 804. */
export function requestOf(request: FastifyRequest): Request {
  const { body } = request;
  const time = header(request, 'x-request-time');
  if (time === '') return missing('X-Request-Time');
  if (!/^[0-9]{1,12}(?:\.[0-9]{1,6})?$/.test(time))
    return mismatched('X-Request-Time', 'must be in seconds since 1970');
  return {
    project: header(request, 'x-project-id'),
    action: header(request, 'x-action'),
    scope: header(request, 'x-scope'),
    time,
    proof: header(request, 'x-request-auth'),
    idempotencyKey: header(request, 'idempotency-key'),
    sessionToken: header(request, 'x-session-token'),
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
    address: request.ip,
    userAgent: request.headers['user-agent']?.slice(0, userAgentMax) ?? null,
    requestId: request.id,
  };
}
