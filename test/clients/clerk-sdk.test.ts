// Every method of `users` in Clerk's SDK, against a started server on both engines: what it changes and what it leaves.
import { beforeEach, describe, expect, test } from 'vitest';
import { changes, refused, send, stand, unique, uniquePhone, wireOf } from './clerk.ts';
import { engines } from './engines.ts';
import { addIdentity, linkedUsername } from './identities.ts';

const password = 'correct horse battery 7!';
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe.each(engines)('the SDK on $name', (engine) => {
  const at = stand(engine, addIdentity);
  const called = new Set<string>();
  let id = '';

  /** The real methods, noted as they are called. */
  const users = () =>
    new Proxy(at().clerk.users, {
      get(target, name) {
        called.add(String(name));
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  const changed = (act: () => Promise<unknown>, expected: Record<string, unknown>) => changes(at(), id, act, expected);

  beforeEach(async () => {
    const person = { emailAddress: [`${unique()}@example.com`], phoneNumber: [uniquePhone()], username: unique() };
    id = (await users().createUser({ ...person, password, firstName: 'Ada', lastName: 'Lovelace' })).id;
  });

  test('createUser makes the user it was told to, and getUser reads the same', async () => {
    const emailAddress = `${unique('Mixed.Case')}@Example.com`;
    const user = await users().createUser({
      emailAddress: [emailAddress],
      externalId: unique('ext'),
      firstName: 'Grace',
    });
    expect(user).toMatchObject({ firstName: 'Grace', lastName: null, username: null, banned: false, locked: false });
    expect(user.id).toMatch(/^user_[0-9A-Za-z]{27}$/);
    expect(user.passwordEnabled).toBe(false);
    expect(user.primaryEmailAddress?.verification?.status).toBe('verified');
    expect(Math.abs(Date.now() - user.createdAt)).toBeLessThan(60_000);
    expect(wireOf(await users().getUser(user.id))).toEqual(wireOf(user));
  });

  test('updateUser does what its documentation shows', async () => {
    const act = async () => {
      const response = await users().updateUser(id, { firstName: 'John', lastName: 'Wick' });
      expect(response).toMatchObject({ id, firstName: 'John', lastName: 'Wick', fullName: 'John Wick' });
      return response;
    };
    await changed(act, { first_name: 'John', last_name: 'Wick' });
    await changed(act, {});
    await changed(() => users().updateUser(id), {});
    await changed(() => users().updateUser(id, {}), {});
  });

  test('updateUser with names and metadata changes both, the metadata wholly', async () => {
    await users().updateUserMetadata(id, { publicMetadata: { old: 1 }, privateMetadata: { kept: true } });
    const params = { firstName: 'Both', publicMetadata: { plan: 'pro', camelCase: { innerKey: [1] } } };
    await changed(() => users().updateUser(id, params), {
      first_name: 'Both',
      public_metadata: { plan: 'pro', camelCase: { innerKey: [1] } },
    });
  });

  test('updateUserMetadata merges deeply and null removes', async () => {
    await users().replaceUserMetadata(id, {
      publicMetadata: { a: { b: 1, c: [1, 2] }, d: 'x' },
      unsafeMetadata: { u: 1 },
    });
    const patch = { publicMetadata: { a: { b: null, e: 2, c: [3] }, n: { gone: null } } };
    const merged = { a: { c: [3], e: 2 }, d: 'x', n: {} };
    await changed(() => users().updateUserMetadata(id, patch), { public_metadata: merged });
    await changed(() => users().updateUserMetadata(id, patch), {});
    await changed(() => users().updateUserMetadata(id, {}), {});
  });

  test('replaceUserMetadata replaces each field it names and no other', async () => {
    await users().replaceUserMetadata(id, {
      publicMetadata: { a: 1 },
      privateMetadata: { p: 1 },
      unsafeMetadata: { u: 1 },
    });
    await changed(() => users().replaceUserMetadata(id, { publicMetadata: { b: 2 } }), { public_metadata: { b: 2 } });
    await changed(() => users().replaceUserMetadata(id, { privateMetadata: {} }), { private_metadata: {} });
    await changed(() => users().replaceUserMetadata(id, {}), {});
  });

  test('getUserList and getCount agree, and list newest first', async () => {
    const username = unique('listed');
    const one = await users().createUser({ username: `${username}a` });
    const two = await users().createUser({ username: `${username}b` });
    const found = await users().getUserList({ query: username });
    expect(found.data.map((user) => user.id)).toEqual([two.id, one.id]);
    expect(found.totalCount).toBe(2);
    expect(await users().getCount({ query: username })).toBe(2);
    expect((await users().getUserList({ query: username, limit: 1, offset: 1 })).data.map((user) => user.id)).toEqual([
      one.id,
    ]);
    expect((await users().getUserList({ query: username, limit: 1 })).totalCount).toBe(2);
    expect(await users().getCount()).toBeGreaterThan(2);
  });

  test('deleteUser removes the user and says so, once', async () => {
    const before = await users().getCount();
    expect(await users().deleteUser(id)).toMatchObject({ id, deleted: true, object: 'user' });
    expect(await users().getCount()).toBe(before - 1);
    await expect(users().getUser(id)).rejects.toMatchObject({ status: 404, errors: [{ code: 'resource_not_found' }] });
    await expect(users().deleteUser(id)).rejects.toMatchObject({ status: 404 });
  });

  test('banUser ends the sessions and unbanUser lets in again', async () => {
    const session = await at().clerk.sessions.createSession({ userId: id });
    const read = wireOf(await users().getUser(id));
    await changed(() => users().banUser(id), { banned: true });
    expect((await at().clerk.sessions.getSession(session.id)).status).toBe('revoked');
    await expect(at().clerk.sessions.createSession({ userId: id })).rejects.toMatchObject({ status: 403 });
    await changed(() => users().banUser(id), {});
    await changed(() => users().unbanUser(id), { banned: false });
    await changed(() => users().unbanUser(id), {});
    expect(wireOf(await users().getUser(id))).toEqual({ ...read, updated_at: expect.any(Number) });
  });

  test('lockUser locks for a while and unlockUser undoes it', async () => {
    await changed(() => users().lockUser(id), { locked: true, lockout_expires_in_seconds: expect.any(Number) });
    const wire = wireOf(await users().getUser(id));
    expect(wire.banned).toBe(false);
    expect(wire.lockout_expires_in_seconds).toBeGreaterThan(3500);
    await expect(at().clerk.sessions.createSession({ userId: id })).rejects.toMatchObject({ status: 403 });
    await changed(() => users().unlockUser(id), { locked: false, lockout_expires_in_seconds: null });
  });

  test('updateUserProfileImage takes a Blob, and deleteUserProfileImage gives the default back', async () => {
    const file = new Blob([pixel], { type: 'image/png' });
    const before = await users().getUser(id);
    await changed(() => users().updateUserProfileImage(id, { file }), {
      has_image: true,
      image_url: expect.stringMatching(/^http/),
      ...('profile_image_url' in wireOf(before) ? { profile_image_url: expect.stringMatching(/^http/) } : {}),
    });
    const { imageUrl } = await users().getUser(id);
    expect(imageUrl).not.toBe(before.imageUrl);
    const served = await fetch(imageUrl);
    expect([served.status, served.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^image\//)]);
    await users().deleteUserProfileImage(id);
    expect(wireOf(await users().getUser(id))).toEqual({ ...wireOf(before), updated_at: expect.any(Number) });
    await changed(() => users().deleteUserProfileImage(id), {});
  });

  test('verifyPassword and removePassword know whether there is one', async () => {
    expect(await users().verifyPassword({ userId: id, password })).toEqual({ verified: true });
    await expect(users().verifyPassword({ userId: id, password: 'wrong horse' })).rejects.toMatchObject({
      status: 422,
      errors: [{ code: 'incorrect_password' }],
    });
    await changed(() => users().removePassword(id), { password_enabled: false });
    await changed(() => users().removePassword(id, { signOutOfOtherSessions: true }), {});
    const none = { status: 400, code: 'no_password_set' };
    await refused(at(), id, () => users().verifyPassword({ userId: id, password }), none);
  });

  test('setPasswordCompromised and unsetPasswordCompromised leave the password in place', async () => {
    const flagged = await users().setPasswordCompromised(id, { revokeAllSessions: false });
    expect(flagged.id).toBe(id);
    expect((await users().unsetPasswordCompromised(id)).id).toBe(id);
    expect(await users().verifyPassword({ userId: id, password })).toEqual({ verified: true });
    const session = await at().clerk.sessions.createSession({ userId: id });
    await users().setPasswordCompromised(id, { revokeAllSessions: true });
    expect((await at().clerk.sessions.getSession(session.id)).status).toBe('revoked');
  });

  test('verifyTOTP, deleteUserTOTP, deleteUserBackupCodes and disableUserMFA do no harm to a user without them', async () => {
    await refused(at(), id, () => users().verifyTOTP({ userId: id, code: '123456' }), {
      status: 400,
      code: 'totp_disabled',
    });
    for (const method of ['deleteUserTOTP', 'deleteUserBackupCodes', 'disableUserMFA'] as const) {
      await changed(async () => expect(await users()[method](id)).toEqual({ user_id: id }), {});
    }
  });

  test('disableUserMFA takes a phone out of duty as a second factor', async () => {
    const phone = (await users().getUser(id)).phoneNumbers[0]?.id ?? '';
    await at().clerk.phoneNumbers.updatePhoneNumber(phone, { reservedForSecondFactor: true });
    expect((await users().getUser(id)).phoneNumbers[0]?.reservedForSecondFactor).toBe(true);
    await users().disableUserMFA(id);
    const user = await users().getUser(id);
    expect([user.phoneNumbers[0]?.reservedForSecondFactor, user.twoFactorEnabled]).toEqual([false, false]);
  });

  test('replaceUserEmailAddress and replaceUserPhoneNumber leave exactly one, primary', async () => {
    const [emailAddress, phoneNumber] = [`${unique()}@example.org`, uniquePhone()];
    const email = await users().replaceUserEmailAddress(id, { emailAddress });
    const phone = await users().replaceUserPhoneNumber(id, { phoneNumber });
    const user = await users().getUser(id);
    expect(user.emailAddresses.map((each) => [each.id, each.emailAddress])).toEqual([[email.id, emailAddress]]);
    expect(user.phoneNumbers.map((each) => [each.id, each.phoneNumber])).toEqual([[phone.id, phoneNumber]]);
    expect([user.primaryEmailAddressId, user.primaryPhoneNumberId]).toEqual([email.id, phone.id]);
    expect([user.firstName, user.passwordEnabled]).toEqual(['Ada', true]);
  });

  test('lists of organizations and of provider tokens are empty, not missing', async () => {
    const none = { data: [], totalCount: 0 };
    expect(await users().getOrganizationMembershipList({ userId: id })).toEqual(none);
    expect(await users().getOrganizationInvitationList({ userId: id, status: 'pending' })).toEqual(none);
    const [linked] = (await users().getUserList({ username: [linkedUsername] })).data;
    const tokens = await users()
      .getUserOauthAccessToken(linked?.id ?? '', 'google')
      .catch(({ status }) => ({ status }));
    expect([none, { status: 400 }, { status: 404 }, { status: 422 }]).toContainEqual(tokens);
  });

  test('deleteUserExternalAccount drops the account and nothing else', async () => {
    const linked = (await users().getUserList({ username: [linkedUsername] })).data[0];
    const [account] = linked?.externalAccounts ?? [];
    if (linked === undefined || account === undefined) throw new Error('the linked user has no external account');
    expect(account).toMatchObject({ provider: 'oauth_google', emailAddress: 'linked@example.com' });
    id = linked.id;
    const drop = () => users().deleteUserExternalAccount({ userId: linked.id, externalAccountId: account.id });
    await changed(async () => expect(await drop()).toMatchObject({ deleted: true }), { external_accounts: [] });
    await refused(at(), id, drop, { status: 404, code: expect.any(String) });
  });

  test('deleteUserWeb3Wallet and deleteUserPasskey drop what is there and refuse what is not', async () => {
    const wallet = `0x${unique('ab')
      .replaceAll(/[^0-9a-f]/g, '')
      .padStart(40, '0')}`;
    const made = await send(at(), 'POST', '/v1/users', { web3_wallet: [wallet], username: unique() });
    expect(made.status).toBe(200);
    const { data } = await users().getUserList({ web3Wallet: [wallet] });
    const [user] = data;
    id = user?.id ?? '';
    const walletId = user?.web3Wallets[0]?.id ?? '';
    const drop = () => users().deleteUserWeb3Wallet({ userId: id, web3WalletIdentificationId: walletId });
    const gone = { web3_wallets: [], primary_web3_wallet_id: null };
    await changed(async () => expect(await drop()).toMatchObject({ id: walletId, deleted: true }), gone);
    await refused(at(), id, drop, { status: 404, code: expect.any(String) });
    const passkey = () => users().deleteUserPasskey({ userId: id, passkeyIdentificationId: walletId });
    await refused(at(), id, passkey, { status: 404, code: expect.any(String) });
  });

  test('the tests above have called every method there is', () => {
    const api = Object.getPrototypeOf(at().clerk.users);
    const methods = Object.getOwnPropertyNames(api).filter((name) => name !== 'constructor');
    expect(methods).toHaveLength(30);
    expect(methods.filter((name) => !called.has(name))).toEqual([]);
  });
});
