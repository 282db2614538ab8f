// The endpoints of redirect URIs.

import { createRedirectUri } from '../../core/commands/create-redirect-uri.ts';
import { deleteRedirectUri } from '../../core/commands/delete-redirect-uri.ts';
import { defaultRedirectUri, findRedirectUris } from '../../core/commands/find-redirect-uris.ts';
import type { RedirectUri } from '../../core/model/redirect-uri.ts';
import { pageOfDocuments } from './document-paging.ts';
import { listObject, readPage } from './paging.ts';
import { type Call, idOfPath, type Route, route } from './route.ts';
import { Body, entryOf } from './wire/body.ts';
import type { OwnWords } from './wire/errors.ts';
import { readId, writeId } from './wire/ids.ts';
import { timeText } from './wire/objects.ts';
import { badParameters, missing, reject } from './wire/rejected.ts';

const path = '/user_management/redirect_uris';
const names: ReadonlySet<string> = new Set(['uri']);

const says: OwnWords = {
  taken: () => badParameters([entryOf('uri', 'taken', 'is registered already.')]),
  invalid: () => badParameters([entryOf('uri', 'invalid', 'may not be registered.')]),
};

/** WorkOS' OpenAPI file 0.61, `RedirectUri`; 2026-08. */
function redirectUriObject({ id, uri, createdAt, updatedAt }: RedirectUri, first: RedirectUri | null): object {
  return {
    object: 'redirect_uri',
    id: writeId('redirectUri', id),
    uri,
    default: id === first?.id,
    created_at: timeText(createdAt),
    updated_at: timeText(updatedAt),
  };
}

function readCreation(call: Call): string {
  const body = new Body(call.body, names);
  const uri = body.requiredText('uri');
  body.settle();
  return uri;
}

function idOf({ params }: Call): string {
  const text = idOfPath(params) ?? '';
  return readId('redirectUri', text) ?? reject(missing('Redirect URI', text));
}

/** WorkOS' OpenAPI file 0.61, tag user-management.redirect-uris; 2026-08. */
export const redirectUriRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path,
    parse: ({ query }) => readPage(query),
    run: async ({ context }, wish) => {
      const page = await pageOfDocuments<RedirectUri>(
        wish,
        'redirectUri',
        ({ id }) => id,
        (stretch) => findRedirectUris(context, stretch),
      );
      return { page, first: await defaultRedirectUri(context) };
    },
    render: ({ page, first }) => listObject(page, (uri) => redirectUriObject(uri, first)),
  }),
  route({
    method: 'POST',
    path,
    status: 201,
    says,
    parse: readCreation,
    run: async ({ context }, text) => {
      const first = await defaultRedirectUri(context);
      const uri = await createRedirectUri(context, text);
      return { uri, first: first ?? uri };
    },
    render: ({ uri, first }) => redirectUriObject(uri, first),
  }),
  route({
    method: 'DELETE',
    path: `${path}/:id`,
    status: 204,
    parse: idOf,
    run: ({ context }, id) => deleteRedirectUri(context, id),
    render: () => null,
  }),
];
