// What each function of the Lua module sends, and what it does not even send, everywhere the module works.
import { describe, expect, test } from 'vitest';
import { useGames } from './recorded-games.ts';
import { type RecordedCall, serverKey } from './recorder.ts';
import { type Surroundings, surroundings } from './run-lua.ts';

const apple = '1f3870be274f6c49b3e31a0c6728957f';
const scope = 'Weltraum – 宇宙';
const { recorder, keys, ...games } = useGames();

const lines = (place: Surroundings, code: string): Promise<string[]> => games.lines(place, code, { scope });

const sent = (): [action: string, body: unknown][] =>
  recorder.calls.map(({ action, body }) => [action, JSON.parse(body)]);

describe.each(surroundings)('on $name', (place) => {
  test('each function sends its own action and parameters', async () => {
    recorder.play();
    await lines(
      place,
      `
users.create({ username = "Ann", password = "apple", email = "ann@example.com", group = "red",
  extra = { a = 1, b = true, c = "ü\\n\\"" }, confirmation = { from_email = "game@example.com", subject = "Hi" } }, show)
users.login({ username = "Ann", password = "apple" }, show)
users.login({ username = "", email = "ann@example.com", password = "apple" }, show)
users.login({ client_id = "c", provider = users.GOOGLE }, show)
users.get({ user_id = "u" }, show)
users.update({ user_id = "u", update = { username = "Bea", password = "apple", active = false,
  extra = { gone = users.NULL } } }, show)
users.delete({ user_id = "u" }, show)
users.resendConfirmation({ user_id = "u" }, show)
users.addAuthProvider({ user_id = "u", provider = core.FACEBOOK,
  auth = { client_id = "c", access_token = "t", access_token_expiry = 1700000000 } }, show)
users.getAuthProvider({ user_id = "u", provider = core.FACEBOOK }, show)
users.updateAuthProvider({ user_id = "u", provider = core.FACEBOOK, update = { access_token = "t2" } }, show)
users.removeAuthProvider({ user_id = "u", provider = core.OPENUDID }, show)
users.accessTokenExpired({ user_id = "u", provider = core.FACEBOOK }, show)
users.updateTokenExpiry({ user_id = "u", provider = core.FACEBOOK, expiry = 1700000000, token = "t3" }, show)`,
    );
    const account = { user_id: 'u', provider: 'facebook' };
    expect(sent()).toEqual([
      [
        'create',
        {
          username: 'Ann',
          password: apple,
          email: 'ann@example.com',
          group: 'red',
          extra: { a: 1, b: true, c: 'ü\n"' },
          confirmation: { from_email: 'game@example.com', subject: 'Hi' },
          scope,
        },
      ],
      ['login', { username: 'Ann', password: apple, scope }],
      ['login', { email: 'ann@example.com', password: apple, scope }],
      ['login', { client_id: 'c', provider: 'google', scope }],
      ['get', { user_id: 'u' }],
      [
        'update',
        { user_id: 'u', update: { username: 'Bea', password: apple, active: false, extra: { gone: '_NULL' } } },
      ],
      ['delete', { user_id: 'u' }],
      ['resendConfirmation', { user_id: 'u' }],
      [
        'addAuthProvider',
        { ...account, auth: { client_id: 'c', access_token: 't', access_token_expiry: 1_700_000_000 } },
      ],
      ['getAuthProvider', account],
      ['updateAuthProvider', { ...account, update: { access_token: 't2' } }],
      ['removeAuthProvider', { user_id: 'u', provider: 'openudid' }],
      ['accessTokenExpired', account],
      ['updateTokenExpiry', { ...account, expiry: 1_700_000_000, token: 't3' }],
    ]);
    expect(recorder.faults).toEqual([]);
    expect(recorder.calls.every((call) => call.scope === scope)).toBe(true);
    // What writes has a key of its own; what reads has none.
    const reading = ['login', 'get', 'getAuthProvider', 'accessTokenExpired'];
    for (const { action, idempotencyKey } of recorder.calls) {
      expect([action, idempotencyKey === '']).toEqual([action, reading.includes(action)]);
    }
    const own = keys().filter((key) => key !== '');
    expect(new Set(own).size).toBe(own.length);
  });

  test('numbers, empty tables and results of create go over the wire as meant', async () => {
    recorder.play({ json: { result: { user_id: 'u-1', confirmation: 'pending' } } });
    await lines(
      place,
      `
users.create({ username = "Ann", password = "apple", extra = {} }, function(evt)
  users.update({ user_id = evt.result, update = { extra = { friend = evt.result, whole = 2 ^ 40, least = -3,
    much = 1234567890123456, half = 0.1, third = 1 / 3, [5] = "five" } } }, show)
  users.addAuthProvider({ user_id = evt.result, provider = "x", client_id = "c", access_token = "t" }, show)
end)`,
    );
    expect(sent().slice(1)).toEqual([
      [
        'update',
        {
          user_id: 'u-1',
          update: {
            extra: {
              friend: 'u-1',
              whole: 2 ** 40,
              least: -3,
              much: 1_234_567_890_123_456,
              half: 0.1,
              third: 1 / 3,
              '5': 'five',
            },
          },
        },
      ],
      ['addAuthProvider', { user_id: 'u-1', provider: 'x', auth: { client_id: 'c', access_token: 't' } }],
    ]);
    expect(recorder.calls[0]?.body).toContain('"extra":{}');
    expect(recorder.calls[1]?.body).toContain('"whole":1099511627776}');
    expect(recorder.faults).toEqual([]);
  });

  test("a caller's tables stay as they are and may change after the call", async () => {
    recorder.play();
    const printed = await lines(
      place,
      `
local params = { username = "Ann", password = "apple" }
users.create(params, show)
users.login(params, show)
local change = { user_id = "u", update = { password = "apple", extra = { a = 1 } } }
users.update(change, show)
print(params.password, params.scope, change.update.password, change.user_id)
change.update.password, change.update.extra.a, params.password = "pear", 2, "pear"`,
    );
    expect(printed[0]).toBe('apple\tnil\tapple\tu');
    expect(sent().map(([, body]) => body)).toEqual([
      { username: 'Ann', password: apple, scope },
      { username: 'Ann', password: apple, scope },
      { user_id: 'u', update: { password: apple, extra: { a: 1 } } },
    ]);
  });

  test('what cannot be right is refused here, once, and never sent', async () => {
    recorder.play();
    const printed = await lines(
      place,
      `
users.create({ password = "x" }, show)
users.create({ username = "Ann" }, show)
users.create({ username = "Ann", password = "" }, show)
users.login({ password = "x" }, show)
users.login({ username = "Ann" }, show)
users.login({ client_id = "c" }, show)
users.create({ username = "Ann", password = "x", extra = { a = {} } }, show)
users.update({ user_id = "u", update = { extra = { a = { b = 1 } } } }, show)
users.update({ user_id = "u", update = { extra = { a = 0 / 0 } } }, show)
users.update({ user_id = "u", update = { password = users.NULL } }, show)
users.update({ user_id = "u" }, show)
users.update({ user_id = "u", update = "x" }, show)
users.get({}, show)
users.delete({ user_id = "" }, show)
users.addAuthProvider({ provider = "x", client_id = "c" }, show)
users.addAuthProvider({ user_id = "u", provider = "x", auth = {} }, show)
users.updateTokenExpiry({ user_id = "u", provider = "x" }, show)
users.get(nil, show)
users.get({ user_id = "u", what = print }, show)
local endless = {}
endless[1] = endless
users.get({ user_id = "u", what = endless }, show)`,
    );
    const storable = 'must be a string, a number or a boolean';
    expect(printed).toEqual(
      [
        [804, 'Username value is missing'],
        [804, 'Password value is missing'],
        [804, 'Password value is missing'],
        [804, 'Username or Email value is missing'],
        [804, 'Password value is missing'],
        [804, 'provider value is missing'],
        [801, `extra.a ${storable}`],
        [801, `extra.a ${storable}`],
        [801, `extra.a ${storable}`],
        [801, 'Password value must be a string'],
        [804, 'update value is missing'],
        [801, 'update value must be a table'],
        [804, 'user_id value is missing'],
        [804, 'user_id value is missing'],
        [804, 'user_id value is missing'],
        [804, 'client_id value is missing'],
        [804, 'expiry value is missing'],
        [804, 'The parameters must be a table'],
        [831, 'The parameters cannot be sent: there is a function.'],
        [831, 'The parameters cannot be sent: it is nested too deeply.'],
      ].map(([status, text]) => `${status}\t${text}\tnil`),
    );
    expect(recorder.calls).toEqual([]);
  });

  test('the session of a login goes with later calls and never shows', async () => {
    recorder.play(
      { json: { result: true } },
      { json: { result: { user_id: 'a' }, session: 'session-a' } },
      { json: { result: true } },
      { json: { result: { error: 'Wrong password.', status: 603 } } },
      { json: { result: true } },
      { json: { result: { user_id: 'b' }, session: 'session-b' } },
      { json: { result: true } },
      { json: { result: { user_id: 'c' } } },
    );
    const printed = await lines(
      place,
      `
local function login(name, follow)
  users.login({ username = name, password = "x" }, function(evt)
    if not evt.error then
      local names = {}
      for name in pairs(evt) do names[#names + 1] = name end
      table.sort(names)
      print(table.concat(names, " "), evt.result.session)
    end
    users.get({ user_id = "u" }, follow)
  end)
end
users.get({ user_id = "u" }, function()
  login("a", function()
    login("a", function()
      login("b", function()
        login("c", function() end)
      end)
    end)
  end)
end)`,
    );
    expect(printed).toEqual(Array(3).fill('result tt\tnil'));
    expect(recorder.calls.map(({ action, session }: RecordedCall) => `${action} ${session}`)).toEqual([
      'get ',
      'login ',
      'get session-a',
      'login ',
      'get session-a',
      'login ',
      'get session-b',
      'login ',
      'get ',
    ]);
    expect(recorder.faults).toEqual([]);
  });

  test('a scope may be missing, a session that no header can carry is not kept', async () => {
    recorder.play({ json: { result: true, session: 'a\r\nX-Evil: 1' } });
    await lines(
      place,
      `core.init({ server_key = "${serverKey}", server = "${recorder.url}/", project = "game" })
users.login({ username = "Ann", password = "x" }, function() users.get({ user_id = "u" }, show) end)`,
    );
    expect(recorder.calls.map(({ headers }) => headers['x-scope'])).toEqual([undefined, undefined]);
    expect(recorder.calls[1]?.headers).not.toHaveProperty('x-session-token');
    expect(recorder.calls[0]?.body).toBe(`{"password":"9dd4e461268c8034f5c8564e155c67a6","username":"Ann"}`);
    expect(recorder.faults).toEqual([]);
  });
});
