--- A call from its parameters to its listener: sent, sent again where no answer came, and delivered exactly once.

local answer = require("plugin.coronium-core.answer")
local json = require("plugin.coronium-core.json")
local request = require("plugin.coronium-core.request")
local unique_key = require("plugin.coronium-core.unique-key")

local call = {}

local PAUSES_SECONDS = { 0.5, 2 }

local function keep_session(settings, session)
  local fits = type(session) == "string" and #session <= 4096 and not session:find("[^\33-\126]")
  settings.session = fits and session or nil
end

local function deliverer(handle, transport, listener)
  return function(event)
    if handle.is_over then return end
    handle.is_over, handle.stop = true, nil
    local started = handle.started_ms or transport.milliseconds()
    event.tt = math.floor(transport.milliseconds() - started + 0.5)
    listener(event)
  end
end

--- Gives a listener an error without asking the server. Returns a handle.
function call.refuse(transport, text, status, listener)
  local handle = {}
  local deliver = deliverer(handle, transport, listener)
  transport.begin(function() deliver(answer.failure(text, status)) end)
  return handle
end

--- Starts a call: `action` with `parameters`; `writes` says that it must not be done twice. Returns a handle.
-- The parameters are read now: what becomes of the table later does not matter.
function call.start(transport, settings, action, parameters, writes, listener)
  local body, reason = json.encode(parameters)
  if not body then
    return call.refuse(transport, "The parameters cannot be sent: " .. reason .. ".", answer.status.unwritable, listener)
  end
  local handle = {}
  local deliver = deliverer(handle, transport, listener)
  local key = writes and unique_key(body, transport.milliseconds()) or nil
  local attempt, session

  local function finish(fault, text, count)
    if handle.is_over then return end
    if fault and not fault.is_final and count <= settings.retries then
      handle.stop = transport.wait(PAUSES_SECONDS[count], function() return attempt(count + 1) end)
      return
    end
    if fault then return deliver(answer.failure(fault.text, answer.status.network)) end
    local event, begun = answer.event(text, settings, action)
    if action == "login" and not event.error then keep_session(settings, begun) end
    deliver(event)
  end

  function attempt(count)
    if handle.is_over then return end
    handle.started_ms = handle.started_ms or transport.milliseconds()
    -- Whoever logs in meanwhile is not who began this; and a login must not depend on the one before it.
    if count == 1 and action ~= "login" then session = settings.session end
    local stop = transport.send(request(settings, action, body, key, session), function(fault, text)
      finish(fault, text, count)
    end)
    if not handle.is_over then handle.stop = stop end
    return stop
  end

  transport.begin(function() attempt(1) end)
  return handle
end

--- Gives a call up: its listener is not called any more. Returns whether it was still under way.
-- The server may have done by then what was asked.
function call.cancel(handle)
  if type(handle) ~= "table" or handle.is_over then return false end
  local stop = handle.stop
  handle.is_over, handle.stop = true, nil
  if stop then stop() end
  return true
end

return call
