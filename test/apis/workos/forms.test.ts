// Forms where the SDKs send JSON: read alike, and no less strictly.
import { expect, test } from 'vitest';
import { clientId, makeUser, password, useHouse } from './hosted.ts';

const house = useHouse();

async function post(fields: Record<string, string>): Promise<{ status: number; body: unknown }> {
  const { statusCode, body } = await house().app.server.inject({
    method: 'POST',
    url: '/user_management/authenticate',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ client_id: clientId, ...fields }).toString(),
  });
  return { status: statusCode, body: JSON.parse(body) };
}

test.each(['ip_address', 'user_agent', 'email', 'x\0'])(
  'NUL, which no database keeps, is refused: in %j',
  async (name) => {
    const { email } = await makeUser(house());
    const claim = { grant_type: 'password', client_secret: 'sk_test_wrong', email, password };
    expect(await post({ ...claim, [name]: 'a\0b' })).toMatchObject({
      status: 400,
      body: { message: expect.any(String) },
    });
  },
);

test('a name of what every object has is a name like any other', async () => {
  for (const name of ['__proto__', 'constructor', 'toString']) {
    expect(await post({ grant_type: name })).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(await post({ grant_type: 'refresh_token', refresh_token: 'x', [name]: 'x' })).toMatchObject({ status: 422 });
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
});
