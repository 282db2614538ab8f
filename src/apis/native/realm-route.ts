// The realm: what a client must know to find its way.

import { demand } from '../../core/commands/context.ts';
import { noBody, type Route, route } from './route.ts';
import { Realm } from './schema-answers.ts';
import { closed } from './schema-basics.ts';

export const realmRoute: Route = route({
  method: 'GET',
  path: '/realm',
  id: 'getRealm',
  summary: 'Read the realm',
  answers: { 200: { description: 'Its name, its issuer of tokens, and the APIs that are on.', schema: Realm } },
  refusals: [],
  query: closed({}),
  body: noBody,
  async handle({ host, context }) {
    demand(context, 'realm.read');
    const { id, name } = context.realm;
    const apis = host.apis.map((api) => ({ name: api.name, url: api.url }));
    const clientId = host.clientIdOf(context.realm);
    return { status: 200, body: { id, name, clientId, issuer: host.publicUrl, apis } };
  },
});
