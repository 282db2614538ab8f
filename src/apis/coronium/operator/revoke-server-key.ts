// Revoking a key that games sign with.

import { isAppKey } from '../../../core/commands/app-keys.ts';
import { changeRealmObjects } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { fail } from '../fault.ts';

/** From a second later on, nothing that is signed with the key of this id is believed. Throws Fault 810. @fails forbidden, conflict. */
export async function revokeServerKey(home: Context, id: string): Promise<void> {
  await changeRealmObjects(home, async () => {
    const { extras } = await readRealmObjects(home);
    const before = extras.find((extra) => isAppKey(extra) && extra.number === id);
    if (before === undefined) return fail(810, `There is no key ${id.slice(0, 100)}.`);
    return { intents: [{ op: 'remove', before }], users: [], numbering: null, result: null };
  });
}
