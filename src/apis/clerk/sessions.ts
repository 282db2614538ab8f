// The endpoints of sessions and their tokens.

import { randomBytes } from 'node:crypto';
import { createSession } from '../../core/commands/create-session.ts';
import { endSession } from '../../core/commands/end-sessions.ts';
import { countSessions, findSessions, getSession } from '../../core/commands/find-sessions.ts';
import { findUsers } from '../../core/commands/find-users.ts';
import { getUser } from '../../core/commands/get-user.ts';
import { useSession } from '../../core/commands/use-session.ts';
import { everybody } from '../../core/model/query.ts';
import type { Session, SessionQuery } from '../../core/model/session.ts';
import type { User } from '../../core/model/user.ts';
import { found } from './found.ts';
import { type Call, pathParameter, type Route, route } from './route.ts';
import { Body } from './wire/body.ts';
import {
  readClientId,
  readSessionId,
  userReferenceOf,
  writeInstanceId,
  writeSessionId,
  writeUserId,
} from './wire/ids.ts';
import { sessionObject } from './wire/objects/session.ts';
import { listObject } from './wire/objects/shared.ts';
import { Query, readPage } from './wire/query.ts';
import { reject, wireError } from './wire/rejected.ts';

/** Every status that may be asked for; the core has no word for some, and no session is in them. */
const statuses: ReadonlyMap<string, Session['status'] | null> = new Map([
  ['active', 'active'],
  ['ended', 'ended'],
  ['expired', 'expired'],
  ['removed', 'removed'],
  ['revoked', 'revoked'],
  ['abandoned', null],
  ['pending', null],
  ['replaced', null],
]);

const creationNames: ReadonlySet<string> = new Set(['user_id', 'active_organization_id']);
const tokenNames: ReadonlySet<string> = new Set(['expires_in_seconds']);
const refreshNames: ReadonlySet<string> = new Set([
  'expired_token',
  'refresh_token',
  'request_origin',
  'request_headers',
  'format',
  'request_originating_ip',
]);

/** Marks a token as one of a session, not one of a template or of a machine (read by SDKs since 2025). */
const sessionTokenCategory = 'cl_B7d4PD111AAA';

const lifetimeBounds = { min: 30, max: 315_360_000 } as const;

type SessionOfUser = { readonly session: Session; readonly user: User };
type SessionPage = { readonly rows: readonly SessionOfUser[]; readonly total: number; readonly paginated: boolean };
type SessionListRead = { readonly query: Omit<SessionQuery, 'now'> | null; readonly paginated: boolean };

function sessionOfPath(call: Call): string {
  const text = pathParameter(call, 'session_id');
  return readSessionId(text) ?? reject('sessionNotFound', { id: text });
}

async function withUser(call: Call, session: Session): Promise<SessionOfUser> {
  return { session, user: await getUser(call.context, { by: 'id', id: session.userId }, { system: true }) };
}

function renderSession({ session, user }: SessionOfUser): object {
  return sessionObject(session, writeUserId(user));
}

async function findUserId(call: Call, text: string): Promise<string | null> {
  const reference = userReferenceOf(text);
  if (reference.by === 'id') return reference.id;
  return (await found(getUser(call.context, reference, { system: false })))?.id ?? null;
}

/** `query` null: nothing can be found by what was asked for. */
async function readList(call: Call): Promise<SessionListRead> {
  const query = new Query(call.query);
  const page = readPage(query);
  const paginated = query.flag('paginated') === true;
  const userText = query.text('user_id');
  const clientText = query.text('client_id');
  const statusText = query.text('status');
  const status = statusText === undefined ? null : statuses.get(statusText);
  if (status === undefined) query.fault(wireError('valueInvalid', { param: 'status', value: statusText ?? '' }));
  query.settle();
  const userId = userText === undefined ? null : await findUserId(call, userText);
  const client = clientText === undefined ? null : readClientId(clientText);
  const vain =
    (userText !== undefined && userId === null) ||
    (clientText !== undefined && client === null) ||
    (statusText !== undefined && (status ?? null) === null);
  return { query: vain ? null : { userId, client, status: status ?? null, ...page }, paginated };
}

async function listSessions(call: Call, { query, paginated }: SessionListRead): Promise<SessionPage> {
  if (query === null) return { rows: [], total: 0, paginated };
  const sessions = await findSessions(call.context, query);
  const total = paginated ? await countSessions(call.context, query) : 0;
  const ids = [...new Set(sessions.map((session) => session.userId))];
  const filter = { ...everybody, ids: { include: ids, exclude: [] }, system: true };
  const sort = { field: 'createdAt', direction: 'ascending' } as const;
  const users = await findUsers(call.context, { filter, sort, limit: ids.length, offset: 0, after: null });
  const byId = new Map(users.map((user) => [user.id, user]));
  const rows = sessions.flatMap((session) => {
    const user = byId.get(session.userId);
    return user === undefined ? [] : [{ session, user }];
  });
  return { rows, total, paginated };
}

function readCreation(call: Call) {
  const body = new Body(call.body, creationNames);
  const userId = body.requiredText('user_id');
  const organization = body.text('active_organization_id') ?? '';
  body.settle();
  return { reference: userReferenceOf(userId), organization };
}

function readLifetime(call: Call): number | null {
  const body = new Body(call.body, tokenNames);
  const param = 'expires_in_seconds';
  const seconds = body.integer(param) ?? null;
  if (seconds !== null && seconds > lifetimeBounds.max) {
    body.fault(wireError('valueTooLarge', { param, limit: lifetimeBounds.max }));
  }
  if (seconds !== null && seconds < lifetimeBounds.min)
    body.fault(wireError('valueInvalid', { param, value: seconds }));
  body.settle();
  return seconds;
}

/** Clerk's session token, claims of version 2 (2025-04-14); 2026-08. */
async function mintToken(call: Call, lifetimeSeconds: number | null): Promise<string> {
  const { session, user } = await useSession(call.context, sessionOfPath(call));
  const { realm } = call.context;
  const now = call.view.now;
  const issuedAt = Math.floor(now / 1000);
  const claims = {
    exp: issuedAt + (lifetimeSeconds ?? Math.floor(realm.policy.sessions.tokenLifetimeMs / 1000)),
    fva: [Math.max(0, Math.floor((now - session.createdAt) / 60_000)), -1],
    iat: issuedAt,
    iss: call.view.publicUrl,
    jti: randomBytes(10).toString('hex'),
    nbf: issuedAt - 10,
    sid: writeSessionId(session.id),
    sts: 'active',
    sub: writeUserId(user),
    v: 2,
  };
  const header = { kid: writeInstanceId(realm.instanceId), cat: sessionTokenCategory };
  return await call.signer.sign(realm.id, claims, header);
}

/** A refresh always ends at the sign-in page: refresh tokens come from a front end that is not ours. */
async function refuseRefresh(call: Call): Promise<never> {
  const text = pathParameter(call, 'session_id');
  const id = readSessionId(text) ?? reject('refreshSessionNotFound', { id: text });
  const session = await found(getSession(call.context, id));
  return session === null ? reject('refreshSessionNotFound', { id: text }) : reject('refreshTokenNotFound');
}

/** Clerk BAPI 2026-05-12, tag Sessions; 2026-08. `verify` went away years ago. */
export const sessionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/sessions',
    parse: readList,
    run: listSessions,
    render: ({ rows, total, paginated }) => {
      const data = rows.map(renderSession);
      return paginated ? listObject(data, total) : data;
    },
  }),
  route({
    method: 'POST',
    path: '/sessions',
    parse: readCreation,
    run: async (call, { reference, organization }) => {
      await getUser(call.context, reference, { system: false });
      if (organization !== '') reject('organizationNotFound');
      const facts = { method: 'admin', ipAddress: null, userAgent: null, organizationId: null };
      return withUser(call, await createSession(call.context, reference, facts));
    },
    render: renderSession,
  }),
  route({
    method: 'GET',
    path: '/sessions/:session_id',
    parse: sessionOfPath,
    run: async (call, id) => withUser(call, await getSession(call.context, id)),
    render: renderSession,
  }),
  route({
    method: 'POST',
    path: '/sessions/:session_id/revoke',
    parse: sessionOfPath,
    run: async (call, id) => withUser(call, await endSession(call.context, id, 'revoked')),
    render: renderSession,
  }),
  route({
    method: 'POST',
    path: '/sessions/:session_id/tokens',
    parse: readLifetime,
    run: mintToken,
    render: (jwt) => ({ object: 'token', jwt }),
  }),
  route({
    method: 'POST',
    path: '/sessions/:session_id/tokens/:template',
    parse: readLifetime,
    run: async (call) => {
      await getSession(call.context, sessionOfPath(call));
      reject('templateNotFound', { name: pathParameter(call, 'template') });
    },
    render: () => null,
  }),
  route({
    method: 'POST',
    path: '/sessions/:session_id/verify',
    parse: () => null,
    run: async () => reject('operationDeprecated'),
    render: () => null,
  }),
  route({
    method: 'POST',
    path: '/sessions/:session_id/refresh',
    parse: (call) => new Body(call.body, refreshNames).settle(),
    run: refuseRefresh,
    render: () => null,
  }),
];
