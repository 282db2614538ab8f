// The endpoints of sessions.

import { endSession } from '../../core/commands/end-sessions.ts';
import { findSessions } from '../../core/commands/find-sessions.ts';
import { getUser } from '../../core/commands/get-user.ts';
import type { Session } from '../../core/model/session.ts';
import type { User } from '../../core/model/user.ts';
import { atUser } from './named.ts';
import { badCursor, listObject, type Page, type PageWish, pageOf, readPage, type Stretch } from './paging.ts';
import { type Call, type Route, route } from './route.ts';
import { Body } from './wire/body.ts';
import { readSessionId, writeSessionId, writeUserId } from './wire/ids.ts';
import { sessionObject } from './wire/objects.ts';
import { badParameters, missing, reject } from './wire/rejected.ts';

/** The newest so many active sessions of a user can be listed. */
const sessionsMax = 1000;

const revocationNames: ReadonlySet<string> = new Set(['session_id']);

type SessionPage = { readonly page: Page<Session>; readonly user: User };

function stretchOf(newestFirst: readonly Session[], page: PageWish, stretch: Stretch): readonly Session[] {
  const { direction, beyond, limit } = stretch;
  const ordered = direction === 'descending' ? newestFirst : newestFirst.toReversed();
  const place = ordered.findIndex(({ id }) => writeSessionId(id) === beyond);
  if (beyond !== null && place < 0) {
    reject(badParameters([badCursor(page.before === null ? 'after' : 'before')]));
  }
  return ordered.slice(place + 1, place + 1 + limit);
}

async function listSessions(call: Call, wish: PageWish): Promise<SessionPage> {
  const user = await atUser(call, (reference) => getUser(call.context, reference, { system: false }));
  const query = { userId: user.id, client: null, status: 'active', limit: sessionsMax, offset: 0 } as const;
  const sessions = await findSessions(call.context, query);
  const read = async (stretch: Stretch) => stretchOf(sessions, wish, stretch);
  return { user, page: await pageOf(wish, read, ({ id }) => writeSessionId(id)) };
}

function readRevocation(call: Call): string {
  const body = new Body(call.body, revocationNames);
  const text = body.requiredText('session_id');
  body.settle();
  return readSessionId(text) ?? reject(missing('Session', text));
}

/** WorkOS' OpenAPI file 0.61, tag user-management.sessions; 2026-08. */
export const sessionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/user_management/users/:id/sessions',
    parse: ({ query }) => readPage(query),
    run: listSessions,
    render: ({ page, user }) => listObject(page, (session) => sessionObject(session, writeUserId(user))),
  }),
  route({
    method: 'POST',
    path: '/user_management/sessions/revoke',
    parse: readRevocation,
    run: (call, id) => endSession(call.context, id, 'revoked'),
    render: () => null,
  }),
  route({
    method: 'GET',
    path: '/sso/jwks/:clientId',
    access: 'anybody',
    parse: () => null,
    // The keys are public, and the same for every client.
    run: ({ host, context }) => host.signer.jwks(context.realm.id),
    render: (keys) => keys,
  }),
];
