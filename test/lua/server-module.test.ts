// The Lua module for servers against Muster: every function on every Lua.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Game, md5, openGame, secretKey } from '../apis/coronium/game.ts';
import { linesOf, needLua, type Surroundings, surroundings } from './run-lua.ts';

const plain = surroundings.filter(({ kind }) => kind !== 'solar2d');
let game: Game;
let url = '';

beforeAll(async () => {
  needLua();
  game = await openGame({ keys: { MUSTER_PORT: '0', MUSTER_HOST: '127.0.0.1' } });
  url = await game.app.listen();
}, 600_000);

afterAll(() => game?.app.close(100));

let count = 0;

/** Runs Lua after `core.init`, in a scope of its own; `show` prints values, tables with their keys in order. */
function lines(place: Surroundings, code: string, init = ''): Promise<string[]> {
  return linesOf(
    place,
    `local core = require("plugin.coronium-server")
local scope = "Fun Run – 宇宙 ${++count}"
core.init({ server = "${url}", key = "${secretKey}", scope = scope, ${init} })
local users = core.users
local function text(value)
  if type(value) ~= "table" then return tostring(value) end
  local parts = {}
  for key, each in pairs(value) do parts[#parts + 1] = tostring(key) .. "=" .. text(each) end
  table.sort(parts)
  return "{" .. table.concat(parts, " ") .. "}"
end
local function show(...)
  local parts = {}
  for index = 1, select("#", ...) do parts[index] = text((select(index, ...))) end
  print(table.concat(parts, " | "))
end
${code}`,
  );
}

describe.each(plain)('on $name', (place) => {
  test('users are made, found, changed and removed', async () => {
    const printed = await lines(
      place,
      `
local id = users.register("Donna", "mypass123", scope, {
  email = "me@home.com", group = "cadets", extra = { color = "Green", age = 36, winner = true }, login = true
})
local user = users.get(id)
print(user.username, user.email, user.group, user.extra.color, user.extra.age, user.active, user.user_id == id)
local after = users.update(user, { group = "", extra = { color = "Red", age = core.NULL, high_score = 12300 } })
show(after.group, after.extra)
print(users.login({ username = "Donna", password = "mypass123", scope = scope }).user_id == id)
print(users.login({ username = "Donna", scope = scope }).user_id == id)
print(users.login({ user_id = id }).user_id == id)
show(users.login({ username = "Donna", password = "wrong", scope = scope }))
show(users.register("Donna", nil, scope))
show(users.update(id, { nonsense = 1 }))
show(users.getAndMerge(id, {}).username, users.getAndMerge(id, { { db = "a" } }))
show(users.delete(id), users.delete(id))
show(users.get(id))`,
    );
    expect(printed).toEqual([
      'Donna\tme@home.com\tcadets\tGreen\t36\ttrue\ttrue',
      'nil | {color=Red high_score=12300 winner=true}',
      ...['true', 'true', 'true'],
      'nil | The password is wrong. | 603',
      'nil | A user with this username exists already. | 600',
      'nil | update_params.nonsense is not known here. | 801',
      'Donna | nil | This server keeps users alone: there are no databases to merge with. | 901',
      '1 | 0',
      'nil | The user was not found. | 604',
    ]);
  });

  test('groups and queries are lists, or one user where the limit is 1', async () => {
    const printed = await lines(
      place,
      `
for index = 1, 12 do users.register(("u%02d"):format(index), nil, scope, { group = "cadets" }) end
local function names(list, ...)
  if not list then return show(list, ...) end
  local found = {}
  for index, user in ipairs(list) do found[index] = user.username end
  print(#list, table.concat(found, " "))
end
names(users.getGroup(scope, "cadets"))
names(users.getGroup(scope, "cadets", 3))
names(users.getGroup(scope, "cadets", { 5, 10 }))
print(users.getGroup(scope, "cadets", 1).username)
show(users.getGroup(scope, "nobody"))
show(users.getGroup(scope, "nobody", 1))
names(users.getWithQuery(scope, { group = "cadets", active = true, orderby = { username = "DESC" }, limit = 2 }))
print(#users.getWithQuery(scope), #users.getWithQuery(nil, {}))
show(users.getWithQuery(scope, { country_code = "US" }))
show(users.getWithQuery("Somewhere else"))`,
    );
    expect(printed).toEqual([
      '12\tu01 u02 u03 u04 u05 u06 u07 u08 u09 u10 u11 u12',
      '3\tu01 u02 u03',
      '7\tu06 u07 u08 u09 u10 u11 u12',
      'u01',
      '{}',
      'nil | The user was not found. | 604',
      '2\tu12 u11',
      '12\t12',
      'nil | country_code is not kept here. | 810',
      '{}',
    ]);
  });

  test('accounts elsewhere are linked and unlinked', async () => {
    const printed = await lines(
      place,
      `
local id = users.register(nil, nil, scope)
show(users.accessTokenExpired(id, core.FACEBOOK))
show(users.addAuthProvider(id, core.FACEBOOK, { client_id = "fb-1", access_token = "t", access_token_expiry = 1516647155 }))
show(users.accessTokenExpired(id, core.FACEBOOK))
show(users.updateTokenExpiry(id, core.FACEBOOK, 4000000000, "t2"))
print(users.accessTokenExpired(id, core.FACEBOOK) == false)
show(users.updateAuthProvider(id, core.FACEBOOK, { client_id = "fb-2" }))
show(users.getAuthProvider(id, core.FACEBOOK))
show(users.getWithProvider(scope, core.FACEBOOK, "fb-2").oauth)
print(users.login({ provider = core.FACEBOOK, client_id = "fb-2", scope = scope }).user_id == id)
show(users.addAuthProvider(id, core.OPENUDID, { client_id = "device" }))
local all = users.getAuthProviders(id)
show(all.openudid, all.facebook.provider, all.facebook.client_id)
print(users.removeAuthProvider(id, core.OPENUDID) == id, users.removeAuthProviders(id) == id)
show(users.getAuthProviders(id))
show(users.getAuthProvider(id, core.GOOGLE))
show(users.getWithProvider(scope, core.FACEBOOK, "fb-2"))`,
    );
    const info = (client: string, token: string, expiry: number, expired: boolean): string =>
      `{access_token=${token} access_token_expired=${expired} access_token_expiry=${expiry} client_id=${client} provider=facebook}`;
    expect(printed).toEqual([
      'true',
      info('fb-1', 't', 1_516_647_155, true),
      'true',
      info('fb-1', 't2', 4_000_000_000, false),
      'true',
      ...Array(3).fill(info('fb-2', 't2', 4_000_000_000, false)),
      'true',
      '{access_token_expired=false client_id=device provider=openudid}',
      '{access_token_expired=false client_id=device} | nil | fb-2',
      'true\ttrue',
      '{}',
      ...Array(2).fill('nil | The provider is not linked. | 624'),
    ]);
  });

  test('the documented examples run as they stand', async () => {
    const printed = await lines(
      place,
      `
local api, input = {}, { udid = "the-device" }
function api.checkInDevice(input, scope)
  local udid = input.udid
  local user_id = nil
  local res, err = core.users.login({
    client_id = udid,
    provider = core.OPENUDID,
    scope = scope
  })
  if not res then
    user_id, err = core.users.register(nil, nil, scope, {
      meta = {
        device_id = udid,
        group = 'device',
        login = true --mark this as a login event also
      }
    })
    if not user_id then
      return core.error(err)
    end
    local oauth, err = core.users.addAuthProvider(user_id, core.OPENUDID, {
      client_id = udid
    })
    if not oauth then
      return core.error(err)
    end
    return "created"
  else
    return res
  end
end
print(api.checkInDevice(input, scope), api.checkInDevice(input, scope).group)
function api.createAndConfirm(input)
  local user_id, err, code = core.users.register("Wolly", nil, scope, {
    email = "wolly@home.com"
  })
  if not user_id then
    return core.error(err, code)
  end
  local res, err, code = core.users.sendConfirmationLink(user_id, {
    from_email = "yourapp@domain.com",
    subject = "Please confirm your registration.",
  })
  if not res then
    return core.error(err, code)
  end
  return res
end
show(api.createAndConfirm(input))
show(api.createAndConfirm(input))
local res, err = core.users.sendPasswordResetLink("wolly@home.com", scope,
  {
    from_email = "myapp@domain.com",
    subject = "Password Reset Request",     
  }
)
show(res, err)
show(select("#", users.sendPasswordResetLink("nobody@home.com", scope, { from_email = "a@b.com", subject = "x" })))
show(users.sendPasswordResetLink("nobody@home.com", scope, { from_email = "a@b.com", subject = "x" }))
show(users.flushExpiredPasswordResets())
show(core.error("The name parameter is missing!", 110), core.error("Missing!"))
show(users.hashPassword("tacos4Lunch!"))`,
    );
    expect(printed).toEqual([
      'created\tdevice',
      'OK',
      expect.stringMatching(/^\{error=A user with this \w+ exists already\. status=600\}$/),
      'true | nil',
      '2',
      'nil | No user has this email address.',
      '0',
      '{error=The name parameter is missing! status=110} | {error=Missing! status=-1}',
      md5('tacos4Lunch!'),
    ]);
  });

  test('what cannot be sent, or by nobody, is told', async () => {
    const printed = await lines(
      place,
      `
show(users.get())
show(users.get(print))
show(users.login())
show(users.update("x", "y"))
show(users.register("Ann", nil, "x\\n"))
core.init({ server = "${url}", key = "sk_test_wrong" })
show(users.get("x"))`,
    );
    expect(printed).toEqual([
      'nil | user_id is missing. | 804',
      'nil | The arguments cannot be sent: there is a function. | 831',
      'nil | The parameters must be a table | 804',
      'nil | update_params must be a table. | 801',
      'nil | The scope must have 1 to 100 visible characters. | 801',
      'nil | Authorization must be Bearer, with a secret key of this server. | 810',
    ]);
  });
});
