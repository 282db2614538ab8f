// The outside identities of a newcomer: who somebody is at other sign-in providers.

import { hash } from 'node:crypto';
import type { IdentitiesEdit } from '../../core/model/patch.ts';
import { keep } from '../../core/model/patch.ts';
import type { Identity } from '../../core/model/user.ts';

/** What a file says of an identity: the provider by the name the model has for it (`google`), and who it is there. */
export type Account = Pick<Identity, 'provider' | 'subject'> & Partial<Omit<Identity, 'id'>>;

/** A UUIDv7 (RFC 9562 §5.7) that is the same for the same account in every run; its random part is a digest. */
function idOf(provider: string, subject: string, atMs: number): string {
  const time = atMs.toString(16).padStart(12, '0').slice(-12);
  const rest = hash('sha256', `${provider}:${subject}`, 'hex');
  const variant = (8 + (Number.parseInt(rest.slice(3, 4), 16) % 4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-${variant}${rest.slice(4, 7)}-${rest.slice(7, 19)}`;
}

/** Adds the accounts; one that the file names twice is added once. `atMs` dates those that have no date of their own. */
export function identitiesOf(accounts: readonly Account[], atMs: number): IdentitiesEdit {
  const identities = new Map<string, Identity>();
  for (const account of accounts) {
    const { provider, subject, createdAt = atMs } = account;
    const identity: Identity = {
      id: idOf(provider, subject, createdAt),
      email: null,
      emailVerified: null,
      username: null,
      firstName: null,
      lastName: null,
      imageUrl: null,
      label: null,
      scopes: [],
      metadata: {},
      updatedAt: createdAt,
      ...account,
      createdAt,
    };
    if (!identities.has(`${provider}:${subject}`)) identities.set(`${provider}:${subject}`, identity);
  }
  return identities.size === 0 ? keep : { op: 'change', add: [...identities.values()], remove: [] };
}
