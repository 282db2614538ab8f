// The keys of apps, as they are kept: sealed, since an app does not show its key but what it signed with it.

import type { Extra } from '../model/extra.ts';
import type { Ports } from '../ports.ts';

/** A key an app signs with, in clear. `id` names it in the history. */
export type AppKey = { readonly id: string; readonly secret: string };

const api = 'app';
const type = 'key';

function contextOf(realm: string, id: string): string {
  return `app-key:${realm}:${id}`;
}

/** What is kept of a new key. */
export function newAppKey(
  { vault, clock }: Pick<Ports, 'vault' | 'clock'>,
  realm: string,
  { id, secret }: AppKey,
): Extra {
  const now = clock();
  return {
    ...{ kind: 'extra', realm, id: `${api}/${type}/${id}`, rev: 1, createdAt: now, updatedAt: now, forgetAt: null },
    ...{
      userId: null,
      organizationId: null,
      subject: `${api}/${type}`,
      sealed: vault.sealText(secret, contextOf(realm, id)),
    },
    ...{ api, type, number: id, name: null, values: {} },
  };
}

/** True for what `newAppKey` made. */
export function isAppKey(extra: Extra): boolean {
  return extra.api === api && extra.type === type;
}

/** Opens the keys among the objects of a realm. */
export function openAppKeys({ vault }: Pick<Ports, 'vault'>, extras: readonly Extra[]): readonly AppKey[] {
  return extras.filter(isAppKey).flatMap(({ realm, number, sealed }) => {
    return sealed === null ? [] : [{ id: number, secret: vault.openText(sealed, contextOf(realm, number)) }];
  });
}
