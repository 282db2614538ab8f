// What WorkOS' SDK does with authenticator apps: enrolling, challenging, verifying, listing and deleting them.
import { describe, expect, test } from 'vitest';
import { codeAt, totpOf } from '../time-codes.ts';
import { stand, unique } from './clerk.ts';
import { cases, refusalOf } from './workos.ts';

const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const known = totpOf(7);
const codeOf = (secret: string, steps = 0) => codeAt({ ...known, secret }, Date.now() + steps * 30_000);
const wrongCode = (secret: string) => {
  const near = [-2, -1, 0, 1, 2].map((steps) => codeOf(secret, steps));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code)) ?? '';
};

describe.each(cases)('the SDK $version on $name', ({ engine, create }) => {
  const at = stand(engine);
  const client = () => create(at().server.url);
  const factors = () => client().multiFactorAuth;
  const somebody = () => client().userManagement.createUser({ email: `${unique()}@example.com` });

  test('enrols an app, puts it in force, challenges it, and deletes it', async () => {
    const { id: userId, email } = await somebody();
    const { authenticationFactor: made, authenticationChallenge: opening } = await factors().createUserAuthFactor({
      ...{ userId, type: 'totp', totpIssuer: 'Example Inc.' },
    });
    const { secret, qrCode, uri, ...names } = made.totp;
    expect(made).toMatchObject({ object: 'authentication_factor', type: 'totp', userId, createdAt: moment });
    expect(names).toEqual({ issuer: 'Example Inc.', user: email });
    expect(qrCode).toMatch(/^data:image\/png;base64,/);
    expect(uri).toContain(`secret=${secret}`);
    expect(opening).toMatchObject({ object: 'authentication_challenge', authenticationFactorId: made.id });

    const wrong = await factors().verifyChallenge({
      ...{ authenticationChallengeId: opening.id, code: wrongCode(secret) },
    });
    expect(wrong).toMatchObject({ valid: false, challenge: { id: opening.id } });
    const right = { authenticationChallengeId: opening.id, code: codeOf(secret, -1) };
    expect(await factors().verifyChallenge(right)).toMatchObject({ valid: true, challenge: { id: opening.id } });
    expect(await refusalOf(() => factors().verifyChallenge(right))).toMatchObject({
      ...{ name: 'UnprocessableEntityException', code: 'authentication_challenge_previously_verified' },
    });

    const challenge = await factors().challengeFactor({ authenticationFactorId: made.id });
    expect(challenge.authenticationFactorId).toBe(made.id);
    const again = { authenticationChallengeId: challenge.id, code: codeOf(secret) };
    expect((await factors().verifyChallenge(again)).valid).toBe(true);

    const shown = await factors().getFactor(made.id);
    expect(shown).toMatchObject({ id: made.id, type: 'totp', totp: names, createdAt: made.createdAt });
    const { data, listMetadata } = await factors().listUserAuthFactors({ userId });
    expect(data).toEqual([{ ...shown, userId }]);
    expect(listMetadata).toEqual({ before: null, after: null });

    await factors().deleteFactor(made.id);
    expect((await factors().listUserAuthFactors({ userId })).data).toEqual([]);
    const missing = { name: 'NotFoundException', status: 404, code: 'entity_not_found' };
    expect(await refusalOf(() => factors().getFactor(made.id))).toMatchObject(missing);
    expect(await refusalOf(() => factors().deleteFactor(made.id))).toMatchObject(missing);
    expect(await refusalOf(() => factors().challengeFactor({ authenticationFactorId: made.id }))).toMatchObject(
      missing,
    );
  });

  test('takes a secret that an app has already, and turns down what is none', async () => {
    const { id: userId } = await somebody();
    const { authenticationFactor, authenticationChallenge } = await factors().createUserAuthFactor({
      ...{ userId, type: 'totp', totpUser: 'ada', totpSecret: known.secret },
    });
    expect(authenticationFactor.totp).toMatchObject({ secret: known.secret, user: 'ada' });
    const answer = { authenticationChallengeId: authenticationChallenge.id, code: codeOf(known.secret) };
    expect((await factors().verifyChallenge(answer)).valid).toBe(true);
    expect(
      await refusalOf(() => factors().createUserAuthFactor({ userId, type: 'totp', totpSecret: 'no secret' })),
    ).toMatchObject({ name: 'UnprocessableEntityException', message: expect.stringContaining('totp_secret_invalid') });
  });

  test('locks after ten wrong codes', async () => {
    const { id: userId } = await somebody();
    const { authenticationFactor, authenticationChallenge } = await factors().createUserAuthFactor({
      ...{ userId, type: 'totp' },
    });
    const { secret } = authenticationFactor.totp;
    const answer = (code: string) =>
      factors().verifyChallenge({ authenticationChallengeId: authenticationChallenge.id, code });
    for (let count = 0; count < 10; count++) expect((await answer(wrongCode(secret))).valid).toBe(false);
    expect(await refusalOf(() => answer(codeOf(secret)))).toMatchObject({
      ...{ status: 400, code: 'one_time_code_too_many_attempts' },
    });
  });
});
