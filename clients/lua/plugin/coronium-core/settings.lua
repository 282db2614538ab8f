--- What `core.init` was given, checked.

local settings = {}

local DEFAULT_PORT = 10001
local DEFAULT_TIMEOUT_SECONDS = 30
local MAX_RETRIES = 2

local function check(condition, message)
  if not condition then error("core.init: " .. message, 0) end
end

-- Headers carry it, and both ends sign it: what a header cannot carry unchanged must not be in it.
local function header_value(value, name)
  check(type(value) == "string", "'" .. name .. "' must be a string")
  local trimmed = value:match("^%s*(.-)%s*$")
  check(trimmed ~= "" and not trimmed:find("%c"), "'" .. name .. "' must be text in one line")
  return trimmed
end

-- Without a port the original one is taken; a path is kept.
local function endpoint(server, port)
  check(type(server) == "string", "'server' is missing")
  local scheme, authority, path = server:match("^%s*([Hh][Tt][Tt][Pp][Ss]?)://([^/?#%s%c]+)([^?#%s%c]*)%s*$")
  check(scheme and not authority:find("@", 1, true), "'server' must be an address such as https://example.com")
  local host, own_port = authority:match("^(.-):(%d+)$")
  return scheme:lower() .. "://" .. (host or authority) .. ":" .. (port or own_port or DEFAULT_PORT) .. (path == "" and "/" or path)
end

local function whole(value, least, most)
  return type(value) == "number" and value % 1 == 0 and value >= least and value <= most
end

--- Settings from the table of `core.init`; raises an error that names what is missing or wrong.
-- `server` and `key` are required. `scope` may be left out where the server has one of its own; `version` says nothing
-- here, for this module speaks version 2. `server_key`, `scope_key` and `project` are other names of `key`, `scope` and `api`.
function settings.from(given)
  check(type(given) == "table", "a table is missing")
  local key, scope, api = given.key or given.server_key, given.scope or given.scope_key, given.api or given.project
  check(key ~= nil, "'key' is missing")
  check(given.version == nil or type(given.version) == "number", "'version' must be a number")
  local result, retries, timeout = given.create_result or "table", given.retries or MAX_RETRIES, given.timeout
  check(result == "table" or result == "string", "'create_result' must be \"table\" or \"string\"")
  check(whole(retries, 0, MAX_RETRIES), "'retries' must be 0, 1 or 2")
  check(given.port == nil or whole(given.port, 1, 65535), "'port' must be a number from 1 to 65535")
  check(timeout == nil or type(timeout) == "number" and timeout > 0, "'timeout' must be a number of seconds")
  check(given.cafile == nil or type(given.cafile) == "string", "'cafile' must be the path of a file")
  return {
    url = endpoint(given.server, given.port and ("%d"):format(given.port)),
    key = header_value(key, "key"),
    scope = scope ~= nil and header_value(scope, "scope") or nil,
    api = api,
    create_result = result,
    retries = retries,
    timeout_seconds = timeout or DEFAULT_TIMEOUT_SECONDS,
    cafile = given.cafile,
  }
end

return settings
