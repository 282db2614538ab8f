// Second factors through WorkOS' API: enrolled, challenged, verified, deleted.
import { describe, expect, test } from 'vitest';
import { readId, writeId } from '../../../src/apis/workos/wire/ids.ts';
import { set } from '../../../src/core/model/patch.ts';
import { codeAt, totpOf } from '../../time-codes.ts';
import { type Answer, expectError, expectMissing, fresh, usePlace } from './harness.ts';

const place = usePlace();
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const known = totpOf(9);
const codeNow = (secret = known.secret, steps = 0) => codeAt({ ...known, secret }, Date.now() + steps * 30_000);
const wrongCode = (secret = known.secret) => {
  const near = [-2, -1, 0, 1, 2].map((steps) => codeNow(secret, steps));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code)) ?? '';
};

const enrol = (userId: string, body: object = {}) =>
  place.call('POST', `/users/${userId}/auth_factors`, { type: 'totp', ...body });
const challenge = (factorId: string) => place.ask('POST', `/auth/factors/${factorId}/challenge`, {});
const verify = (challengeId: string, code: unknown) =>
  place.ask('POST', `/auth/challenges/${challengeId}/verify`, { code });

/** Somebody with an app that is in force, unless it waits. */
async function enrolled(waits = false): Promise<{ userId: string; factorId: string; challengeId: string }> {
  const { id: userId } = await place.user();
  const { body } = await enrol(userId, { totp_secret: known.secret });
  const ids = { userId, factorId: body.authentication_factor.id, challengeId: body.authentication_challenge.id };
  if (!waits) expect((await verify(ids.challengeId, codeNow(known.secret, -1))).body.valid).toBe(true);
  return ids;
}

describe('enrolling', () => {
  test('tells the secret once, with an image of it and a challenge', async () => {
    const user = await place.user();
    const { status, body } = await enrol(user.id);
    expect(status).toBe(201);
    const id = expect.stringMatching(/^auth_factor_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    expect(body).toEqual({
      authentication_factor: {
        object: 'authentication_factor',
        id,
        type: 'totp',
        user_id: user.id,
        totp: {
          issuer: expect.stringMatching(/./),
          user: user.email,
          secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
          qr_code: expect.stringMatching(/^data:image\/png;base64,[A-Za-z0-9+/]{100,}=*$/),
          uri: expect.stringContaining('otpauth://totp/'),
        },
        created_at: time,
        updated_at: time,
      },
      authentication_challenge: {
        object: 'authentication_challenge',
        id: expect.stringMatching(/^auth_challenge_[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
        authentication_factor_id: body.authentication_factor.id,
        expires_at: time,
        created_at: time,
        updated_at: time,
      },
    });
    const { totp, ...rest } = body.authentication_factor;
    const shown = { ...rest, totp: { issuer: totp.issuer, user: totp.user } };
    expect(totp.uri).toContain(`secret=${totp.secret}`);
    expect((await place.ask('GET', `/auth/factors/${rest.id}`)).body).toEqual(shown);
    expect((await place.call('GET', `/users/${user.id}/auth_factors`)).body).toEqual({
      object: 'list',
      data: [shown],
      list_metadata: { before: null, after: null },
    });
    expect((await place.record(user.id)).credentials.totp).toBe(null);
  });

  test('takes issuer, name and secret, and remembers the names when it is in force', async () => {
    const user = await place.user();
    const names = { totp_issuer: 'Ünïted & Söns', totp_user: 'ada: the first' };
    const { body } = await enrol(user.id, { ...names, totp_secret: known.secret.toLowerCase() });
    const { id, totp } = body.authentication_factor;
    expect(totp).toMatchObject({ issuer: names.totp_issuer, user: names.totp_user, secret: known.secret });
    const before = await place.ask('GET', `/auth/factors/${id}`);
    expect((await verify(body.authentication_challenge.id, codeNow())).body.valid).toBe(true);
    const after = await place.ask('GET', `/auth/factors/${id}`);
    expect(after.body).toEqual({ ...before.body, updated_at: time });
    expect(after.body.totp).toEqual({ issuer: names.totp_issuer, user: names.totp_user });
  });

  test('a second time leaves the first in force until it is confirmed, and lists one', async () => {
    const { userId, factorId } = await enrolled();
    const { body } = await enrol(userId, { totp_issuer: 'Second' });
    const { id, totp } = body.authentication_factor;
    expect(id).toBe(factorId);
    const shown = async () => (await place.call('GET', `/users/${userId}/auth_factors`)).body.data;
    expect(await shown()).toHaveLength(1);
    expect((await shown())[0].totp.issuer).not.toBe('Second');
    const old = await challenge(factorId);
    expect((await verify(old.body.id, codeNow(known.secret, 1))).body.valid).toBe(true);
    expect((await verify(body.authentication_challenge.id, codeNow(totp.secret))).body.valid).toBe(true);
    expect(await shown()).toMatchObject([{ id, totp: { issuer: 'Second' } }]);
    expect((await verify((await challenge(id)).body.id, codeNow(known.secret, 1))).body.valid).toBe(false);
  });

  test.each([
    ['no type', {}, 'type_string_required'],
    ['a telephone', { type: 'sms', totp_user: 'x' }, 'type_invalid'],
    ['a sender of codes', { type: 'generic_otp' }, 'type_invalid'],
    ['no text as issuer', { type: 'totp', totp_issuer: 5 }, 'totp_issuer_string_required'],
    ['an issuer with a half character', { type: 'totp', totp_issuer: '\ud800' }, null],
    ['a name too long for an image', { type: 'totp', totp_user: 'x'.repeat(1000) }, 'totp_user_invalid'],
    ['a secret that is none', { type: 'totp', totp_secret: '1'.repeat(32) }, 'totp_secret_invalid'],
    ['a secret too short', { type: 'totp', totp_secret: 'JBSWY3DP' }, 'totp_secret_invalid'],
    ['something unknown', { type: 'totp', phone_number: '+12133734253' }, 'phone_number_unknown'],
  ])('is refused with %s, and nothing waits', async (_what, body, code) => {
    const { id } = await place.user();
    const answer = await place.call('POST', `/users/${id}/auth_factors`, body);
    if (code === null) expect([400, 422]).toContain(answer.status);
    else expectError(answer, 422, 'invalid_request_parameters', [code]);
    expect((await place.call('GET', `/users/${id}/auth_factors`)).body.data).toEqual([]);
  });

  test('of nobody is refused', async () => {
    const nobody = 'user_01E4ZCR3C56J083X43JQXF3JK5';
    expectMissing(await enrol(nobody), 'User', nobody);
    expectMissing(await place.call('GET', `/users/${nobody}/auth_factors`), 'User', nobody);
  });
});

describe('a challenge', () => {
  test('is spent by a right code, which puts an app that waits in force', async () => {
    const { userId, challengeId } = await enrolled(true);
    const code = codeNow();
    const { status, body } = await verify(challengeId, code);
    expect([status, body]).toEqual([
      201,
      { challenge: expect.objectContaining({ object: 'authentication_challenge', id: challengeId }), valid: true },
    ]);
    expect((await place.record(userId)).credentials.totp).not.toBe(null);
    expectError(
      await verify(challengeId, codeNow(known.secret, 1)),
      422,
      'authentication_challenge_previously_verified',
    );
    expectError(await verify(challengeId, wrongCode()), 422, 'authentication_challenge_previously_verified');
  });

  test('takes no code twice, and no wrong one, and stays good', async () => {
    const { factorId } = await enrolled();
    const { status, body } = await challenge(factorId);
    expect([status, body.authentication_factor_id]).toEqual([201, factorId]);
    expect((await verify(body.id, codeNow(known.secret, -1))).body.valid).toBe(false);
    for (const code of [wrongCode(), '', '12345', 'abcdef', '1234567', '１２３４５６']) {
      const answer = await verify(body.id, code);
      if (code !== '') expect([answer.status, answer.body.valid]).toEqual([201, false]);
    }
    expect((await verify(body.id, codeNow())).body.valid).toBe(true);
  });

  test('of one user takes no code of another', async () => {
    const [one, other] = [await enrolled(), (await place.user()).id];
    const { body } = await enrol(other);
    const { secret } = body.authentication_factor.totp;
    expect((await verify((await challenge(one.factorId)).body.id, codeNow(secret))).body.valid).toBe(false);
    expect((await place.record(other)).credentials.totp).toBe(null);
  });

  test('stands ten guesses, of which each counts for the user, who is locked then', async () => {
    const { userId, factorId } = await enrolled();
    const first = (await challenge(factorId)).body.id;
    for (let count = 0; count < 10; count++) expect((await verify(first, wrongCode())).body.valid).toBe(false);
    expectError(await verify(first, codeNow()), 400, 'one_time_code_too_many_attempts');
    const second = (await challenge(factorId)).body.id;
    expectError(await verify(second, codeNow()), 400, 'one_time_code_too_many_attempts');
    expect((await place.record(userId)).lockedAt).not.toBe(null);
  });

  test('lets one of twenty through', async () => {
    const { factorId } = await enrolled();
    const { id } = (await challenge(factorId)).body;
    const answers = await Promise.all(Array.from({ length: 20 }, () => verify(id, codeNow())));
    expect(answers.filter(({ body }) => body.valid === true)).toHaveLength(1);
  });

  test('is told in the history, whichever way it goes, without the code', async () => {
    const { userId, challengeId } = await enrolled(true);
    const [bad, good] = [wrongCode(), codeNow()];
    await verify(challengeId, bad);
    await verify(challengeId, good);
    const { id } = await place.record(userId);
    const history = await place.app.ports.store.readHistory('default', id, null, 100);
    const told = history.filter(({ type }) => type.startsWith('sign-in.'));
    expect(told.map(({ type, diff }) => [type, diff[0]?.after])).toMatchObject([
      ['sign-in.succeeded', { method: 'second-factor', error: null }],
      ['sign-in.failed', { method: 'second-factor', error: 'code-rejected' }],
    ]);
    expect(JSON.stringify(history)).not.toContain(known.secret);
  });

  test('that is nobody’s is missing', async () => {
    const { userId, factorId, challengeId } = await enrolled(true);
    const gone = writeId('challenge', '01950000-0000-7000-8000-000000000000');
    for (const id of [gone, 'nonsense', factorId]) {
      expectMissing(await verify(id, '123456'), 'Authentication Challenge', id);
    }
    for (const id of [writeId('factor', '01950000-0000-7000-8000-000000000000'), 'x', challengeId, userId]) {
      expectMissing(await challenge(id), 'Authentication Factor', id);
    }
    expectError(await verify(challengeId, undefined), 422, 'invalid_request_parameters', ['code_string_required']);
    expectError(await verify(challengeId, 123456), 422, 'invalid_request_parameters', ['code_string_required']);
  });

  test('is not answered without a key', async () => {
    const { factorId, challengeId } = await enrolled(true);
    const none = { authorization: null };
    const asked: Answer[] = [
      await place.ask('POST', `/auth/challenges/${challengeId}/verify`, { code: codeNow() }, none),
      await place.ask('POST', `/auth/factors/${factorId}/challenge`, {}, none),
      await place.ask('GET', `/auth/factors/${factorId}`, undefined, none),
      await place.ask('DELETE', `/auth/factors/${factorId}`, undefined, none),
    ];
    expect(asked.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect((await verify(challengeId, codeNow())).body.valid).toBe(true);
  });
});

describe('deleting', () => {
  test.each([
    ['in force', false],
    ['that waits', true],
  ])('an app %s leaves none, and no challenge to it good', async (_which, waits) => {
    const { userId, factorId } = await enrolled(waits);
    const { id } = (await challenge(factorId)).body;
    expect(await place.ask('DELETE', `/auth/factors/${factorId}`)).toMatchObject({ status: 200, body: null });
    expectMissing(await place.ask('GET', `/auth/factors/${factorId}`), 'Authentication Factor', factorId);
    expectMissing(await place.ask('DELETE', `/auth/factors/${factorId}`), 'Authentication Factor', factorId);
    expectMissing(await verify(id, codeNow()), 'Authentication Factor', factorId);
    expect((await place.call('GET', `/users/${userId}/auth_factors`)).body.data).toEqual([]);
    expect((await place.record(userId)).credentials.totp).toBe(null);
  });

  test('an app in force takes along the one that was to replace it; backup codes stay', async () => {
    const user = await place.made({ totp: set(known), backupCodes: set(['abcd1234']) });
    const factorId = writeId('factor', user.id);
    await enrol(`user_${factorId.slice('auth_factor_'.length)}`);
    await place.ask('DELETE', `/auth/factors/${factorId}`);
    expectMissing(await place.ask('GET', `/auth/factors/${factorId}`), 'Authentication Factor', factorId);
    const stored = await place.app.ports.store.loadUser('default', { by: 'id', id: user.id });
    expect(stored?.user.credentials).toMatchObject({ totp: null, backupCodes: { remaining: 1 } });
  });

  test('and with a user goes all they had', async () => {
    const { userId, factorId, challengeId } = await enrolled(true);
    await place.call('DELETE', `/users/${userId}`);
    expectMissing(await place.ask('GET', `/auth/factors/${factorId}`), 'Authentication Factor', factorId);
    expectMissing(await verify(challengeId, codeNow()), 'Authentication Challenge', challengeId);
  });
});

test('an app enrolled elsewhere is a factor too, and what is none is none', async () => {
  const email = `${fresh()}@example.com`;
  const item = { id: null, value: email, claim: 'verified', strategy: 'admin', secondFactor: false } as const;
  const emails = { list: { op: 'replace', items: [item] }, primary: { op: 'first' }, linked: 'refuse' } as const;
  const made = await place.made({ emails, totp: set(known) });
  const [id, userId] = [writeId('factor', made.id), writeId('factor', made.id).replace('auth_factor_', 'user_')];
  const { data } = (await place.call('GET', `/users/${userId}/auth_factors`)).body;
  expect(data).toMatchObject([{ id, type: 'totp', user_id: userId, totp: { user: email } }]);
  expect(Date.parse(data[0].created_at)).toBe(made.credentials.totp?.enabledAt);
  expect(readId('factor', id)).toBe(made.id);
  expect((await place.call('GET', `/users/${userId}/auth_factors?after=${id}`)).body.data).toEqual([]);
  expect((await place.call('GET', `/users/${userId}/auth_factors?after=x`)).status).toBe(422);
  const other = await place.made({ backupCodes: set(['abcd1234']) });
  const none = writeId('factor', other.id);
  expectMissing(await place.ask('GET', `/auth/factors/${none}`), 'Authentication Factor', none);
});
