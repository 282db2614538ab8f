--- What a server's answer says, as the event that a listener gets.

local json = require("plugin.coronium-core.json")
local user_id = require("plugin.coronium-core.user-id")

local answer = {}

--- The status codes that this module itself gives (Coronium's list of codes).
answer.status = {
  unknown = -1,
  invalid_result = 800,
  wrong_type = 801,
  missing = 804,
  not_offered = 810,
  network = 815,
  unreadable = 830,
  unwritable = 831,
}

--- An event that tells of an error. `status` is a number, always.
function answer.failure(text, status)
  return { error = tostring(text), status = tonumber(status) or answer.status.unknown }
end

-- `evt.response` is an older name of `evt.result`: it can be read, and does not show when an event is printed.
local older_name = {
  __index = function(event, name) return name == "response" and rawget(event, "result") or nil end,
}

--- An event for the text of an answer, and the session token that came with it, if one did.
function answer.event(text, settings, action)
  local reply = type(text) == "string" and json.decode(text) or nil
  if type(reply) ~= "table" then
    return answer.failure("The server's answer is not JSON.", answer.status.unreadable)
  end
  local result = reply.result
  if result == nil then
    return answer.failure("Result was not valid. Check server logs.", answer.status.invalid_result)
  end
  if type(result) == "table" and result.error then return answer.failure(result.error, result.status) end
  if action == "create" then result = user_id.shaped(result, settings.create_result == "string") end
  return setmetatable({ result = result }, older_name), reply.session
end

return answer
