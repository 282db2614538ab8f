// The sessions of a user: listed and ended.

import Type from 'typebox';
import { endSession, endSessions } from '../../core/commands/end-sessions.ts';
import { findSessions, getSession } from '../../core/commands/find-sessions.ts';
import { getUser } from '../../core/commands/get-user.ts';
import { refuse } from '../../core/model/error.ts';
import type { Session } from '../../core/model/session.ts';
import { sessionCursor } from './cursor.ts';
import { limitOf, pageParameters } from './find-users-route.ts';
import { type Call, noBody, type Route, route } from './route.ts';
import { SessionPage } from './schema-answers.ts';
import { closed, oneOf } from './schema-basics.ts';
import { writeTime, writeTimeOrNull } from './times.ts';
import { referenceOf } from './user-reference.ts';

const none = closed({});

function sessionDocument(session: Session) {
  return {
    id: session.id,
    userId: session.userId,
    client: session.client,
    status: session.status,
    method: session.method,
    ipAddress: session.ipAddress,
    userAgent: session.userAgent,
    createdAt: writeTime(session.createdAt),
    updatedAt: writeTime(session.updatedAt),
    lastActiveAt: writeTime(session.lastActiveAt),
    expireAt: writeTime(session.expireAt),
    abandonAt: writeTime(session.abandonAt),
    endedAt: writeTimeOrNull(session.endedAt),
  };
}

async function userIdOf({ host, context, parameter }: Pick<Call<unknown, unknown>, 'host' | 'context' | 'parameter'>) {
  return (await getUser(context, referenceOf(host, parameter('id')), { system: true })).id;
}

const list = route({
  method: 'GET',
  path: '/users/{id}/sessions',
  id: 'findSessions',
  summary: "List a user's sessions",
  description: 'Newest first.',
  answers: { 200: { description: 'A page of sessions.', schema: SessionPage } },
  refusals: [404],
  query: closed({
    ...pageParameters,
    status: Type.Optional(oneOf(['active', 'revoked', 'removed', 'ended', 'expired'])),
  }),
  body: noBody,
  async handle(call) {
    const { context, query } = call;
    const limit = limitOf(query);
    const offset = query.cursor === undefined ? 0 : sessionCursor.read(query.cursor).offset;
    const userId = await userIdOf(call);
    const status = query.status ?? null;
    const found = await findSessions(context, { userId, client: null, status, limit: limit + 1, offset });
    const more = found.length > limit;
    return {
      status: 200,
      body: {
        items: found.slice(0, limit).map(sessionDocument),
        next: more ? sessionCursor.write({ list: 'sessions', offset: offset + limit }) : null,
      },
    };
  },
});

const endAll = route({
  method: 'DELETE',
  path: '/users/{id}/sessions',
  id: 'endSessions',
  summary: "End all of a user's sessions",
  answers: { 204: { description: 'None is active any more.', schema: null } },
  refusals: [404],
  query: none,
  body: noBody,
  async handle(call) {
    await endSessions(call.context, await userIdOf(call), { which: 'all' }, 'revoked');
    return { status: 204 };
  },
});

const endOne = route({
  method: 'DELETE',
  path: '/users/{id}/sessions/{sessionId}',
  id: 'endSession',
  summary: 'End one session',
  answers: { 204: { description: 'It is not active any more.', schema: null } },
  refusals: [404],
  query: none,
  body: noBody,
  async handle(call) {
    const { context, parameter } = call;
    const userId = await userIdOf(call);
    const id = parameter('sessionId');
    const session = await getSession(context, id);
    if (session.userId !== userId) refuse({ code: 'not-found', what: 'session', id });
    await endSession(context, id, 'revoked');
    return { status: 204 };
  },
});

export const sessionRoutes: readonly Route[] = [list, endAll, endOne];
