// What became of a user, and of the realm itself.

import type { Static } from 'typebox';
import { getUser } from '../../core/commands/get-user.ts';
import { readHistory } from '../../core/commands/read-history.ts';
import { readRealmHistory } from '../../core/commands/read-realm-history.ts';
import type { Change } from '../../core/model/change.ts';
import { historyCursor } from './cursor.ts';
import { limitOf, pageParameters } from './find-users-route.ts';
import { changeDocument } from './history-document.ts';
import { type Answer, noBody, type Route, route } from './route.ts';
import { HistoryPage } from './schema-answers.ts';
import { closed } from './schema-basics.ts';
import { referenceOf } from './user-reference.ts';

const query = closed(pageParameters);

/** A page of what is read; one change more than fit on it tells that there is another. */
async function pageOf(
  asked: Static<typeof query>,
  read: (page: { readonly beforeSeq: number | null; readonly limit: number }) => Promise<readonly Change[]>,
): Promise<Answer> {
  const limit = limitOf(asked);
  const beforeSeq = asked.cursor === undefined ? null : historyCursor.read(asked.cursor).before;
  const found = await read({ beforeSeq, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const next = last === undefined || found.length <= limit ? null : last.seq;
  return {
    status: 200,
    body: {
      items: items.map(changeDocument),
      next: next === null ? null : historyCursor.write({ list: 'history', before: next }),
    },
  };
}

const ofUser = route({
  method: 'GET',
  path: '/users/{id}/history',
  id: 'readHistory',
  summary: 'Read what became of a user',
  description:
    'Newest first: each field before and after, when, by whom, through which API. Also of a deleted user, by its id.',
  answers: { 200: { description: 'A page of changes.', schema: HistoryPage } },
  refusals: [404],
  query,
  body: noBody,
  async handle({ host, context, query: asked, parameter }) {
    const reference = referenceOf(host, parameter('id'));
    // By id also who is gone: only the history knows them still.
    const id = reference.by === 'id' ? reference.id : (await getUser(context, reference, { system: true })).id;
    return await pageOf(asked, (page) => readHistory(context, id, page));
  },
});

const ofRealm = route({
  method: 'GET',
  path: '/realm/history',
  id: 'readRealmHistory',
  summary: 'Read what became of the realm itself',
  description: 'Newest first: what was done to all of it and to no one user.',
  answers: { 200: { description: 'A page of changes; their `userId` is null.', schema: HistoryPage } },
  refusals: [],
  query,
  body: noBody,
  handle: ({ context, query: asked }) => pageOf(asked, (page) => readRealmHistory(context, page)),
});

export const historyRoutes: readonly Route[] = [ofUser, ofRealm];
