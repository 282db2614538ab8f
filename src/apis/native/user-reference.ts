// Addressing a user: every id a user has, in whatever spelling.

import { refuse } from '../../core/model/error.ts';
import { isUuid } from '../../core/model/id.ts';
import type { UserReference } from '../../core/model/user.ts';
import type { Host } from '../api.ts';

type Reader = (rest: string) => UserReference | null;

/** The spellings of this API that begin with a word and a colon. */
const prefixes: Readonly<Record<string, Reader>> = {
  serial: (rest) => (/^[1-9][0-9]{0,15}$/.test(rest) ? { by: 'serial', serial: Number(rest) } : null),
  external: (rest) => ({ by: 'key', kind: 'external-id', value: rest }),
  alias: (rest) => {
    const [, api, alias] = /^([a-z][a-z0-9-]*):(.+)$/s.exec(rest) ?? [];
    return api === undefined || alias === undefined ? null : { by: 'alias', api, alias };
  },
};

/** Reads the user's own UUID, as this API writes it; null for anything else. */
export function readOwnId(text: string): UserReference | null {
  return isUuid(text) ? { by: 'id', id: text } : null;
}

/**
 * Reads an id: our own UUID, `serial:7`, `external:abc`, `alias:<api>:<id>`, or any API's spelling. Refuses `not-found` what
 * nobody can be called.
 */
export function referenceOf(host: Host, text: string): UserReference {
  const colon = text.indexOf(':');
  const prefix = colon < 0 ? '' : text.slice(0, colon);
  const reader = Object.hasOwn(prefixes, prefix) ? prefixes[prefix] : undefined;
  const reference = reader === undefined ? (readOwnId(text) ?? host.readUserId(text)) : reader(text.slice(colon + 1));
  return reference ?? refuse({ code: 'not-found', what: 'user', id: text });
}
