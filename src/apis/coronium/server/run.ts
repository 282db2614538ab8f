// Running a function for a server: its arguments read, its directory found, then done in the name of the key.

import type { FastifyRequest } from 'fastify';
import type { WrittenAnswer } from '../../../core/commands/answer-once.ts';
import type { Caller } from '../../../core/commands/authenticate.ts';
import type { Host } from '../../api.ts';
import type { Call } from '../call.ts';
import { answered, carryOut, readBody } from '../carry-out.ts';
import { header } from '../envelope/request.ts';
import { fail } from '../fault.ts';
import type { Parameters } from '../wire/parameters.ts';
import { findFunction } from './functions.ts';
import { placeOf } from './place.ts';

/** The scope of the arguments, else that of the header; null: none is named. */
function scopeNameOf(body: Parameters, request: FastifyRequest): string | null {
  return body.text('scope') || header(request, 'x-scope') || null;
}

async function run(host: Host, caller: Caller, name: string, request: FastifyRequest): Promise<WrittenAnswer> {
  const wanted = findFunction(name);
  if (wanted === null) return fail(810, `There is no ${name.slice(0, 100)}.`);
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const body = readBody(host, bytes);
  body.only([...wanted.parameters, 'scope']);
  const scopeName = scopeNameOf(body, request);
  const { scope, context } = await placeOf(host, caller, request.id, scopeName);
  const call: Call = {
    ...{ host, context, scope, body, sessionToken: null, isOurs: true },
    ...{ address: request.ip, userAgent: null },
  };
  const key = header(request, 'idempotency-key');
  return await carryOut({
    ...{ call, handler: wanted.handler },
    idempotencyKey: wanted.writes && key !== '' ? key : null,
    content: ['server', name, scopeName, bytes.toString('utf8')],
  });
}

/** Answers the call of a function, also one that is refused. What is our bug is thrown. */
export async function answerServer(host: Host, caller: Caller, name: string, request: FastifyRequest): Promise<string> {
  return await answered(() => run(host, caller, name, request));
}
