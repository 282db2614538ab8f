// Giving a user a profile image.

import { Refused, refuse } from '../model/error.ts';
import { set, untouched } from '../model/patch.ts';
import type { User, UserReference } from '../model/user.ts';
import { forbiddenFields } from '../rules/access.ts';
import { type Context, demand } from './context.ts';
import { findUser } from './find-user.ts';
import { updateUser } from './update-user.ts';

/**
 * Stores an uploaded image, re-encoded, and makes it the user's profile image; when that is refused, the image is removed
 * again. Of the images it replaces the newest stay, to be set again.
 * @fails not-found, forbidden, invalid (path `file`), too-many-attempts.
 */
export async function setProfileImage(context: Context, reference: UserReference, upload: Uint8Array): Promise<User> {
  const { ports, realm } = context;
  const { user } = await findUser(context, reference, false);
  demand(context, 'user.update', user.id);
  // Said before the image is read, which costs something.
  const [field] = forbiddenFields(context.actor, ['profileImageId']);
  if (field !== undefined) refuse({ code: 'forbidden', action: `user.update.${field}` });
  const image = await ports.images.read(upload);
  const now = ports.clock();
  const id = ports.random.uuid(now);
  const inserted = await ports.store.insertImage(realm.id, user.id, id, image, now);
  if (!inserted) refuse({ code: 'not-found', what: 'user', id: user.id });
  const patch = { ...untouched, profileImageId: set(id) };
  try {
    return (await updateUser(context, { by: 'id', id: user.id }, patch, { system: false, ifRev: null })).after;
  } catch (error) {
    // After any other error nobody knows whether the image was set.
    if (error instanceof Refused) await forgetImage(context, user.id, id);
    throw error;
  }
}

async function forgetImage({ ports, realm }: Context, userId: string, id: string): Promise<void> {
  const images = [{ op: 'forget', userId, id }] as const;
  await ports.store.commit({ realm: realm.id, users: [], images, sessions: [], documents: [], changes: [], mails: [] });
}
