// user.update, as the page on it tells, and its order of checks.
import { describe, expect, test } from 'vitest';
import { usePlace } from './harness.ts';

const place = usePlace();
const password = 'Mizzenmast-77';

/** Somebody who was made through this API. */
async function made(more: object = {}): Promise<{ userid: string; username: string }> {
  const username = place.fresh('sailor');
  const user = { username, passwd: password, roleid: '1', usrgrps: [{ usrgrpid: '8' }], ...more };
  const { userids } = await place.ask('user.create', user);
  return { userid: userids[0], username };
}

describe('the examples of the page', () => {
  test('renaming a user', async () => {
    const body = {
      jsonrpc: '2.0',
      method: 'user.update',
      params: { userid: '1', name: 'John', surname: 'Doe' },
      id: 1,
    };
    const response = await place.post(body, { authorization: `Bearer ${place.admin()}` });
    expect(response.body).toBe('{"jsonrpc":"2.0","result":{"userids":["1"]},"id":1}');
  });

  test('changing a role', async () => {
    const { userid } = await made();
    const body = { jsonrpc: '2.0', method: 'user.update', params: { userid, roleid: '2' }, id: 1 };
    const response = await place.post(body, { authorization: `Bearer ${place.admin()}` });
    expect(response.body).toBe(`{"jsonrpc":"2.0","result":{"userids":["${userid}"]},"id":1}`);
    const { body: user } = await place.rest('GET', `/api/users/serial:${userid}`);
    expect(user.role).toBe('admin');
  });
});
