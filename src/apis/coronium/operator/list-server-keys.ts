// Listing the keys that games sign with.

import { isAppKey, openAppKeys } from '../../../core/commands/app-keys.ts';
import type { Context } from '../../../core/commands/context.ts';
import { readRealmObjects } from '../../../core/commands/find-realm-objects.ts';

/** A key to recognise: `hint` is its last four characters, `createdAt` in milliseconds since 1970. */
export type ShownKey = { readonly id: string; readonly createdAt: number; readonly hint: string };

/** All of them, the oldest first. */
export async function listServerKeys(home: Pick<Context, 'ports' | 'realm'>): Promise<readonly ShownKey[]> {
  const { extras } = await readRealmObjects(home);
  return extras.filter(isAppKey).flatMap((extra) => {
    return openAppKeys(home.ports, [extra]).map(({ id, secret }) => ({
      ...{ id, createdAt: extra.createdAt },
      hint: secret.slice(-4),
    }));
  });
}
