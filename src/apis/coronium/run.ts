// Running a request: proven first, then read, then done in the name of the app.

import type { WrittenAnswer } from '../../core/commands/answer-once.ts';
import { openAppKeys } from '../../core/commands/app-keys.ts';
import type { Context } from '../../core/commands/context.ts';
import type { Host } from '../api.ts';
import { findAction } from './actions.ts';
import type { Call } from './call.ts';
import { answered, carryOut, readBody } from './carry-out.ts';
import { findScope, homeOf } from './envelope/find-scope.ts';
import { openPluginKey } from './envelope/plugin-key.ts';
import { type Proof, prove } from './envelope/prove.ts';
import type { Request } from './envelope/request.ts';
import type { Scope } from './envelope/scope.ts';
import { fail, mismatched } from './fault.ts';
import type { Parameters } from './wire/parameters.ts';

const projectName = 'api.users';

/** Who signed this request. */
async function proofOf(host: Host, home: Context, request: Request): Promise<Proof> {
  const { extras } = await host.realmObjects.of(home.realm.id);
  return prove(request, openAppKeys(host.ports, extras), openPluginKey(host.ports, extras));
}

function judgeTime({ time }: Request, { clockToleranceMs }: Scope, now: number): void {
  if (clockToleranceMs === null) return;
  if (Math.abs(Number(time) * 1000 - now) > clockToleranceMs) fail(810, 'The clock of this device is wrong.');
}

function judgeScope(body: Parameters, name: string): void {
  const named = body.text('scope');
  if (named !== null && named !== name) mismatched('scope', 'is not the scope of the request');
}

async function run(host: Host, request: Request): Promise<WrittenAnswer> {
  const home = await homeOf(host, request.requestId);
  const { keyId, isOurs } = await proofOf(host, home, request);
  if (request.project !== projectName)
    fail(810, `${request.project.slice(0, 100)} is not part of this server: it keeps users.`);
  const action = findAction(request.action);
  if (action === null) return fail(810, `There is no ${request.action.slice(0, 100)}.`);
  const body = readBody(host, request.body);
  judgeScope(body, request.scope);
  const { scope, realm } = await findScope(host, home, request.scope);
  judgeTime(request, scope, host.ports.clock());
  if (scope.closed.includes(action.name)) fail(810, `${action.name} is switched off in this scope.`);
  const context: Context = { ...home, realm, actor: { kind: 'app-key', keyId } };
  const { address, userAgent, sessionToken, idempotencyKey } = request;
  const call: Call = {
    ...{ host, context, scope, body, address, userAgent, isOurs },
    sessionToken: isOurs && sessionToken !== '' ? sessionToken : null,
  };
  return await carryOut({
    ...{ call, handler: action.handler },
    idempotencyKey: action.writes && idempotencyKey !== '' ? idempotencyKey : null,
    // Whoever else sends the same is not told what a user was; a creation is nobody's yet, and may be sent again after a login.
    content: [request.action, request.scope, body.has('user_id') ? call.sessionToken : null, request.body.toString()],
  });
}

/** Answers a request, also one that is refused. What is our bug is thrown. */
export async function answerRequest(host: Host, request: Request): Promise<string> {
  return await answered(() => run(host, request));
}
