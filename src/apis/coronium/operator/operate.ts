// The routes of an operator: who asks, what is asked, and what is answered.

import type { FastifyRequest } from 'fastify';
import type { Context } from '../../../core/commands/context.ts';
import type { Json } from '../../../core/model/json.ts';
import type { Host } from '../../api.ts';
import { readBody } from '../carry-out.ts';
import { keyHolder } from '../envelope/key-holder.ts';
import { fail, mismatched } from '../fault.ts';
import { apiName } from '../wire/ids.ts';
import type { Parameters } from '../wire/parameters.ts';
import type { Answer } from './answer-error.ts';
import { findScopeNamed, listScopes } from './find-scopes.ts';
import { putScope } from './put-scope.ts';
import { readWish } from './read-wish.ts';
import { removeScope } from './remove-scope.ts';
import { viewOfScope } from './view-scope.ts';

type Verb = (host: Host, home: Context, request: FastifyRequest) => Promise<{ status: number; result: Json }>;

/** In the name of the holder of a secret key of the home realm. Throws Fault 810. @fails not-authenticated. */
async function contextOf(host: Host, request: FastifyRequest): Promise<Context> {
  const { realm, actor } = await keyHolder(host, request);
  if (realm.id !== (await host.publicRealm()).id) fail(810, 'This is the secret key of another realm.');
  return { ports: host.ports, realm, actor, api: apiName, requestId: request.id };
}

function nameOf({ params }: FastifyRequest): string {
  const isNamed = typeof params === 'object' && params !== null && 'name' in params;
  return isNamed && typeof params.name === 'string' ? params.name : '';
}

function bodyOf(host: Host, { body }: FastifyRequest): Parameters {
  return readBody(host, Buffer.isBuffer(body) ? body : Buffer.alloc(0));
}

/** True where nothing may be there yet (RFC 9110, section 13.1.2). */
function mustBeNew({ headers }: FastifyRequest): boolean {
  const condition = headers['if-none-match'];
  return condition === undefined ? false : condition === '*' || mismatched('If-None-Match', 'must be *');
}

const verbs = {
  list: async (_host, home) => ({ status: 200, result: (await listScopes(home)).map(viewOfScope) }),
  read: async (_host, home, request) => {
    return { status: 200, result: viewOfScope(await findScopeNamed(home, nameOf(request))) };
  },
  put: async (host, home, request) => {
    const mustBe = mustBeNew(request) ? 'new' : 'either';
    const { scope, isNew } = await putScope(host, home, nameOf(request), readWish(bodyOf(host, request)), mustBe);
    return { status: isNew ? 201 : 200, result: viewOfScope(scope) };
  },
  remove: async (_host, home, request) => {
    return { status: 200, result: viewOfScope(await removeScope(home, nameOf(request))) };
  },
} as const satisfies { readonly [name: string]: Verb };

/** What an operator can ask. */
export type VerbName = keyof typeof verbs;

/** Does what is asked. Throws Fault and Refused. */
export async function operate(host: Host, verb: VerbName, request: FastifyRequest): Promise<Answer> {
  const { status, result } = await verbs[verb](host, await contextOf(host, request), request);
  return { status, headers: {}, body: JSON.stringify({ result }) };
}
