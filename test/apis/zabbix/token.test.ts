// API tokens: made, given a secret, used, changed, and gone.
import { beforeAll, describe, expect, test } from 'vitest';
import { engines, usePlace } from './harness.ts';

describe.each(engines)('on %s', (engine) => {
  const place = usePlace({ engine });
  const password = 'Mizzenmast-47';
  const noPermissions = 'No permissions to referred object or it does not exist!';
  const people = { user: '', other: '', userSession: '', group: '' };

  async function makeUser(more: object = {}): Promise<{ userid: string; username: string }> {
    const username = place.fresh('bearer');
    const user = { username, passwd: password, roleid: '1', usrgrps: [{ usrgrpid: people.group }], ...more };
    const { userids } = await place.ask('user.create', user);
    return { userid: userids[0], username };
  }

  async function makeToken(more: object = {}, auth = place.admin()): Promise<string> {
    const { tokenids } = await place.ask('token.create', { name: place.fresh('token'), ...more }, auth);
    return tokenids[0];
  }

  async function secretOf(tokenid: string, auth = place.admin()): Promise<string> {
    const [made] = await place.ask('token.generate', [tokenid], auth);
    expect(made.tokenid).toBe(tokenid);
    return made.token;
  }

  const seen = async (tokenid: string) => (await place.ask('token.get', { tokenids: tokenid }))[0];

  beforeAll(async () => {
    people.group = (await place.ask('usergroup.create', { name: 'Bearers' })).usrgrpids[0];
    const user = await makeUser();
    people.user = user.userid;
    people.other = (await makeUser()).userid;
    people.userSession = await place.login(user.username, password);
  });

  test('is shown whole, without a secret', async () => {
    const tokenid = await makeToken({
      name: 'whole',
      description: 'd',
      userid: people.user,
      status: 1,
      expires_at: -1,
    });
    expect(await seen(tokenid)).toEqual({
      tokenid,
      name: 'whole',
      description: 'd',
      userid: people.user,
      lastaccess: '0',
      status: '1',
      expires_at: '-1',
      created_at: expect.stringMatching(/^\d{10}$/),
      creator_userid: '1',
    });
    expect((await seen(await makeToken())).expires_at).toBe('0');
  });

  describe('a secret', () => {
    test('opens the API as Bearer and as auth, and notes its use', async () => {
      const tokenid = await makeToken({ userid: people.user });
      const secret = await secretOf(tokenid);
      expect(secret).toMatch(/^[0-9a-f]{64}$/);
      const params = { output: ['userid'], editable: true };
      expect(await place.ask('user.get', params, secret)).toEqual([{ userid: people.user }]);
      const body = { jsonrpc: '2.0', method: 'user.get', params, auth: secret, id: 1 };
      expect((await place.post(body)).json().result).toEqual([{ userid: people.user }]);
      expect(Number((await seen(tokenid)).lastaccess)).toBeGreaterThan(1e9);
      expect(JSON.stringify(await place.ask('token.get', {}))).not.toContain(secret);
      expect(await place.ask('token.get', { token: secret, output: ['tokenid'] })).toEqual([{ tokenid }]);
      expect(await place.ask('token.get', { token: 'x' })).toEqual([]);
    });

    test('is void once there is another', async () => {
      const tokenid = await makeToken({ userid: people.user });
      const [first, second] = [await secretOf(tokenid), await secretOf(tokenid, people.userSession)];
      await place.refuse('user.get', {}, -32602, 'Not authorized.', first);
      await place.ask('user.get', {}, second);
      expect((await seen(tokenid)).creator_userid).toBe(people.user);
    });

    test('is refused when disabled, expired or deleted', async () => {
      const tokenid = await makeToken({ userid: people.user });
      const secret = await secretOf(tokenid);
      await place.ask('token.update', { tokenid, status: 1 });
      await place.refuse('user.get', {}, -32602, 'Not authorized.', secret);
      await place.ask('token.update', { tokenid, status: 0, expires_at: 1000 });
      await place.refuse('user.get', {}, -32500, 'API token expired.', secret);
      await place.ask('token.update', { tokenid, expires_at: 0 });
      await place.ask('user.get', {}, secret);
      await place.ask('token.delete', [tokenid]);
      await place.refuse('user.get', {}, -32602, 'Not authorized.', secret);
    });

    test('is refused of somebody in a disabled group, and goes with its user', async () => {
      const { userid } = await makeUser();
      const tokenid = await makeToken({ userid });
      const secret = await secretOf(tokenid);
      const usrgrps = [{ usrgrpid: people.group }];
      await place.ask('user.update', { userid, usrgrps: [...usrgrps, { usrgrpid: '9' }] });
      await place.refuse('user.get', {}, -32602, 'Not authorized.', secret);
      await place.ask('user.update', { userid, usrgrps });
      await place.ask('user.get', {}, secret);
      await place.ask('user.delete', [userid]);
      await place.refuse('user.get', {}, -32602, 'Not authorized.', secret);
      expect(await seen(tokenid)).toBeUndefined();
    });

    test('of a creator who is gone has the creator 0', async () => {
      const { userid, username } = await makeUser({ roleid: '3' });
      const tokenid = await makeToken({ userid: people.user }, await place.login(username, password));
      expect((await seen(tokenid)).creator_userid).toBe(userid);
      await place.ask('user.delete', [userid]);
      expect((await seen(tokenid)).creator_userid).toBe('0');
    });
  });

  describe('what is refused', () => {
    const refuse = async (method: string, params: object, code: number, data: string, auth = place.admin()) => {
      const before = await place.ask('token.get', {});
      await place.refuse(method, params, code, data, auth);
      expect(await place.ask('token.get', {})).toEqual(before);
    };

    test.each([
      [[], 'Invalid parameter "/": cannot be empty.'],
      [{ foo: 1 }, 'Invalid parameter "/1": unexpected parameter "foo".'],
      [{ description: 'x' }, 'Invalid parameter "/1": the parameter "name" is missing.'],
      [{ name: '' }, 'Invalid parameter "/1/name": cannot be empty.'],
      [{ name: 'x'.repeat(65) }, 'Invalid parameter "/1/name": value is too long.'],
      [{ name: 'x', status: 2 }, 'Invalid parameter "/1/status": value must be one of 0, 1.'],
      [{ name: 'x', expires_at: 'x' }, 'Invalid parameter "/1/expires_at": an integer is expected.'],
      [{ name: 'x', lastaccess: 1 }, 'Invalid parameter "/1": unexpected parameter "lastaccess".'],
      [{ name: 'x', userid: '999' }, 'User with ID "999" is not available.'],
      [
        [{ name: 'x' }, { name: 'x', userid: 1 }],
        'Invalid parameter "/2": value (userid, name)=(1, x) already exists.',
      ],
    ])('create %j', async (params, data) => refuse('token.create', params, -32602, data));

    test('a name that the same user has; another may have it', async () => {
      const name = place.fresh('twice');
      const tokenid = await makeToken({ name });
      await refuse('token.create', { name }, -32602, `API token "${name}" already exists for userid "1".`);
      await makeToken({ name, userid: people.user });
      const other = await makeToken();
      await refuse(
        'token.update',
        { tokenid: other, name },
        -32602,
        `API token "${name}" already exists for userid "1".`,
      );
      await place.ask('token.update', { tokenid, name });
      await refuse(
        'token.update',
        [
          { tokenid, name: 'same' },
          { tokenid: other, name: 'same' },
        ],
        -32602,
        'Invalid parameter "/2": value (userid, name)=(1, same) already exists.',
      );
    });

    test('update of the user, twice the same, and ids of nothing', async () => {
      const tokenid = await makeToken();
      const unexpected = 'Invalid parameter "/1": unexpected parameter "userid".';
      await refuse('token.update', { tokenid, userid: people.user }, -32602, unexpected);
      const twice = `Invalid parameter "/2": value (tokenid)=(${tokenid}) already exists.`;
      await refuse('token.update', [{ tokenid }, { tokenid }], -32602, twice);
      const again = `Invalid parameter "/2": value (${tokenid}) already exists.`;
      await refuse('token.delete', [tokenid, tokenid], -32602, again);
      for (const method of ['token.delete', 'token.generate'])
        await refuse(method, [tokenid, '999'], -32500, noPermissions);
      await refuse('token.update', [{ tokenid, name: 'half' }, { tokenid: '999' }], -32500, noPermissions);
      await refuse('token.delete', [], -32602, 'Invalid parameter "/": cannot be empty.');
    });

    test('whatever is not one’s own, of everybody but super administrators', async () => {
      const foreign = await makeToken({ userid: people.other });
      const auth = people.userSession;
      const own = await makeToken({}, auth);
      expect(await place.ask('token.get', { tokenids: [foreign, own], output: ['tokenid'] }, auth)).toEqual([
        { tokenid: own },
      ]);
      await refuse('token.update', { tokenid: foreign, name: 'mine' }, -32500, noPermissions, auth);
      for (const method of ['token.delete', 'token.generate'])
        await refuse(method, [foreign], -32500, noPermissions, auth);
      const unavailable = `User with ID "${people.other}" is not available.`;
      await refuse('token.create', { name: 'x', userid: people.other }, -32602, unavailable, auth);
      await place.ask('token.update', { tokenid: own, name: place.fresh('renamed') }, auth);
      await place.ask('token.delete', [own], auth);
    });

    test('everything, where a role has no say over tokens', async () => {
      const rules = { actions: [{ name: 'manage_api_tokens', status: 0 }] };
      const { roleids } = await place.ask('role.create', { name: 'tokenless', type: 1, rules });
      const { username } = await makeUser({ roleid: roleids[0] });
      const auth = await place.login(username, password);
      for (const method of ['token.get', 'token.create', 'token.generate']) {
        await place.refuse(method, [], -32500, `No permissions to call "${method}".`, auth);
      }
    });
  });

  test('get is told by what was asked for, and refuses what it does not know', async () => {
    const early = await makeToken({ userid: people.other, name: 'early', expires_at: 1000 });
    const late = await makeToken({ userid: people.other, name: 'late', expires_at: 3000 });
    const never = await makeToken({ userid: people.other, name: 'never' });
    const asked = async (params: object) => {
      const found = await place.ask('token.get', { tokenids: [early, late, never], output: ['tokenid'], ...params });
      return found.map(({ tokenid }: { tokenid: string }) => tokenid);
    };
    expect(await asked({ valid_at: 1000 })).toEqual([late, never]);
    expect(await asked({ expired_at: 1000 })).toEqual([early]);
    expect(await asked({ expired_at: 2999 })).toEqual([early]);
    expect(await asked({ userids: people.other, sortfield: 'name', sortorder: 'DESC' })).toEqual([never, late, early]);
    expect(await asked({ userids: '1' })).toEqual([]);
    expect(await asked({ filter: { expires_at: [1000, 3000] } })).toEqual([early, late]);
    expect(await asked({ search: { name: 'LAT' } })).toEqual([late]);
    expect(await place.ask('token.get', { userids: people.other, search: { name: 'e' }, countOutput: true })).toMatch(
      /^\d+$/,
    );
    const refuse = (params: object, data: string) => place.refuse('token.get', params, -32602, data);
    await refuse({ editable: true }, 'Invalid parameter "/": unexpected parameter "editable".');
    await refuse({ filter: { token: 'x' } }, 'Invalid parameter "/filter": unexpected parameter "token".');
    await refuse({ valid_at: 'x' }, 'Invalid parameter "/valid_at": an integer is expected.');
    await refuse(
      { sortfield: 'userid' },
      'Invalid parameter "/sortfield/1": value must be one of "tokenid", "name", "lastaccess", "status", "expires_at", "created_at".',
    );
  });
});
