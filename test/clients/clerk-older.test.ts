// Clerk's SDK in its versions 2 and 1, whose `updateUser` sends metadata along and expects it to replace.
import { createClerkClient as createOne } from 'clerk-backend-1';
import { createClerkClient as createTwo } from 'clerk-backend-2';
import { createClerkClient as createThree } from 'clerk-backend-3';
import { beforeEach, describe, expect, test } from 'vitest';
import { changes, send, stand, unique, uniquePhone, wireOf } from './clerk.ts';
import { engines, postgres, sqlite } from './engines.ts';
import { addIdentity, linkedUsername } from './identities.ts';
import { secretKey } from './server.ts';

const options = (apiUrl: string) => ({ secretKey, apiUrl, telemetry: { disabled: true } });
const versions = [
  { version: '2.33.8', create: (url: string) => createTwo(options(url)) },
  { version: '1.34.0', create: (url: string) => createOne(options(url)) },
];
const password = 'correct horse battery 7!';
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe.each([sqlite, postgres].flatMap((engine) => versions.map((each) => ({ engine, name: engine.name, ...each }))))(
  'the SDK $version on $name',
  ({ engine, create }) => {
    const at = stand(engine, addIdentity);
    const users = () => create(at().server.url).users;
    const changed = (act: () => Promise<unknown>, expected: Record<string, unknown>) =>
      changes(at(), id, act, expected);
    let id = '';

    beforeEach(async () => {
      const person = { emailAddress: [`${unique()}@example.com`], phoneNumber: [uniquePhone()], username: unique() };
      id = (await users().createUser({ ...person, password, firstName: 'Ada' })).id;
    });

    test('updateUser sends everything at once, and each metadata field replaces', async () => {
      await changed(() => users().updateUser(id, { firstName: 'John', lastName: 'Wick' }), {
        first_name: 'John',
        last_name: 'Wick',
      });
      const all = { publicMetadata: { a: { b: 1 } }, privateMetadata: { p: 1 }, unsafeMetadata: { u: 1 } };
      await changed(() => users().updateUser(id, { firstName: 'Jane', ...all }), {
        first_name: 'Jane',
        public_metadata: { a: { b: 1 } },
        private_metadata: { p: 1 },
        unsafe_metadata: { u: 1 },
      });
      await changed(() => users().updateUser(id, { publicMetadata: { c: 2 } }), { public_metadata: { c: 2 } });
      await changed(() => users().updateUser(id, { publicMetadata: {} }), { public_metadata: {} });
    });

    test('updateUserMetadata merges', async () => {
      await users().updateUser(id, { publicMetadata: { a: { b: 1, c: 2 } } });
      const merge = () => users().updateUserMetadata(id, { publicMetadata: { a: { b: null, d: 3 } } });
      await changed(merge, { public_metadata: { a: { c: 2, d: 3 } } });
    });

    test('getUser, getUserList, getCount and deleteUser', async () => {
      const user = await users().getUser(id);
      const { data, totalCount } = await users().getUserList({ userId: [id] });
      expect([totalCount, data.map((each) => each.id)]).toEqual([1, [id]]);
      expect(wireOf(user)).toEqual(wireOf(await at().clerk.users.getUser(id)));
      const count = await users().getCount();
      expect(await users().deleteUser(id)).toMatchObject({ id, deleted: true });
      expect(await users().getCount()).toBe(count - 1);
      await expect(users().getUser(id)).rejects.toMatchObject({
        status: 404,
        errors: [{ code: 'resource_not_found' }],
      });
    });

    test('banUser, unbanUser, lockUser and unlockUser', async () => {
      await changed(() => users().banUser(id), { banned: true });
      await changed(() => users().unbanUser(id), { banned: false });
      await changed(() => users().lockUser(id), { locked: true, lockout_expires_in_seconds: expect.any(Number) });
      await changed(() => users().unlockUser(id), { locked: false, lockout_expires_in_seconds: null });
    });

    test('verifyPassword, verifyTOTP and the second factors', async () => {
      expect(await users().verifyPassword({ userId: id, password })).toEqual({ verified: true });
      await expect(users().verifyPassword({ userId: id, password: 'wrong' })).rejects.toMatchObject({ status: 422 });
      await expect(users().verifyTOTP({ userId: id, code: '123456' })).rejects.toMatchObject({ status: 400 });
      await changed(() => users().disableUserMFA(id), {});
    });

    test('updateUserProfileImage and deleteUserProfileImage', async () => {
      const file = new Blob([Buffer.from(pixel, 'base64')], { type: 'image/png' });
      expect((await users().updateUserProfileImage(id, { file })).hasImage).toBe(true);
      expect((await users().deleteUserProfileImage(id)).hasImage).toBe(false);
    });

    test('the lists of organizations are empty', async () => {
      const none = { data: [], totalCount: 0 };
      expect(await users().getOrganizationMembershipList({ userId: id })).toEqual(none);
      expect(await users().getOrganizationInvitationList({ userId: id })).toEqual(none);
    });

    test('an external account of a listed user is read', async () => {
      const { data } = await users().getUserList({ username: [linkedUsername] });
      expect(data[0]?.externalAccounts[0]).toMatchObject({
        provider: 'oauth_google',
        emailAddress: 'linked@example.com',
      });
    });
  },
);

describe.each(engines)('methods of later versions on $name', (engine) => {
  const at = stand(engine);
  const two = () => createTwo(options(at().server.url)).users;

  test('version 2 flags a password as compromised, deletes TOTP and backup codes', async () => {
    const { id } = await two().createUser({ username: unique(), password });
    const act = [() => two().setPasswordCompromised(id), () => two().unsetPasswordCompromised(id)];
    for (const each of act) expect((await each()).id).toBe(id);
    for (const each of [() => two().deleteUserTOTP(id), () => two().deleteUserBackupCodes(id)]) {
      await changes(at(), id, async () => expect(await each()).toEqual({ user_id: id }), {});
    }
  });

  test('from version 2026-05-12 on, a PATCH that carries metadata is refused whole', async () => {
    const three = createThree(options(at().server.url)).users;
    const { id } = await three.createUser({ username: unique() });
    const patch = (version: string) =>
      send(
        at(),
        'PATCH',
        `/v1/users/${id}`,
        { first_name: 'X', public_metadata: { a: 1 } },
        { 'clerk-api-version': version },
      );
    const refused = await patch('2026-05-12');
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ meta: { param_name: 'public_metadata' } }] } });
    expect((await three.getUser(id)).firstName).toBe(null);
    expect((await patch('2025-11-10')).status).toBe(200);
    expect((await three.getUser(id)).publicMetadata).toEqual({ a: 1 });
    const unknown = await patch('1999-01-01');
    expect(unknown).toMatchObject({ status: 400, body: { errors: [{ code: 'api_version_invalid' }] } });
  });
});
