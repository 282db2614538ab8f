// Deleting a redirect URI.

import { refuse } from '../model/error.ts';
import type { RedirectUri } from '../model/redirect-uri.ts';
import { isText } from '../rules/text.ts';
import { changeDocuments, removing } from './change-documents.ts';
import { type Context, demand } from './context.ts';

/** Takes an address off the register; answers it as it was. @fails forbidden, not-found, conflict. */
export async function deleteRedirectUri(context: Context, id: string): Promise<RedirectUri> {
  demand(context, 'settings.update');
  const { store } = context.ports;
  return await changeDocuments(context, [id], async () => {
    const document = isText(id) ? await store.loadDocument(context.realm.id, 'redirect-uri', id) : null;
    if (document === null) return refuse({ code: 'not-found', what: 'redirect-uri', id });
    return { documents: [removing(document)], result: document };
  });
}
