// Tests of profile images: whose they are, and that none outlives what it was for.

import { expect, test } from 'vitest';
import { createUser } from '../../src/core/commands/create-user.ts';
import { deleteUser } from '../../src/core/commands/delete-user.ts';
import { previewUpdate } from '../../src/core/commands/preview-update.ts';
import { setProfileImage } from '../../src/core/commands/set-profile-image.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { clear, type Edit, set } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import type { Store } from '../../src/core/ports.ts';
import { patch } from '../users.ts';
import { add, expectRefused, openWorld, refusalsOf, type World } from './world.ts';

const free = { system: false, ifRev: null };
const byId = ({ id }: User) => ({ by: 'id', id }) as const;

/** The 67 bytes of a PNG of one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

async function upload(world: World, user: User): Promise<string> {
  return (await setProfileImage(world.context, byId(user), png)).profileImageId ?? expect.fail();
}

const edit = (world: World, user: User, profileImageId: Edit<string>) =>
  updateUser(world.context, byId(user), patch({ profileImageId }), free);

const isThere = async (world: World, id: string) => (await world.ports.store.loadImage('default', id)) !== null;

/** The world with a store that notes the images it was given, after `before` was run. */
async function observed(before: (store: Store) => Promise<unknown>) {
  const world = await openWorld();
  const { store } = world.ports;
  const ids: string[] = [];
  const insertImage: Store['insertImage'] = async (realm, userId, id, image, at) => {
    ids.push(id);
    const inserted = await store.insertImage(realm, userId, id, image, at);
    await before(store);
    return inserted;
  };
  const ports = { ...world.ports, store: { ...store, insertImage } };
  return { world: { ...world, ports, context: { ...world.context, ports } }, ids };
}

test('an image is stored and shown', async () => {
  const world = await openWorld();
  const ada = await add(world, { username: set('adalove') });
  const image = await world.ports.store.loadImage('default', await upload(world, ada));
  expect(image?.contentType).toMatch(/^image\//);
});

test('an image that is cleared is gone, and cannot be set again', async () => {
  const world = await openWorld();
  const ada = await add(world, { username: set('adalove') });
  const id = await upload(world, ada);
  await edit(world, ada, clear);
  expect(await isThere(world, id)).toBe(false);
  await expectRefused(world, () => edit(world, ada, set(id)), { code: 'not-found', what: 'image', id });
});

test('an image that is replaced can be set again, until ten are newer', async () => {
  const world = await openWorld();
  const ada = await add(world, { username: set('adalove') });
  const first = await upload(world, ada);
  const others: string[] = [];
  for (let count = 0; count < 10; count++) others.push(await upload(world, ada));
  expect((await edit(world, ada, set(first))).after.profileImageId).toBe(first);
  await upload(world, ada);
  expect(await isThere(world, first)).toBe(true);
  expect(await isThere(world, others[0] ?? '')).toBe(false);
  await upload(world, ada);
  expect(await isThere(world, first)).toBe(false);
  expect(await refusalsOf(() => edit(world, ada, set(first)))).toMatchObject([{ code: 'not-found', what: 'image' }]);
});

test('another user’s image cannot be set, on nobody', async () => {
  const world = await openWorld();
  const ada = await add(world, { username: set('adalove') });
  const bo = await add(world, { username: set('bo_only') });
  const id = await upload(world, ada);
  const refusal = { code: 'not-found', what: 'image', id };
  const wanted = patch({ username: set('carl_x'), profileImageId: set(id) });
  await expectRefused(world, () => edit(world, bo, set(id)), refusal);
  await expectRefused(world, () => createUser(world.context, wanted, { identifier: false, password: false }), refusal);
  const preview = await previewUpdate(world.context, byId(bo), patch({ profileImageId: set(id) }), free);
  expect(preview.refusals).toMatchObject([refusal]);
  await edit(world, bo, clear);
  expect(await isThere(world, id)).toBe(true);
});

test('with the user all images go, and nobody else’s', async () => {
  const world = await openWorld();
  const ada = await add(world, { username: set('adalove') });
  const bo = await add(world, { username: set('bo_only') });
  const ids = [await upload(world, ada), await upload(world, ada)];
  const kept = await upload(world, bo);
  await deleteUser(world.context, byId(ada), free);
  for (const id of ids) expect(await isThere(world, id)).toBe(false);
  expect(await isThere(world, kept)).toBe(true);
});

test('an upload that is refused in the end leaves no image', async () => {
  const { world, ids } = await observed((store) =>
    store.commit({
      ...{ realm: 'default', users: [], sessions: [], documents: [], changes: [], mails: [] },
      images: [{ op: 'forget', userId: ids[0] ?? '', id: null }],
    }),
  );
  const ada = await add(world, { username: set('adalove') });
  ids.push(ada.id);
  expect(await refusalsOf(() => upload(world, ada))).toMatchObject([{ code: 'not-found', what: 'image' }]);
  expect(await isThere(world, ids[1] ?? '')).toBe(false);
});

test('an upload for a user who is deleted meanwhile leaves no image', async () => {
  let ada: User | null = null;
  const { world, ids } = await observed(async (store) => {
    if (ada === null) return;
    const users = [{ op: 'delete', id: ada.id, rev: 1 }] as const;
    await store.commit({ realm: 'default', users, images: [], sessions: [], documents: [], changes: [], mails: [] });
  });
  ada = await add(world, { username: set('adalove') });
  const reference = byId(ada);
  expect(await refusalsOf(() => setProfileImage(world.context, reference, png))).toMatchObject([
    { code: 'not-found', what: 'user' },
  ]);
  expect(ids).toHaveLength(1);
  expect(await isThere(world, ids[0] ?? '')).toBe(false);
});
