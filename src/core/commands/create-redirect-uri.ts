// Creating a redirect URI.

import { refuse } from '../model/error.ts';
import type { RedirectUri } from '../model/redirect-uri.ts';
import { comparedForm, faultOfRedirectUri } from '../rules/redirect-uris.ts';
import { changeDocuments } from './change-documents.ts';
import { type Context, demand } from './context.ts';
import { findRedirectUris, redirectUrisMax } from './find-redirect-uris.ts';

/** Registers an address to which people may be sent back. @fails forbidden, invalid (`uri`), limit-reached, taken. */
export async function createRedirectUri(context: Context, uri: string): Promise<RedirectUri> {
  demand(context, 'settings.update');
  const reason = faultOfRedirectUri(uri);
  if (reason !== null) refuse({ code: 'invalid', issues: [{ path: 'uri', reason, limit: null }] });
  const all = await findRedirectUris(context, { direction: 'ascending', after: null, limit: redirectUrisMax });
  if (all.length >= redirectUrisMax) refuse({ code: 'limit-reached', what: 'uri', max: redirectUrisMax });
  const { clock, random } = context.ports;
  const at = clock();
  const document: RedirectUri = {
    ...{ kind: 'redirect-uri', realm: context.realm.id, id: random.uuid(at), rev: 1, createdAt: at, updatedAt: at },
    ...{ forgetAt: null, userId: null, organizationId: null, subject: comparedForm(uri), sealed: null },
    uri,
  };
  return await changeDocuments(context, [], async () => ({
    documents: [{ op: 'insert', document, keys: [{ kind: 'redirect-uri', key: uri }] }],
    result: document,
  }));
}
