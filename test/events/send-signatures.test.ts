// Signed calls, checked by the verifiers that receivers use.

import { verifyWebhook } from 'clerk-backend-3/webhooks';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WorkOS } from 'workos-node-11';
import { newStandardSecret, newTimestampedSecret } from '../../src/events/send/new-secret.ts';
import { signStandard } from '../../src/events/send/sign-standard.ts';
import { signTimestamped } from '../../src/events/send/sign-timestamped.ts';

const { webhooks } = new WorkOS('sk_test_1');
const form = { header: 'WorkOS-Signature', separator: ', ' };
const event = { id: 'event_01', event: 'user.created', created_at: '2026-08-03T14:05:59.000Z' };
const data = { object: 'user', id: 'user_01', first_name: 'Jürgen 🧑‍🚀', email: 'j@example.com' };
const timestampedBody = JSON.stringify({ ...event, data });
const standardBody = JSON.stringify({ object: 'event', type: 'user.created', data });

describe('one header with the time', () => {
  const secret = newTimestampedSecret();
  const sign = (atMs: number, body = timestampedBody) =>
    signTimestamped(form, { secret, body, atMs })['WorkOS-Signature'] ?? '';
  const verify = (payload: string, sigHeader: string, key = secret) =>
    webhooks.constructEvent({ payload, sigHeader, secret: key });

  test('is accepted', async () => {
    expect(Object.keys(signTimestamped(form, { secret, body: '', atMs: 0 }))).toEqual(['WorkOS-Signature']);
    const accepted = await verify(timestampedBody, sign(Date.now()));
    expect(accepted).toMatchObject({ id: 'event_01', event: 'user.created', data: { firstName: 'Jürgen 🧑‍🚀' } });
  });

  test('not with another body, secret or time', async () => {
    const now = Date.now();
    await expect(verify(`${timestampedBody} `, sign(now))).rejects.toThrow(/hash/i);
    await expect(verify(timestampedBody, sign(now), newTimestampedSecret())).rejects.toThrow(/hash/i);
    await expect(verify(timestampedBody, sign(now).replace(`${now}`, `${now + 1}`))).rejects.toThrow(/hash/i);
    await expect(verify(timestampedBody, sign(now - 181_000))).rejects.toThrow(/tolerance/i);
    expect((await verify(timestampedBody, sign(now - 170_000))).id).toBe('event_01');
  });

  test('is what it was', () => {
    // Computed with: printf '1674087231000.{"a":1}' | openssl dgst -sha256 -hmac secret
    expect(
      signTimestamped({ header: 'x', separator: ',' }, { secret: 'secret', body: '{"a":1}', atMs: 1674087231000 }),
    ).toEqual({
      x: 't=1674087231000,v1=5b2cdb5450a541c63651e0493f6ebaa339d878be0d1fd72c50851567823073a2',
    });
  });
});

describe('three headers', () => {
  const secret = newStandardSecret();
  const sign = (prefix: string, atMs = Date.now(), body = standardBody) =>
    signStandard(prefix, { secret, id: 'msg_01', body, atMs });
  const verify = (headers: Record<string, string>, body = standardBody, signingSecret = secret) =>
    verifyWebhook(new Request('https://example.com/', { method: 'POST', headers, body }), { signingSecret });

  test.each(['svix', 'webhook'])('%s-… are made', (prefix) => {
    expect(sign(prefix, 1_674_087_231_999)).toEqual({
      [`${prefix}-id`]: 'msg_01',
      [`${prefix}-timestamp`]: '1674087231',
      [`${prefix}-signature`]: expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
    });
  });

  test('are accepted', async () => {
    expect(await verify(sign('svix'))).toMatchObject({ type: 'user.created', data: { first_name: 'Jürgen 🧑‍🚀' } });
  });

  test('not with another body, secret, id or time', async () => {
    await expect(verify(sign('svix'), `${standardBody} `)).rejects.toThrow(/signature/i);
    await expect(verify(sign('svix'), standardBody, newStandardSecret())).rejects.toThrow(/signature/i);
    await expect(verify({ ...sign('svix'), 'svix-id': 'msg_02' })).rejects.toThrow(/signature/i);
    await expect(verify(sign('svix', Date.now() - 301_000))).rejects.toThrow(/old/i);
  });

  test('are the same under both names, and the ones of the published example', () => {
    // The vector that the libraries of github.com/standard-webhooks/standard-webhooks are tested with.
    const known = {
      secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      body: '{"test": 2432232314}',
      atMs: 1_614_265_330_000,
    };
    for (const prefix of ['svix', 'webhook'])
      expect(signStandard(prefix, known)[`${prefix}-signature`]).toBe(
        'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
      );
  });

  test.each(['', 'whsec_', 'canary', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_canary!', 'whsec_canary==='])(
    'no signature with the secret %j, and no word of it',
    (wrong) => {
      const attempt = () => signStandard('webhook', { secret: wrong, id: 'msg_01', body: '', atMs: 0 });
      expect(attempt).toThrow('must be whsec_');
      expect(attempt).not.toThrow('canary');
    },
  );
});

describe('any text', () => {
  test('is accepted from us and from nobody else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.nat(), async (text, mark) => {
        const body = JSON.stringify({ ...event, data: { ...data, first_name: text }, mark });
        const secret = newStandardSecret();
        const headers = signStandard('svix', { secret, id: `msg_${mark}`, body, atMs: Date.now() });
        const ask = (signingSecret: string) =>
          verifyWebhook(new Request('https://example.com/', { method: 'POST', headers, body }), { signingSecret });
        expect(await ask(secret)).toMatchObject({ data: { first_name: text } });
        await expect(ask(newStandardSecret())).rejects.toThrow();
      }),
      { numRuns: 50 },
    );
  });
});

test('secrets are fresh, and as long as they should be', () => {
  const made = Array.from({ length: 100 }, () => [newTimestampedSecret(), newStandardSecret()]).flat();
  expect(new Set(made).size).toBe(200);
  for (const secret of made) expect(secret).toMatch(/^(?:[0-9a-f]{64}|whsec_[A-Za-z0-9+/]{32})$/);
});
