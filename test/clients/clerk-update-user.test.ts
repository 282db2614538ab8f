// Every parameter of the documented `updateUser()`, one by one: what it changes, what it leaves, and that it stays.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { changes, refusalOf, refused, type Stand, send, stand, unique, uniquePhone, wireOf } from './clerk.ts';
import { digests } from './digests.ts';
import { engines } from './engines.ts';

type Params = Parameters<Stand['clerk']['users']['updateUser']>[1];
const password = 'correct horse battery 7!';
const moment = expect.any(Number);

/** The text of the first letter under the folder that holds all of `words`; waits for it. */
async function letter(folder: string, words: readonly string[]): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.eml'));
    const texts = names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
    const found = texts
      .map((path) => readFileSync(path, 'utf8'))
      .find((text) => words.every((word) => text.includes(word)));
    if (found !== undefined) return found;
    await pause(25);
  }
  throw new Error('no such letter came');
}

describe.each(engines)('updateUser on $name', (engine) => {
  const at = stand(engine);
  const users = () => at().clerk.users;
  let id = '';
  let first = '';
  const update = (params: Params, expected: Record<string, unknown>) =>
    changes(at(), id, () => users().updateUser(id, params), expected);
  const refuse = (params: Params, expected: Parameters<typeof refused>[3]) =>
    refused(at(), id, () => users().updateUser(id, params), expected);

  beforeEach(async () => {
    first = `${unique()}@example.com`;
    id = (await users().createUser({ emailAddress: [first], phoneNumber: [uniquePhone()], password })).id;
  });

  test('externalId is set once in the instance', async () => {
    const externalId = unique('ext');
    await update({ externalId }, { external_id: externalId });
    await update({ externalId }, {});
    expect((await users().getUserList({ externalId: [externalId] })).data.map((user) => user.id)).toEqual([id]);
    const other = await users().createUser({ username: unique() });
    const taken = { status: 422, code: 'form_identifier_exists', paramName: 'external_id' };
    await refused(at(), other.id, () => users().updateUser(other.id, { externalId }), taken);
  });

  test('firstName and lastName change alone', async () => {
    await update({ firstName: 'Ünï çødé 李' }, { first_name: 'Ünï çødé 李' });
    await update({ lastName: "O'Hara-Smith" }, { last_name: "O'Hara-Smith" });
  });

  test('null in the body clears a name', async () => {
    await users().updateUser(id, { firstName: 'Here', lastName: 'Stays' });
    const clear = () => send(at(), 'PATCH', `/v1/users/${id}`, { first_name: null });
    await changes(at(), id, clear, { first_name: null });
  });

  test('primaryEmailAddressID takes a verified address of this user, and no other', async () => {
    const { emailAddresses } = at().clerk;
    const emailAddress = `${unique()}@example.org`;
    const second = await emailAddresses.createEmailAddress({ userId: id, emailAddress, verified: true });
    await update({ primaryEmailAddressID: second.id }, { primary_email_address_id: second.id });
    const open = await emailAddresses.createEmailAddress({ userId: id, emailAddress: `${unique()}@example.org` });
    if (open.verification?.status !== 'verified') {
      await refuse({ primaryEmailAddressID: open.id }, { status: 422, code: 'form_verification_needed' });
    }
    const stranger = await users().createUser({ emailAddress: [`${unique()}@example.org`] });
    const foreign = () => users().updateUser(id, { primaryEmailAddressID: stranger.primaryEmailAddressId ?? '' });
    expect(await refusalOf(foreign)).toMatchObject({ status: expect.toBeOneOf([404, 422]) });
    expect((await users().getUser(id)).primaryEmailAddressId).toBe(second.id);
  });

  test('notifyPrimaryEmailAddressChanged writes to the address that was primary', async () => {
    const emailAddress = `${unique('new')}@example.org`;
    const second = await at().clerk.emailAddresses.createEmailAddress({ userId: id, emailAddress, verified: true });
    const params = { primaryEmailAddressID: second.id, notifyPrimaryEmailAddressChanged: true };
    await update(params, { primary_email_address_id: second.id });
    expect(await letter(at().place.folder, [`To: ${first}`])).toContain('Subject:');
  });

  test('primaryPhoneNumberID takes a verified number of this user', async () => {
    const phoneNumber = uniquePhone();
    const second = await at().clerk.phoneNumbers.createPhoneNumber({ userId: id, phoneNumber, verified: true });
    await update({ primaryPhoneNumberID: second.id }, { primary_phone_number_id: second.id });
    await refuse(
      { primaryPhoneNumberID: 'idn_nobody' },
      { status: expect.toBeOneOf([404, 422]), code: expect.any(String) },
    );
  });

  test('primaryWeb3WalletID takes a wallet of this user', async () => {
    const wallets = [1, 2].map(
      (each) => `0x${(BigInt(process.pid) * 1000n + BigInt(each)).toString(16).padStart(40, '0')}`,
    );
    const made = await send(at(), 'POST', '/v1/users', { web3_wallet: wallets });
    expect(made.status).toBe(200);
    id = (await users().getUserList({ web3Wallet: wallets })).data[0]?.id ?? '';
    const second = (await users().getUser(id)).web3Wallets[1]?.id ?? '';
    await update({ primaryWeb3WalletID: second }, { primary_web3_wallet_id: second });
  });

  test('username is unique without regard to case', async () => {
    const username = unique('Name');
    await update({ username }, { username: expect.stringMatching(new RegExp(`^${username}$`, 'i')) });
    const other = await users().createUser({ username: unique() });
    const taken = { status: 422, code: 'form_identifier_exists', paramName: 'username' };
    await refused(at(), other.id, () => users().updateUser(other.id, { username: username.toUpperCase() }), taken);
    await refuse(
      { username: 'has spaces' },
      { status: 422, code: 'form_username_invalid_character', paramName: 'username' },
    );
    await refuse({ username: 'abc' }, { status: 422, code: 'form_username_invalid_length', paramName: 'username' });
  });

  test('profileImageID refuses an image that is not there', async () => {
    await refuse({ profileImageID: 'img_nothing' }, { status: 404, code: 'image_not_found' });
  });

  test('password is checked, stored and never sent back', async () => {
    const act = () => users().updateUser(id, { password: 'another Long pass 9' });
    await changes(at(), id, act, { password_last_updated_at: moment });
    expect(await users().verifyPassword({ userId: id, password: 'another Long pass 9' })).toEqual({ verified: true });
    await expect(users().verifyPassword({ userId: id, password })).rejects.toMatchObject({ status: 422 });
    const param = { status: 422, paramName: 'password' };
    await refuse({ password: 'Ab1!xyz' }, { ...param, code: 'form_password_length_too_short' });
    await refuse({ password: 'x'.repeat(73) }, { ...param, code: 'form_password_length_too_long' });
    await refuse({ password: 'password123' }, { ...param, code: 'form_password_pwned' });
    await refuse({ password: first }, { ...param, code: 'form_password_matches_identifier' });
  });

  test('skipPasswordChecks lets a weak password through, and only with one', async () => {
    await update({ password: 'abc', skipPasswordChecks: true }, { password_last_updated_at: moment });
    expect(await users().verifyPassword({ userId: id, password: 'abc' })).toEqual({ verified: true });
    await refuse({ skipPasswordChecks: true }, { status: 422, code: expect.stringMatching(/^form_conditional_param/) });
  });

  test('skipPasswordRequirement changes nothing', async () => {
    await changes(at(), id, () => send(at(), 'PATCH', `/v1/users/${id}`, { skip_password_requirement: true }), {});
  });

  test('signOutOfOtherSessions ends the sessions, and only with a password', async () => {
    const { sessions } = at().clerk;
    const session = await sessions.createSession({ userId: id });
    await users().updateUser(id, { password: 'kept sessions 1' });
    expect((await sessions.getSession(session.id)).status).toBe('active');
    await refuse(
      { signOutOfOtherSessions: true },
      { status: 422, code: expect.stringMatching(/^form_conditional_param/) },
    );
    await users().updateUser(id, { password: 'ended sessions 2', signOutOfOtherSessions: true });
    expect((await sessions.getSession(session.id)).status).toBe('revoked');
  });

  test('there is a digest for each documented hasher', () =>
    expect(new Set(digests.map(({ hasher }) => hasher)).size).toBe(17));

  test.each(digests)('passwordDigest with passwordHasher $hasher lets the old password in', async (known) => {
    // The SDK's own types know fewer hashers than its documents.
    const params = JSON.parse(JSON.stringify({ passwordDigest: known.digest, passwordHasher: known.hasher }));
    const verify = (plain: string) => users().verifyPassword({ userId: id, password: plain });
    const before = wireOf(await users().getUser(id));
    const after = wireOf(await users().updateUser(id, params));
    expect(after).toEqual({ ...before, updated_at: moment, password_last_updated_at: moment });
    const wrong = { status: 422, errors: [{ code: 'incorrect_password' }] };
    // The second time against the better digest that took its place.
    for (let round = 0; round < 2; round++) {
      await expect(verify('not this one')).rejects.toMatchObject(wrong);
      await expect(verify(password)).rejects.toMatchObject(wrong);
      expect(await verify(known.plain)).toEqual({ verified: true });
    }
  });

  test('passwordDigest and passwordHasher need each other', async () => {
    const one = (body: object) => () => send(at(), 'PATCH', `/v1/users/${id}`, body);
    for (const body of [{ password_digest: 'x' }, { password_hasher: 'bcrypt' }]) {
      expect(await one(body)()).toMatchObject({
        status: 422,
        body: { errors: [{ code: 'form_conditional_param_missing' }] },
      });
    }
    const garbage = await one({ password_digest: 'garbage', password_hasher: 'bcrypt' })();
    expect(garbage).toMatchObject({ status: 422, body: { errors: [{ code: 'form_password_digest_invalid_code' }] } });
    expect(await users().verifyPassword({ userId: id, password })).toEqual({ verified: true });
  });

  test('totpSecret is base32, backupCodes are in clear or bcrypt digests, and both replace what was there', async () => {
    const factor = { two_factor_enabled: true, mfa_enabled_at: moment };
    await update({ totpSecret: 'JBSWY3DPEHPK3PXP' }, { totp_enabled: true, ...factor });
    await update({ totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' }, { totp_enabled: true });
    await update({ backupCodes: ['abcd1234'] }, { backup_code_enabled: true });
    const digest = '$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm';
    await update({ backupCodes: [digest] }, { backup_code_enabled: true });
    expect(await users().verifyTOTP({ userId: id, code: 'password' })).toMatchObject({ code_type: 'backup_code' });
    await update({ backupCodes: [] }, {});
    const secret = { status: 422, code: 'invalid_totp_secret_code', paramName: 'totp_secret' };
    await refuse({ totpSecret: 'not base32!', firstName: 'Never' }, secret);
    const codes = { status: 422, code: 'form_param_format_invalid', paramName: 'backup_codes' };
    await refuse({ backupCodes: ['$2b$04$half'], firstName: 'Never' }, codes);
    const many = { status: 422, code: 'form_param_array_size_exceeded', paramName: 'backup_codes' };
    await refuse({ backupCodes: Array.from({ length: 21 }, (_, index) => `code${index}`) }, many);
  });

  test('publicMetadata, privateMetadata and unsafeMetadata each override what was there', async () => {
    await update(
      { publicMetadata: { a: 1, nested: { b: [null, true, 'x'] } } },
      { public_metadata: { a: 1, nested: { b: [null, true, 'x'] } } },
    );
    await update({ publicMetadata: { c: 2 } }, { public_metadata: { c: 2 } });
    await update({ privateMetadata: { p: 1 } }, { private_metadata: { p: 1 } });
    await update({ unsafeMetadata: { u: 1 } }, { unsafe_metadata: { u: 1 } });
  });

  test('deleteSelfEnabled, createOrganizationEnabled and createOrganizationsLimit are kept as given', async () => {
    await update({ deleteSelfEnabled: false }, { delete_self_enabled: false });
    await update({ createOrganizationEnabled: false }, { create_organization_enabled: false });
    await update({ createOrganizationsLimit: 7 }, { create_organizations_limit: 7 });
    await update({ createOrganizationsLimit: 0 }, { create_organizations_limit: 0 });
  });

  test('legalAcceptedAt and createdAt are dates, skipLegalChecks changes nothing', async () => {
    await update({ legalAcceptedAt: new Date(1_600_000_000_123) }, { legal_accepted_at: 1_600_000_000_123 });
    await update({ createdAt: new Date('2012-10-20T07:15:20.902Z') }, { created_at: 1_350_717_320_902 });
    await update({ skipLegalChecks: true }, {});
    const bad = await send(at(), 'PATCH', `/v1/users/${id}`, { created_at: 'yesterday' });
    expect(bad).toMatchObject({ status: 422, body: { errors: [{ code: 'form_param_invalid_time' }] } });
  });

  test('locale is a language tag', async () => {
    await update({ locale: 'de-CH' }, { locale: 'de-CH' });
    await refuse({ locale: 'not a locale' }, { status: 422, code: 'form_param_format_invalid', paramName: 'locale' });
  });

  test('one bad parameter among good ones changes none of them', async () => {
    const mixed = { firstName: 'New', lastName: 'Name', publicMetadata: { x: 1 }, username: 'has spaces' };
    await refuse(mixed, { status: 422, code: 'form_username_invalid_character' });
  });
});
