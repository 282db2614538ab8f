// Giving a user a profile image.

import { set, untouched } from '../model/patch.ts';
import type { User, UserReference } from '../model/user.ts';
import { type Context, demand } from './context.ts';
import { findUser } from './find-user.ts';
import { updateUser } from './update-user.ts';

/**
 * Stores an uploaded image, re-encoded, and makes it the user's profile image.
 * @fails not-found, forbidden, invalid (path `file`), too-many-attempts.
 */
export async function setProfileImage(context: Context, reference: UserReference, upload: Uint8Array): Promise<User> {
  const { ports, realm } = context;
  const { user } = await findUser(context, reference, false);
  demand(context, 'user.update', user.id);
  const image = await ports.images.read(upload);
  const now = ports.clock();
  const id = ports.random.uuid(now);
  await ports.store.insertImage(realm.id, id, image, now);
  const patch = { ...untouched, profileImageId: set(id) };
  return (await updateUser(context, { by: 'id', id: user.id }, patch, { system: false, ifRev: null })).after;
}
