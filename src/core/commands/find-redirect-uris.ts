// Finding redirect URIs: all, the one meant when none is named, and whether one is registered.

import type { DocumentQuery } from '../model/document.ts';
import type { RedirectUri } from '../model/redirect-uri.ts';
import { comparedForm } from '../rules/redirect-uris.ts';
import { isText } from '../rules/text.ts';
import { type Context, demand } from './context.ts';

const all = { kind: 'redirect-uri', userId: null, organizationId: null, subject: null } as const;

/** A realm has about so many redirect URIs at most. */
export const redirectUrisMax = 1000;

/** Reads a page of redirect URIs by time of creation; changes nothing. @fails forbidden. */
export async function findRedirectUris(
  context: Context,
  query: Pick<DocumentQuery<'redirect-uri'>, 'direction' | 'after' | 'limit'>,
): Promise<readonly RedirectUri[]> {
  demand(context, 'settings.read');
  return await context.ports.store.findDocuments(context.realm.id, { ...all, ...query });
}

/** The redirect URI that is meant where none is named: the oldest; null when there is none. */
export async function defaultRedirectUri({ ports, realm }: Context): Promise<RedirectUri | null> {
  const query = { ...all, direction: 'ascending', after: null, limit: 1 } as const;
  const [oldest = null] = await ports.store.findDocuments(realm.id, query);
  return oldest;
}

/** True when somebody may be sent back to this address (RFC 9700 §2.1). */
export async function isRegisteredRedirect({ ports, realm }: Context, uri: string): Promise<boolean> {
  if (!isText(uri)) return false;
  const query = { ...all, subject: comparedForm(uri), direction: 'ascending', after: null, limit: 1 } as const;
  return (await ports.store.findDocuments(realm.id, query)).length > 0;
}
