// Coronium's contract: what the official plugin 2.6.5 sends, by the names of both versions of the protocol, and what it is answered, to the byte.
import { describe, expect, test } from 'vitest';
import { md5 } from '../apis/coronium/game.ts';
import { pluginHeaders, post, useWire } from './coronium-wire.ts';

const at = 1_800_000_000;
const wire = useWire({ clock: () => at * 1000 });
const untold = useWire({}, false);

/** The names of an action in version 1 and in version 2. */
const names: Readonly<Record<string, readonly [string, string]>> = {
  create: ['createUser', 'create'],
  login: ['loginUser', 'login'],
  get: ['getUsers', 'get'],
  update: ['updateUser', 'update'],
  delete: ['deleteUser', 'delete'],
};

const [abcd, other] = [md5('abcd'), md5('1234')];
const times = `"created":${at},"updated":${at}`;
const account = '"client_id":"fb-1","access_token":"1234abcd","access_token_expiry":1516647155';

/** A conversation about one player: `U` stands for the id, `N` for the name. What the plugin sends, and what it is answered. */
const conversation: readonly (readonly [action: string, body: string, answer: string])[] = [
  [
    'create',
    `{"username":"N","scope":"Space Race","extra":{"a":1,"b":true},"password":"${abcd}"}`,
    '{"result":{"user_id":"U"}}',
  ],
  [
    'create',
    `{"username":"N","scope":"Space Race","password":"${abcd}"}`,
    '{"result":{"error":"A user with this username exists already.","status":600}}',
  ],
  [
    'get',
    '{"user_id":"U"}',
    `{"result":{"user_id":"U","username":"N","extra":{"a":1,"b":true},"active":true,"validated":true,"scope":"Space Race",${times}}}`,
  ],
  [
    'login',
    `{"username":"N","scope":"Space Race","password":"${abcd}"}`,
    `{"result":{"user_id":"U","username":"N","extra":{"a":1,"b":true},"active":true,"validated":true,"scope":"Space Race",${times}}}`,
  ],
  [
    'login',
    `{"username":"N","scope":"Space Race","password":"${other}"}`,
    '{"result":{"error":"The password is wrong.","status":603}}',
  ],
  [
    'update',
    `{"update":{"email":"N@example.com","group":"crew","extra":{"a":"_NULL","w":"Blue"}},"user_id":"U"}`,
    `{"result":{"user_id":"U","username":"N","email":"N@example.com","group":"crew","extra":{"b":true,"w":"Blue"},"active":true,"validated":true,"scope":"Space Race",${times},"last_login":${at}}}`,
  ],
  [
    'login',
    `{"email":"N@example.com","scope":"Space Race","password":"${abcd}"}`,
    `{"result":{"user_id":"U","username":"N","email":"N@example.com","group":"crew","extra":{"b":true,"w":"Blue"},"active":true,"validated":true,"scope":"Space Race",${times},"last_login":${at}}}`,
  ],
  [
    'update',
    `{"update":{"password":"${other}","extra":{"w":"_NULL"},"active":false},"user_id":"U"}`,
    `{"result":{"user_id":"U","username":"N","email":"N@example.com","group":"crew","extra":{"b":true},"active":false,"validated":false,"scope":"Space Race",${times},"last_login":${at}}}`,
  ],
  [
    'update',
    '{"update":{"extra":[],"active":true},"user_id":"U"}',
    `{"result":{"user_id":"U","username":"N","email":"N@example.com","group":"crew","extra":{"b":true},"active":true,"validated":true,"scope":"Space Race",${times},"last_login":${at}}}`,
  ],
  ['resendConfirmation', '{"user_id":"U"}', '{"result":{"error":"The user is not pending.","status":614}}'],
  [
    'addAuthProvider',
    `{"user_id":"U","provider":"facebook","auth":{${account}}}`,
    `{"result":{${account},"access_token_expired":true,"provider":"facebook"}}`,
  ],
  [
    'login',
    '{"scope":"Space Race","provider":"facebook","client_id":"fb-1"}',
    `{"result":{"user_id":"U","username":"N","email":"N@example.com","group":"crew","extra":{"b":true},"active":true,"validated":true,"scope":"Space Race","oauth":{${account},"access_token_expired":true,"provider":"facebook"},${times},"last_login":${at}}}`,
  ],
  [
    'getAuthProvider',
    '{"user_id":"U","provider":"facebook"}',
    `{"result":{${account},"access_token_expired":true,"provider":"facebook"}}`,
  ],
  ['accessTokenExpired', '{"user_id":"U","provider":"facebook"}', '{"result":{"expired":true}}'],
  [
    'updateTokenExpiry',
    '{"user_id":"U","provider":"facebook","expiry":1900000000,"token":"5678"}',
    '{"result":{"client_id":"fb-1","access_token":"5678","access_token_expiry":1900000000,"access_token_expired":false,"provider":"facebook"}}',
  ],
  [
    'updateAuthProvider',
    '{"user_id":"U","provider":"facebook","update":{"client_id":"fb-2"}}',
    '{"result":{"client_id":"fb-2","access_token":"5678","access_token_expiry":1900000000,"access_token_expired":false,"provider":"facebook"}}',
  ],
  ['removeAuthProvider', '{"user_id":"U","provider":"facebook"}', '{"result":{"user_id":"U"}}'],
  ['delete', '{"user_id":"U"}', '{"result":1}'],
  ['delete', '{"user_id":"U"}', '{"result":0}'],
  ['get', '{"user_id":"U"}', '{"result":{"error":"The user was not found.","status":604}}'],
];

const uuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/;

describe.each([
  ['1', 'url'],
  ['2', 'url'],
  ['1', 'second'],
  ['2', 'second'],
] as const)('version %s, at its %s', (version, port) => {
  test('all actions, one after the other', async () => {
    const name = `Player ${version} at ${port}`.replaceAll(' ', '-');
    let id = '';
    for (const [action, body, answer] of conversation) {
      const put = (text: string) => text.replaceAll('"U"', `"${id}"`).replaceAll(/"N(?=["@])/g, `"${name}`);
      const spelled = names[action]?.[version === '1' ? 0 : 1] ?? action;
      const { status, headers, text } = await post(wire()[port], pluginHeaders(spelled), put(body));
      if (id === '') id = uuid.exec(text)?.[0] ?? '';
      expect([status, text], `${spelled} ${put(body)}`).toEqual([200, put(answer)]);
      expect(headers['content-type']).toBe('application/json');
      expect(headers['content-length']).toBe(String(Buffer.byteLength(text)));
    }
  });
});

describe('the proof', () => {
  test('is what openssl makes of the same', () => {
    const proofs = ['createUser', 'create', 'getUsers'].map((action) => pluginHeaders(action)['X-Request-Auth']);
    expect(proofs).toEqual([
      '40qOiiFRjUj8vNVXC60C3NOVIjo=',
      '+WHDnoG0jcb9ChkgxpU45m2pKWg=',
      'Nzs1QM6/ZDaZu/Z8HDWMg5gEHeI=',
    ]);
  });

  const wish = '{"user_id":"01920000-0000-7000-8000-000000000000"}';
  const unknown = '{"result":{"error":"The user was not found.","status":604}}';
  const unproven = '{"result":{"error":"The request is not signed with a key of this server.","status":810}}';

  test('is of the letters in any case: the plugin makes them small', async () => {
    const key = 'C0FFEE00-7B1D-4C5E-9F00-5CA1AB1E0001';
    expect(await wire().plugin('get', wish, { key })).toBe(unknown);
    expect(await wire().plugin('GetUsers', wish)).toBe('{"result":{"error":"There is no GetUsers.","status":810}}');
  });

  test('is not of another text, key, action, project or time', async () => {
    for (const said of [
      { literal: `${'x'.repeat(62)}y` },
      { literal: '' },
      { key: '' },
      { key: 'c0ffee00-7b1d-4c5e-9f00-5ca1ab1e0002' },
    ])
      expect(await wire().plugin('get', wish, said), JSON.stringify(said)).toBe(unproven);
    for (const changed of [
      { 'X-Action': 'delete' },
      { 'X-Project-Id': 'api.data' },
      { 'X-Request-Time': '1516647156' },
      { 'X-Request-Auth': '' },
      { 'X-Request-Auth': `${pluginHeaders('get')['X-Request-Auth']}=` },
      { 'X-Request-Auth': pluginHeaders('get')['X-Request-Auth']?.toLowerCase() ?? '' },
    ]) {
      const { status, text } = await post(wire().url, { ...pluginHeaders('get'), ...changed }, wish);
      expect([status, text], JSON.stringify(changed)).toEqual([200, unproven]);
    }
  });

  test.each(['now', '-1', '1e9', '0x5', '1516647155 GMT', '9'.repeat(13), '1.1234567', ''])(
    'is not of the time %j',
    async (time) => {
      const malformed = '{"result":{"error":"X-Request-Time must be in seconds since 1970.","status":801}}';
      const absent = '{"result":{"error":"X-Request-Time is missing.","status":804}}';
      expect(await wire().plugin('get', wish, { time })).toBe(time === '' ? absent : malformed);
    },
  );

  test('cannot be looked at by a server that was not told the text; our own client can do without', async () => {
    const answer = await untold().plugin('get', wish);
    expect(answer).toBe(
      '{"result":{"error":"This server was not told what the Coronium plugin signs with: see `muster coronium plugin-key`.","status":810}}',
    );
    expect(await untold().plugin('get', wish, { literal: '' })).toBe(answer);
    expect(await untold().ours('get', wish)).toBe(unknown);
  });
});
