--- The parameters of each function as they go over the wire, from copies: a caller's tables are never changed.
--
-- What can be judged without the server is judged here, as Coronium's own plugin does. Every function takes the parameters
-- and the settings and returns the body, or nil with a text and a status.

local answer = require("plugin.coronium-core.answer")
local digests = require("plugin.coronium-core.digests")
local user_id = require("plugin.coronium-core.user-id")

local parameters = {}

--- The value that removes a key of `extra`.
parameters.NULL = "_NULL"

local MISSING, WRONG_TYPE = answer.status.missing, answer.status.wrong_type

local function is_absent(value)
  return value == nil or value == ""
end

local function copied(source)
  local copy = {}
  for key, value in pairs(source) do copy[key] = value end
  return copy
end

local function missing(name)
  return nil, name .. " value is missing", MISSING
end

--- What goes over the wire instead of a password: the MD5 of its bytes, in hexadecimal. nil, a text and a status for what
-- is no password. Numbers stand for their digits.
function parameters.hashed(password)
  if is_absent(password) then return missing("Password") end
  if type(password) == "number" then password = ("%.14g"):format(password) end
  if type(password) ~= "string" or password == parameters.NULL then
    return nil, "Password value must be a string", WRONG_TYPE
  end
  return digests.md5_hex(password)
end

local function is_storable(value)
  local kind = type(value)
  if kind == "number" then return value == value and value ~= math.huge and value ~= -math.huge end
  return kind == "string" or kind == "boolean" or user_id.is_result(value)
end

local function check_extra(extra)
  if extra == nil then return true end
  if type(extra) ~= "table" then return nil, "extra value must be a table", WRONG_TYPE end
  for key, value in pairs(extra) do
    if not is_storable(value) then
      return nil, "extra." .. tostring(key) .. " must be a string, a number or a boolean", WRONG_TYPE
    end
  end
  return true
end

-- A copy whose password is hashed and whose extra can be stored.
local function prepared(given)
  local body, storable, text, status = copied(given), check_extra(given.extra)
  if not storable then return nil, text, status end
  if given.password ~= nil then
    body.password, text, status = parameters.hashed(given.password)
    if not body.password then return nil, text, status end
  end
  return body
end

local function scoped(body, settings)
  if body then body.scope = settings.scope end
  return body
end

--- `username`, `password`; `email`, `group`, `extra`, `confirmation` as wanted.
function parameters.create(given, settings)
  if is_absent(given.username) then return missing("Username") end
  if is_absent(given.password) then return missing("Password") end
  local body, text, status = prepared(given)
  return scoped(body, settings), text, status
end

--- `username` or `email` with `password`, or `client_id` with `provider`.
function parameters.login(given, settings)
  local by_name = not (is_absent(given.username) and is_absent(given.email))
  if not by_name and not (is_absent(given.client_id) and is_absent(given.provider)) then
    if is_absent(given.client_id) then return missing("client_id") end
    if is_absent(given.provider) then return missing("provider") end
    return scoped(copied(given), settings)
  end
  if not by_name then return missing("Username or Email") end
  if is_absent(given.password) then return missing("Password") end
  local body, text, status = prepared(given)
  if not body then return nil, text, status end
  -- An empty input field of a game is no name.
  for _, name in ipairs({ "username", "email" }) do
    if is_absent(body[name]) then body[name] = nil end
  end
  return scoped(body, settings)
end

-- Parameters that name a user, with what else must be there.
local function of_user(...)
  local names = { "user_id", ... }
  return function(given)
    local body = copied(given)
    body.user_id = user_id.plain(given.user_id)
    for _, name in ipairs(names) do
      if is_absent(body[name]) then return missing(name) end
    end
    return body
  end
end

local with_update = of_user("update")

--- `user_id`, `update`: a table of `username`, `password`, `email`, `group`, `extra`, `active`.
function parameters.update(given)
  local body, text, status = with_update(given)
  if not body then return nil, text, status end
  if type(given.update) ~= "table" then return nil, "update value must be a table", WRONG_TYPE end
  body.update, text, status = prepared(given.update)
  if not body.update then return nil, text, status end
  return body
end

local AUTH_NAMES = { "client_id", "access_token", "access_token_expiry" }
local with_auth = of_user("provider", "auth")

--- `user_id`, `provider`, `auth`: a table of `client_id`, `access_token`, `access_token_expiry`. Some of Coronium's examples
-- give these without `auth`; that is understood.
function parameters.addAuthProvider(given)
  local flat = copied(given)
  if flat.auth == nil and flat.client_id ~= nil then
    flat.auth = {}
    for _, name in ipairs(AUTH_NAMES) do
      flat.auth[name], flat[name] = flat[name], nil
    end
  end
  local body, text, status = with_auth(flat)
  if not body then return nil, text, status end
  if type(body.auth) ~= "table" then return nil, "auth value must be a table", WRONG_TYPE end
  if is_absent(body.auth.client_id) then return missing("client_id") end
  return body
end

--- `user_id`.
parameters.get = of_user()

--- `user_id`.
parameters.delete = of_user()

--- `user_id`.
parameters.resendConfirmation = of_user()

--- `user_id`, `provider`.
parameters.getAuthProvider = of_user("provider")

--- `user_id`, `provider`, `update`.
parameters.updateAuthProvider = of_user("provider", "update")

--- `user_id`, `provider`.
parameters.removeAuthProvider = of_user("provider")

--- `user_id`, `provider`.
parameters.accessTokenExpired = of_user("provider")

--- `user_id`, `provider`, `expiry`; `token` as wanted.
parameters.updateTokenExpiry = of_user("provider", "expiry")

return parameters
