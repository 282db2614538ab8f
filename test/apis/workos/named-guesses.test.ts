// Guesses under the name of a request: each counts, whatever it is called.
import { expect, test } from 'vitest';
import { fresh, secretKey, usePlace } from './harness.ts';

const place = usePlace();
const password = 'correct horse battery 7!';

/** A sign-in under a name of its own, or under this one. */
async function guess(fields: Record<string, string>, name = fresh('request')) {
  const client_id = place.app.host.clientIdOf(await place.app.host.publicRealm());
  const body = { client_id, client_secret: secretKey, ...fields };
  return await place.ask('POST', '/user_management/authenticate', body, { 'idempotency-key': name });
}

test('wrong passwords lock', async () => {
  const { email } = await place.user({ password, email_verified: true });
  const claim = { grant_type: 'password', email };
  for (let count = 0; count < 10; count++) {
    expect(await guess({ ...claim, password: 'wrong one 7' })).toMatchObject({ body: { code: 'invalid_credentials' } });
  }
  const told = await guess({ ...claim, password });
  expect(['access_denied', 'too_many_requests']).toContain(told.body.error);
});

test('wrong passwords under one name count as well', async () => {
  const { email } = await place.user({ password, email_verified: true });
  const [claim, name] = [{ grant_type: 'password', email, password: 'wrong one 7' }, fresh('request')];
  for (let count = 0; count < 10; count++) await guess(claim, name);
  expect((await guess({ ...claim, password })).status).not.toBe(200);
});

test('wrong codes use up the code that was mailed', async () => {
  const { email } = await place.user({ email_verified: true });
  const { body } = await place.call('POST', '/magic_auth', { email });
  const claim = { grant_type: 'urn:workos:oauth:grant-type:magic-auth:code', email };
  const other = body.code === '999999' ? '999998' : '999999';
  for (let count = 0; count < 10; count++) {
    expect(await guess({ ...claim, code: other })).toMatchObject({ body: { code: 'invalid_one_time_code' } });
  }
  expect((await guess({ ...claim, code: body.code })).status).not.toBe(200);
});

test('a sign-in that is sent again begins one session, and is told to the same caller alone', async () => {
  const { id, email } = await place.user({ password, email_verified: true });
  const [claim, name] = [{ grant_type: 'password', email, password }, fresh('request')];
  const [first, again] = [await guess(claim, name), await guess(claim, name)];
  expect(again.body).toEqual(first.body);
  expect((await place.call('GET', `/users/${id}/sessions`)).body.data).toHaveLength(1);
  expect(await guess({ ...claim, password: 'wrong one 7' }, name)).not.toMatchObject({ body: { user: { id } } });
});
