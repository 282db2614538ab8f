// Gives a user what no request can: an outside identity, as an import would, before the server starts.
import { build } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createUser } from '../../src/core/commands/create-user.ts';
import { set, untouched } from '../../src/core/model/patch.ts';
import { environmentOf, type Place } from './server.ts';

/** The username of the user that `addIdentity` makes. */
export const linkedUsername = 'linked_user';

/** Makes a user with a Google identity in the directory at `place`, which nothing else may have open. */
export async function addIdentity(place: Place): Promise<void> {
  const app = await build(readConfig({ ...environmentOf(place) }));
  try {
    const { ports } = app;
    const realm = await ports.store.loadRealm('default');
    if (realm === null) throw new Error('there is no realm');
    const context = { ports, realm, actor: { kind: 'command-line' }, api: 'import', requestId: 'import-1' } as const;
    const now = Date.now();
    const identity = {
      id: ports.random.uuid(now),
      provider: 'google',
      subject: '1234567890',
      email: 'linked@example.com',
      emailVerified: true,
      username: null,
      firstName: 'Linked',
      lastName: 'Person',
      imageUrl: null,
      label: null,
      scopes: ['email', 'profile'],
      metadata: {},
      createdAt: now,
      updatedAt: now,
    };
    const identities = { op: 'change', add: [identity], remove: [] } as const;
    const patch = { ...untouched, username: set(linkedUsername), identities };
    await createUser(context, patch, { identifier: false, password: true });
  } finally {
    await app.close();
  }
}
