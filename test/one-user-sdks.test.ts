// One user through the SDKs of two vendors: what one writes, the other reads.
import { beforeEach, describe, expect, test } from 'vitest';
import { stand, unique } from './clients/clerk.ts';
import { sqlite } from './clients/engines.ts';
import { clerkIdOf, clientId, knowsPassword, refusalOf, type Users, versions } from './clients/workos.ts';

const password = 'correct horse battery 7!';

describe.each(versions)('through the SDKs of Clerk and, $version, of WorkOS', ({ create }) => {
  const there = stand(sqlite);
  const clerk = () => there().clerk.users;
  const workos = (): Users => create(there().server.url).userManagement;
  let clerkId = '';
  let id = '';
  let email = '';

  beforeEach(async () => {
    email = `${unique()}@example.com`;
    clerkId = (await clerk().createUser({ emailAddress: [email], password, firstName: 'Ada' })).id;
    const [found] = (await workos().listUsers({ email })).data;
    id = found?.id ?? '';
    expect(found).toMatchObject({ firstName: 'Ada', emailVerified: true, lastName: null, metadata: {} });
  });

  test('names, external id and locale', async () => {
    const texts = { lastName: 'Lovelace', externalId: unique('ext/'), locale: 'en-GB' };
    expect(await workos().updateUser({ userId: id, ...texts })).toMatchObject({ firstName: 'Ada', ...texts });
    expect(await clerk().getUser(clerkId)).toMatchObject({ firstName: 'Ada', ...texts });
    const others = { firstName: 'Augusta', externalId: unique('ext'), locale: 'fr' };
    await clerk().updateUser(clerkId, others);
    expect(await workos().getUser(id)).toMatchObject({ lastName: 'Lovelace', ...others });
    expect((await workos().getUserByExternalId(others.externalId)).id).toBe(id);
    expect((await refusalOf(() => workos().getUserByExternalId(texts.externalId))).status).toBe(404);
  });

  test('a name that only one of them knows is left alone by the other', async () => {
    await workos().updateUser({ userId: id, name: 'Countess' });
    await clerk().updateUser(clerkId, { firstName: 'Augusta', username: unique('countess') });
    expect(await workos().getUser(id)).toMatchObject({ firstName: 'Augusta', name: 'Countess' });
  });

  test('email addresses', async () => {
    const next = `${unique()}@example.org`;
    await workos().updateUser({ userId: id, email: next });
    const seen = await clerk().getUser(clerkId);
    expect(seen.emailAddresses.map((each) => each.emailAddress)).toEqual([next]);
    expect(seen.primaryEmailAddress?.verification?.status).not.toBe('verified');
    await workos().updateUser({ userId: id, emailVerified: true });
    expect((await clerk().getUser(clerkId)).primaryEmailAddress?.verification?.status).toBe('verified');
    const { emailAddresses } = there().clerk;
    const second = { emailAddress: `${unique()}@example.net`, verified: true };
    const made = await emailAddresses.createEmailAddress({ userId: clerkId, ...second });
    expect((await workos().getUser(id)).email).toBe(next);
    await emailAddresses.updateEmailAddress(made.id, { primary: true });
    expect(await workos().getUser(id)).toMatchObject({ email: second.emailAddress, emailVerified: true });
    await expect(clerkIdOf(there(), email)).rejects.toThrow('0 users');
  });

  test('an address taken through one is taken in the other', async () => {
    const other = await workos().createUser({ email: `${unique()}@example.com` });
    const claim = () => workos().updateUser({ userId: other.id, email });
    expect(await refusalOf(claim)).toMatchObject({ status: 400, code: 'email_not_available' });
    await expect(clerk().createUser({ emailAddress: [other.email], password })).rejects.toMatchObject({ status: 422 });
  });

  test('passwords', async () => {
    await workos().updateUser({ userId: id, password: 'another Long pass 9' });
    expect(await knowsPassword(there(), clerkId, 'another Long pass 9')).toBe(true);
    expect(await knowsPassword(there(), clerkId, password)).toBe(false);
    await clerk().updateUser(clerkId, { password });
    expect(await knowsPassword(there(), clerkId, password)).toBe(true);
  });

  test('metadata is a bag of its own', async () => {
    await clerk().updateUserMetadata(clerkId, { publicMetadata: { plan: 'pro' }, privateMetadata: { secret: 'x' } });
    await workos().updateUser({ userId: id, metadata: { team: 'red' } });
    expect((await workos().getUser(id)).metadata).toEqual({ team: 'red' });
    const bags = { publicMetadata: { plan: 'pro' }, privateMetadata: { secret: 'x' }, unsafeMetadata: {} };
    expect(await clerk().getUser(clerkId)).toMatchObject(bags);
    await workos().updateUser({ userId: id, metadata: {} });
    expect(await clerk().getUser(clerkId)).toMatchObject(bags);
  });

  test('sessions begun through one are seen and ended through the other', async () => {
    const refusedTo = async (refreshToken: string) =>
      expect(await refusalOf(() => workos().authenticateWithRefreshToken({ clientId, refreshToken }))).toMatchObject({
        status: 400,
      });
    const signIn = (plain: string) => workos().authenticateWithPassword({ clientId, email, password: plain });
    const active = async () => {
      const { data } = await there().clerk.sessions.getSessionList({ userId: clerkId, status: 'active' });
      return data.map((each) => each.id);
    };
    const first = await signIn(password);
    const [seen = ''] = await active();
    expect(await clerk().getUser(clerkId)).toMatchObject({ lastSignInAt: Date.parse(first.user.lastSignInAt ?? '') });
    await there().clerk.sessions.revokeSession(seen);
    expect((await workos().listSessions(id)).data).toEqual([]);
    await refusedTo(first.refreshToken);
    const second = await signIn(password);
    await clerk().updateUser(clerkId, { password: 'another Long pass 9', signOutOfOtherSessions: true });
    await refusedTo(second.refreshToken);
    await signIn('another Long pass 9');
    const [last = ''] = (await workos().listSessions(id)).data.map((each) => each.id);
    await workos().revokeSession({ sessionId: last });
    expect(await active()).toEqual([]);
    await clerk().banUser(clerkId);
    expect(await refusalOf(() => signIn('another Long pass 9'))).toMatchObject({ status: 400 });
  });

  test('a user deleted through one is gone from the other', async () => {
    await workos().deleteUser(id);
    await expect(clerk().getUser(clerkId)).rejects.toMatchObject({ status: 404 });
    const other = await workos().createUser({ email });
    await clerk().deleteUser(await clerkIdOf(there(), email));
    expect((await refusalOf(() => workos().getUser(other.id))).status).toBe(404);
  });
});
