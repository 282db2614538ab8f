// The other namespaces of Clerk's SDK that users need: email addresses, phone numbers, sessions and the published keys.
import { beforeEach, describe, expect, test } from 'vitest';
import { changes, refusalOf, refused, send, stand, unique, uniquePhone, wireOf } from './clerk.ts';
import { engines } from './engines.ts';

describe.each(engines)('email addresses, phone numbers and sessions on $name', (engine) => {
  const at = stand(engine);
  const clerk = () => at().clerk;
  let id = '';
  let address = '';
  let number = '';

  beforeEach(async () => {
    address = `${unique()}@example.com`;
    number = uniquePhone();
    id = (await clerk().users.createUser({ emailAddress: [address], phoneNumber: [number] })).id;
  });

  test('an email address is added, read, made primary and removed', async () => {
    const { emailAddresses, users } = clerk();
    const before = await users.getUser(id);
    const emailAddress = `${unique()}@example.org`;
    const email = await emailAddresses.createEmailAddress({ userId: id, emailAddress, verified: true });
    expect(email).toMatchObject({
      emailAddress,
      linkedTo: [],
      verification: { status: 'verified', strategy: 'admin' },
    });
    expect(await emailAddresses.getEmailAddress(email.id)).toEqual(email);
    expect((await users.getUser(id)).primaryEmailAddressId).toBe(before.primaryEmailAddressId);
    const updated = await emailAddresses.updateEmailAddress(email.id, { primary: true });
    expect(updated.id).toBe(email.id);
    expect((await users.getUser(id)).primaryEmailAddressId).toBe(email.id);
    const old = before.primaryEmailAddressId ?? '';
    expect(await emailAddresses.deleteEmailAddress(old)).toMatchObject({ id: old, deleted: true });
    const after = await users.getUser(id);
    expect(after.emailAddresses.map((each) => each.id)).toEqual([email.id]);
    expect(wireOf(after)).toEqual({
      ...wireOf(before),
      primary_email_address_id: email.id,
      email_addresses: wireOf(after).email_addresses,
      updated_at: expect.any(Number),
    });
    expect((await refusalOf(() => emailAddresses.getEmailAddress(old))).status).toBe(404);
  });

  test('an unverified address cannot become primary before it is verified', async () => {
    const { emailAddresses } = clerk();
    const emailAddress = `${unique()}@example.org`;
    const email = await emailAddresses.createEmailAddress({ userId: id, emailAddress, verified: false });
    expect(email.verification?.status ?? 'unverified').toBe('unverified');
    const early = () => clerk().users.updateUser(id, { primaryEmailAddressID: email.id });
    await refused(at(), id, early, { status: 422, code: 'form_verification_needed' });
    await emailAddresses.updateEmailAddress(email.id, { verified: true });
    await changes(at(), id, early, { primary_email_address_id: email.id });
  });

  test('an address belongs to one user, without regard to case', async () => {
    const other = await clerk().users.createUser({ username: unique() });
    const { emailAddresses } = clerk();
    const take = (emailAddress: string) => () =>
      emailAddresses.createEmailAddress({ userId: other.id, emailAddress, verified: true });
    const taken = { status: 422, code: 'form_identifier_exists', paramName: 'email_address' };
    await refused(at(), other.id, take(address), taken);
    await refused(at(), other.id, take(address.toUpperCase()), taken);
    const malformed = { status: 422, code: 'form_param_format_invalid', paramName: 'email_address' };
    await refused(at(), other.id, take('no address'), malformed);
    await refused(at(), other.id, take(address.replace('@', '＠')), taken);
    await refused(at(), other.id, take('two＠signs@example.com'), malformed);
    // Whoever only claims an address holds up nobody, and never gets it from its owner.
    const claim = await emailAddresses.createEmailAddress({ userId: other.id, emailAddress: address });
    expect(claim.verification).toBe(null);
    const prove = () => emailAddresses.updateEmailAddress(claim.id, { verified: true });
    await refused(at(), other.id, prove, taken);
    expect((await clerk().users.getUserList({ emailAddress: [address] })).data.map((user) => user.id)).toEqual([id]);
  });

  test('a removed address can be taken by another user', async () => {
    const emailAddress = `${unique()}@example.org`;
    const email = await clerk().emailAddresses.createEmailAddress({ userId: id, emailAddress, verified: true });
    await clerk().emailAddresses.deleteEmailAddress(email.id);
    const other = await clerk().users.createUser({ emailAddress: [emailAddress] });
    expect(other.primaryEmailAddress?.emailAddress).toBe(emailAddress);
  });

  test('a phone number is added, read, reserved as a second factor and removed', async () => {
    const { phoneNumbers, users } = clerk();
    const phoneNumber = uniquePhone();
    const phone = await phoneNumbers.createPhoneNumber({ userId: id, phoneNumber, verified: true });
    expect(phone).toMatchObject({ phoneNumber, reservedForSecondFactor: false, defaultSecondFactor: false });
    expect(await phoneNumbers.getPhoneNumber(phone.id)).toEqual(phone);
    const factor = await phoneNumbers.updatePhoneNumber(phone.id, { reservedForSecondFactor: true });
    expect([factor.reservedForSecondFactor, factor.defaultSecondFactor]).toEqual([true, true]);
    expect((await users.getUser(id)).twoFactorEnabled).toBe(true);
    expect(await phoneNumbers.deletePhoneNumber(phone.id)).toMatchObject({ id: phone.id, deleted: true });
    const user = await users.getUser(id);
    expect([user.twoFactorEnabled, user.phoneNumbers.length]).toEqual([false, 1]);
    const bad = () => phoneNumbers.createPhoneNumber({ userId: id, phoneNumber: '12' });
    await refused(at(), id, bad, { status: 422, code: 'form_param_format_invalid', paramName: 'phone_number' });
  });

  test('the last identification stays', async () => {
    const lone = await clerk().users.createUser({ emailAddress: [`${unique()}@example.com`] });
    const drop = () => clerk().emailAddresses.deleteEmailAddress(lone.primaryEmailAddressId ?? '');
    await refused(at(), lone.id, drop, { status: 400, code: expect.stringMatching(/deletion_failed$/) });
  });

  test('ids of nothing, of another kind and of nobody are not found', async () => {
    const { emailAddresses, phoneNumbers, sessions, users } = clerk();
    const user = await users.getUser(id);
    const calls = [
      () => emailAddresses.getEmailAddress('idn_nothing'),
      () => emailAddresses.getEmailAddress(user.primaryPhoneNumberId ?? ''),
      () => phoneNumbers.getPhoneNumber(user.primaryEmailAddressId ?? ''),
      () => phoneNumbers.updatePhoneNumber('idn_000000000000000000000000000', { verified: true }),
      () => sessions.getSession('sess_nothing'),
      () => sessions.revokeSession(id),
      () => sessions.createSession({ userId: 'user_nobody' }),
      () => users.getUser('user_000000000000000000000000000'),
      () => users.getUser(user.primaryEmailAddressId ?? ''),
      () => emailAddresses.createEmailAddress({ userId: 'user_nobody', emailAddress: `${unique()}@example.com` }),
    ];
    for (const call of calls) {
      const told = await refusalOf(call);
      expect([400, 404, 422]).toContain(told.status);
      expect(told.errors[0]?.code).toMatch(/^(resource_not_found|form_resource_not_found)$/);
    }
  });

  test('a session is made, listed, read and revoked; nothing of the user changes but its traces', async () => {
    const { sessions, users } = clerk();
    const before = wireOf(await users.getUser(id));
    const session = await sessions.createSession({ userId: id });
    expect(session).toMatchObject({ userId: id, status: 'active', id: expect.stringMatching(/^sess_/) });
    expect((await sessions.getSession(session.id)).id).toBe(session.id);
    const list = await sessions.getSessionList({ userId: id });
    expect([list.totalCount, list.data.map((each) => each.id)]).toEqual([1, [session.id]]);
    expect((await sessions.revokeSession(session.id)).status).toBe('revoked');
    expect((await sessions.getSessionList({ userId: id, status: 'active' })).data).toEqual([]);
    expect((await sessions.getSessionList({ userId: id, status: 'revoked' })).totalCount).toBe(1);
    const traces = { last_sign_in_at: expect.any(Number), last_active_at: expect.any(Number) };
    expect(wireOf(await users.getUser(id))).toEqual({ ...before, ...traces });
  });

  test('deleting a user ends the sessions', async () => {
    const session = await clerk().sessions.createSession({ userId: id });
    await clerk().users.deleteUser(id);
    const left = await clerk()
      .sessions.getSession(session.id)
      .then(
        (each) => each.status,
        (error) => error.status,
      );
    expect(left).toBeOneOf([404, 'revoked', 'removed', 'ended']);
  });

  test('the bulk bans take fifty users or fewer, all or none', async () => {
    const other = (await clerk().users.createUser({ username: unique() })).id;
    const ban = (user_ids: unknown, verb = 'ban') => send(at(), 'POST', `/v1/users/${verb}`, { user_ids });
    expect(await ban([id, other])).toMatchObject({
      status: 200,
      body: [
        { id, banned: true },
        { id: other, banned: true },
      ],
    });
    expect(await ban([id, other], 'unban')).toMatchObject({
      status: 200,
      body: [{ banned: false }, { banned: false }],
    });
    for (const wrong of [[], Array.from({ length: 51 }, (_, index) => `user_${index}`), 'all', null]) {
      expect((await ban(wrong)).status).toBeOneOf([400, 422]);
    }
    expect((await clerk().users.getUser(id)).banned).toBe(false);
  });

  test('jwks publishes RSA keys for signatures', async () => {
    const { keys = [] } = await clerk().jwks.getJwks();
    const certificate = { x5c: [expect.any(String)], 'x5t#S256': expect.any(String) };
    const rsa = { use: 'sig', kty: 'RSA', alg: 'RS256', e: 'AQAB', n: keys[0]?.n, ...certificate };
    expect(keys).toEqual([
      { ...rsa, kid: expect.stringMatching(/^ins_\w{27}$/) },
      { ...rsa, kid: expect.stringMatching(/^[\w-]{43}$/) },
    ]);
    expect(Buffer.from(String(rsa.n), 'base64url')).toHaveLength(256);
  });
});
