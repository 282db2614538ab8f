// Zabbix' contract, the envelope: what is answered to each body, to the letter, and what goes round it.
import { describe, expect, test } from 'vitest';
import { bodyRows } from './zabbix-rows-envelope.ts';
import { lastChange, useScene } from './zabbix-scene.ts';

const { on } = useScene();

const version = { jsonrpc: '2.0', method: 'apiinfo.version', params: [] };
const told = (id: unknown) => ({ jsonrpc: '2.0', result: '7.0.22', id });
const messages: Readonly<Record<number, string>> = {
  [-32700]: 'Parse error',
  [-32600]: 'Invalid request.',
  [-32602]: 'Invalid params.',
};

describe('bodies that are refused', () => {
  test.each(bodyRows)('%s %s → %i %s, id %j', async (_, body, code, data, id) => {
    const before = await lastChange(on());
    const answer = await on().place.post(body);
    const error = { code, message: messages[code], data };
    expect(answer.body).toBe(JSON.stringify({ jsonrpc: '2.0', error, id }));
    expect(answer.statusCode).toBe(200);
    expect(await lastChange(on())).toBe(before);
  });

  test('1.5-1 bytes that are no UTF-8 are no JSON', async () => {
    const payload = Buffer.from([...Buffer.from('{"jsonrpc":"'), 0xff, ...Buffer.from('"}')]);
    const headers = { 'content-type': 'application/json' };
    const answer = await on().place.app.server.inject({ method: 'POST', url: '/api_jsonrpc.php', headers, payload });
    expect(answer.json().error.code).toBe(-32700);
  });
});

describe('ids', () => {
  test.each([['a'], [1], [1.5], [null], [''], [-3]])('%j comes back', async (id) => {
    expect((await on().place.post({ ...version, id })).json()).toEqual(told(id));
  });

  test('without one nothing is answered, but done', async () => {
    const { place } = on();
    const wish = { name: 'told by nobody' };
    const call = { jsonrpc: '2.0', method: 'usergroup.create', params: wish, auth: place.admin() };
    const answer = await place.post(call);
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
    expect(await place.ask('usergroup.get', { filter: wish, countOutput: true })).toBe('1');
    expect((await place.post({ ...call, params: {} })).body, 'not even a refusal').toBe('');
  });
});

describe('batches', () => {
  test('are answered in order, notifications left out, each call for itself', async () => {
    const { place } = on();
    const bad = { jsonrpc: '2.0', method: 'user.get', params: [], id: 'bad' };
    const answer = await place.post([{ ...version, id: 1 }, version, bad, 5, { ...version, id: 2 }]);
    const refused = { code: -32602, message: 'Invalid params.', data: 'Not authorized.' };
    const broken = { code: -32600, message: 'Invalid request.', data: 'Invalid parameter "/": an array is expected.' };
    expect(answer.json()).toEqual([
      told(1),
      { jsonrpc: '2.0', error: refused, id: 'bad' },
      { jsonrpc: '2.0', error: broken, id: null },
      told(2),
    ]);
    expect((await place.post([{ ...version, id: 1 }])).json()).toEqual([told(1)]);
    expect((await place.post([version, version])).body).toBe('');
  });
});

describe('around it', () => {
  const sharing = {
    'access-control-allow-origin': '*',
    'access-control-allow-headers': 'Content-Type,Authorization',
    'access-control-allow-methods': 'POST,OPTIONS',
    'access-control-max-age': '1000',
  };
  const send = (method: 'POST' | 'PUT' | 'GET' | 'OPTIONS', type: string | null, url = '/api_jsonrpc.php') =>
    on().place.app.server.inject({
      ...{ method, url, headers: type === null ? {} : { 'content-type': type } },
      ...(method !== 'GET' && method !== 'OPTIONS' && { payload: JSON.stringify({ ...version, id: 1 }) }),
    });

  test.each(['application/json-rpc', 'application/json', 'application/jsonrequest', 'application/json;charset=x'])(
    '%s is spoken',
    async (type) => {
      for (const url of ['/api_jsonrpc.php', '/zabbix/api_jsonrpc.php']) {
        const answer = await send('POST', type, url);
        expect(answer.headers).toMatchObject({
          ...sharing,
          'content-type': expect.stringMatching(/^application\/json/),
        });
        expect(answer.json()).toEqual(told(1));
      }
    },
  );

  test.each([['text/plain'], ['application/x-www-form-urlencoded'], [null]])('%s is not', async (type) => {
    const answer = await send('POST', type);
    expect([answer.statusCode, answer.body]).toEqual([412, '']);
    expect(answer.headers).toMatchObject(sharing);
  });

  test('other verbs are not looked at', async () => {
    expect((await send('PUT', 'application/json')).json()).toEqual(told(1));
    expect((await send('GET', 'application/json')).json().error.code).toBe(-32700);
    const options = await send('OPTIONS', null);
    expect([options.statusCode, options.body]).toEqual([200, '']);
    expect(options.headers).toMatchObject(sharing);
  });

  test('a name may be spelt in any case, and longer', async () => {
    for (const method of ['APIINFO.Version', 'apiinfo.version.x']) {
      expect((await on().place.post({ ...version, method, id: 1 })).json()).toEqual(told(1));
    }
  });
});

describe('credentials', () => {
  const whoami = { jsonrpc: '2.0', method: 'user.get', params: { countOutput: true }, id: 1 };
  const result = async (body: object, headers: Record<string, string> = {}) => {
    const { result: count, error } = (await on().place.post(body, headers)).json();
    return count === undefined ? error.data : 'served';
  };

  test('the member auth serves sessions and tokens; the header comes before it', async () => {
    const { place, shows } = on();
    const [session, token] = [place.admin(), shows.get("the captain's token") ?? ''];
    expect(await result({ ...whoami, auth: session })).toBe('served');
    expect(await result({ ...whoami, auth: token })).toBe('served');
    expect(await result({ ...whoami, auth: 'f'.repeat(32) }, { authorization: `Bearer ${token}` })).toBe('served');
    expect(await result({ ...whoami, auth: token }, { authorization: 'Bearer x' })).toBe(
      'Session terminated, re-login, please.',
    );
    for (const authorization of [`bearer ${session}`, `Basic ${session}`, 'Bearer ', session]) {
      expect(await result(whoami, { authorization })).toBe('Not authorized.');
    }
    expect(await result({ ...whoami, auth: null })).toBe('Not authorized.');
  });

  test('1.5-13 none may be where none is needed', async () => {
    const { place } = on();
    const name = 'user.login';
    expect(await result({ ...whoami, method: name, params: [], auth: place.admin() })).toBe(
      'The "user.login" method must be called without the "auth" parameter.',
    );
    expect(await result({ ...version, id: 1 }, { cookie: `zbx_session=${place.admin()}` })).toBe('served');
  });
});
