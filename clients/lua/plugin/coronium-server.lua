--- Coronium Core's `core.users` as servers have it, for Muster: `local core = require("plugin.coronium-server")`.
--
-- For plain Lua 5.1 to 5.4 and LuaJIT, over LuaSocket; every function waits for its answer. It works with a secret key, which
-- opens the whole directory: it is for machines of your own, never for a game.

if type(rawget(_G, "network")) == "table" then
  error("plugin.coronium-server is for servers, not for Solar2D: its secret key would be in everybody's hands", 0)
end

local answer = require("plugin.coronium-core.answer")
local json = require("plugin.coronium-core.json")
local parameters = require("plugin.coronium-core.parameters")
local settings = require("plugin.coronium-core.settings")
local users = require("plugin.coronium-server.users")

local core = {
  FACEBOOK = "facebook",
  GOOGLE = "google",
  OPENUDID = "openudid",
  --- As a value in `extra`: removes that key.
  NULL = parameters.NULL,
}

local USUAL_PORTS = { http = 80, https = 443 }

local chosen

local function current()
  if not chosen then error("core.init has not been called", 0) end
  return chosen
end

-- Servers are not asked at the port that games call, so an address without one means what it means everywhere.
local function with_port(given)
  if type(given) ~= "table" or type(given.server) ~= "string" then return given end
  local scheme, authority = given.server:match("^%s*(%a+)://([^/%s]+)")
  if given.port or not scheme or authority:find(":%d+$") then return given end
  local copy = {}
  for key, value in pairs(given) do copy[key] = value end
  copy.port = USUAL_PORTS[scheme:lower()]
  return copy
end

--- Says which server to ask, and in whose name.
-- Keys: `server` (address; without a port, 443 or 80), `key` (a secret key), `scope` (for functions that are told none; without it,
-- the key's own directory); further ones: `port`, `retries` (2, 1 or 0), `timeout` (seconds, 30), `cafile` (trusted certificates).
-- Raises an error that names what is missing or wrong.
function core.init(given)
  local fresh = settings.from(with_port(given))
  if not pcall(require, "socket.http") then error("core.init: LuaSocket is not there", 0) end
  if not json.is_available() then error("core.init: no JSON library is there (cjson or dkjson)", 0) end
  fresh.url = fresh.url:gsub("/$", "") .. "/coronium/users/"
  chosen = fresh
end

--- What an API method answers to tell a game of an error: a table with `error` and `status` (-1 unless `code` says). Codes of
-- your own are from 100 to 199.
function core.error(message, code)
  return answer.failure(message, code)
end

core.users = users(current)

return core
