// What became of a user.

import { getUser } from '../../core/commands/get-user.ts';
import { readHistory } from '../../core/commands/read-history.ts';
import { historyCursor } from './cursor.ts';
import { limitOf, pageParameters } from './find-users-route.ts';
import { changeDocument } from './history-document.ts';
import { noBody, type Route, route } from './route.ts';
import { HistoryPage } from './schema-answers.ts';
import { closed } from './schema-basics.ts';
import { referenceOf } from './user-reference.ts';

export const historyRoute: Route = route({
  method: 'GET',
  path: '/users/{id}/history',
  id: 'readHistory',
  summary: 'Read what became of a user',
  description:
    'Newest first: each field before and after, when, by whom, through which API. Also of a deleted user, by its id.',
  answers: { 200: { description: 'A page of changes.', schema: HistoryPage } },
  refusals: [404],
  query: closed(pageParameters),
  body: noBody,
  async handle({ host, context, query, parameter }) {
    const limit = limitOf(query);
    const beforeSeq = query.cursor === undefined ? null : historyCursor.read(query.cursor).before;
    const reference = referenceOf(host, parameter('id'));
    // By id also who is gone: only the history knows them still.
    const id = reference.by === 'id' ? reference.id : (await getUser(context, reference, { system: true })).id;
    const found = await readHistory(context, id, { beforeSeq, limit: limit + 1 });
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
  },
});
