// Adding a key that games sign with.

import { randomUUID } from 'node:crypto';
import { newAppKey } from '../../../core/commands/app-keys.ts';
import { changeRealmObjects } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';

/** Adds one beside those there are, and answers it in clear: nothing else ever does. @fails forbidden, conflict. */
export async function addServerKey(home: Context): Promise<string> {
  const { ports, realm } = home;
  const secret = randomUUID();
  return await changeRealmObjects(home, async () => {
    const document = newAppKey(ports, realm.id, { id: ports.random.uuid(ports.clock()), secret });
    return { intents: [{ op: 'create', document }], users: [], numbering: null, result: secret };
  });
}
