// Finding one API token.

import type { ApiToken } from '../model/api-token.ts';
import { refuse } from '../model/error.ts';
import { may } from '../rules/access.ts';
import { isText } from '../rules/text.ts';
import type { Context } from './context.ts';

/** Reads a token; changes nothing. Whoever may not see it is told that there is none. @fails not-found. */
export async function findApiToken({ ports, realm, actor }: Context, id: string): Promise<ApiToken> {
  const token = isText(id) ? await ports.store.loadDocument(realm.id, 'api-token', id) : null;
  if (token !== null && may(actor, 'api-token.read', token.userId)) return token;
  return refuse({ code: 'not-found', what: 'api-token', id });
}
