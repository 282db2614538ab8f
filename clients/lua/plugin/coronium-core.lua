--- Coronium Core's client module, for Muster: `local core = require("plugin.coronium-core")`.
--
-- Works in Solar2D, over `network.request`, and in plain Lua 5.1 to 5.4 and LuaJIT, over LuaSocket: there, calls wait until
-- `core.run()` or `core.poll()`.

local absent_module = require("plugin.coronium-core.absent-module")
local call = require("plugin.coronium-core.call")
local json = require("plugin.coronium-core.json")
local printed = require("plugin.coronium-core.printed")
local settings = require("plugin.coronium-core.settings")
local users = require("plugin.coronium-core.users")

local core = {
  FACEBOOK = "facebook",
  GOOGLE = "google",
  OPENUDID = "openudid",
  ASC = 1,
  DESC = -1,
}

local chosen_settings, chosen_transport

local function current()
  if not chosen_settings then error("core.init has not been called", 0) end
  return chosen_settings, chosen_transport
end

local function found_transport()
  if type(rawget(_G, "network")) == "table" then return require("plugin.coronium-core.solar2d-transport") end
  if pcall(require, "socket.http") then return require("plugin.coronium-core.socket-transport") end
  error("core.init: neither Solar2D's network nor LuaSocket is there", 0)
end

--- Says which server to talk to, and how; whoever was signed in before is not any more.
-- Keys: `server` (address; without a port, port 10001), `key` (the server's key), `scope`, `version`, `api`; further ones:
-- `port`, `create_result` (`"table"`, or `"string"` for the result that Coronium 2.1 gave), `retries` (2, 1 or 0), `timeout`
-- (seconds, 30), `cafile` (trusted certificates, plain Lua only). Raises an error that names what is missing or wrong.
function core.init(given)
  local fresh = settings.from(given)
  local transport = found_transport()
  if not json.is_available() then error("core.init: no JSON library is there (json, cjson or dkjson)", 0) end
  chosen_settings, chosen_transport = fresh, transport
end

--- Names the project whose functions `core.api` calls. Muster runs none, so nothing follows from it.
function core.useProject(name)
  current().api = name
end

--- Prints an event, or any other value.
function core.debug(value)
  print(printed(value))
end

--- Gives a call up, by the handle that it returned: its listener is not called any more. Returns whether it was under way.
function core.cancel(handle)
  return call.cancel(handle)
end

--- Does the next waiting call and tells its listener. Returns whether there was one. In Solar2D there never is.
function core.poll()
  local _, transport = current()
  return transport.poll()
end

--- Does all waiting calls, and those that their listeners make. Returns how many there were. If listeners raise errors, the
-- first one is raised when all is done.
function core.run()
  local _, transport = current()
  local count, first_error = 0, nil
  local function trace(fault)
    return type(fault) == "string" and debug.traceback(fault, 2) or fault
  end
  while true do
    local ok, more = xpcall(transport.poll, trace)
    if ok and not more then break end
    count = count + 1
    if not ok and first_error == nil then first_error = { fault = more } end
  end
  if first_error then error(first_error.fault, 0) end
  return count
end

core.users = users(current)

for _, name in ipairs({ "analytics", "api", "data", "files", "mongo", "mysql", "pages" }) do
  core[name] = absent_module(name, current)
end

return core
