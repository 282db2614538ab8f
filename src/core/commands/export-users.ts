// Exporting users: everybody, as they are at one moment.

import { noUser } from '../model/change.ts';
import type { WrittenUser } from '../model/newcomer.ts';
import type { StoredImage } from '../ports.ts';
import { type Context, demand, secretsContext } from './context.ts';
import { changeOf } from './prepare-update.ts';

/** One user with all images. */
export type Exported = { readonly written: WrittenUser; readonly images: readonly StoredImage[] };

/**
 * Reads everybody by serial, built-in accounts included, as of the moment of the first, whatever is written meanwhile. With
 * `secrets` their secrets come in clear, which the history of the realm notes first. @fails forbidden.
 */
export async function* exportUsers(
  context: Context,
  options: { readonly secrets: boolean },
): AsyncGenerator<readonly Exported[]> {
  const { ports, realm } = context;
  demand(context, options.secrets ? 'secrets.export' : 'user.read');
  if (options.secrets) await noteExport(context);
  for await (const { users, images } of ports.store.readEverybody(realm.id)) {
    const imagesOf = Map.groupBy(images, ({ userId }) => userId);
    yield users.map(({ user, secrets }) => ({
      written: {
        user,
        secrets: options.secrets ? ports.vault.open(secrets, secretsContext(realm.id, user.id)) : null,
      },
      images: imagesOf.get(user.id) ?? [],
    }));
  }
}

async function noteExport(context: Context): Promise<void> {
  const { clock, store } = context.ports;
  const diff = [{ path: 'secrets', before: null, after: 'exported' }];
  await store.commit({
    realm: context.realm.id,
    users: [],
    images: [],
    sessions: [],
    documents: [],
    changes: [changeOf(context, { id: noUser, rev: 0 }, 'realm.exported', diff, clock())],
    mails: [],
  });
}
