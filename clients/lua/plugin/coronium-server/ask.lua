--- A call of a server's function: sent, sent again where no answer came, and waited for.

local answer = require("plugin.coronium-core.answer")
local json = require("plugin.coronium-core.json")
local transport = require("plugin.coronium-core.socket-transport")
local unique_key = require("plugin.coronium-core.unique-key")

local PAUSES_SECONDS = { 0.5, 2 }

local function sent(request)
  local fault, text
  transport.send(request, function(...) fault, text = ... end)
  return fault, text
end

local function sent_until_answered(request, retries)
  local fault, text = sent(request)
  for retry = 1, retries do
    if not fault or fault.is_final then break end
    transport.wait(PAUSES_SECONDS[retry], function() end)
    fault, text = sent(request)
  end
  return fault, text
end

--- Asks for a function with its arguments, by name; `writes` says that it must not be done twice. Returns what it answers, or
-- nil, what went wrong and a status.
return function(settings, name, arguments, writes)
  local body, reason = json.encode(arguments)
  if not body then return nil, "The arguments cannot be sent: " .. reason .. ".", answer.status.unwritable end
  local fault, text = sent_until_answered({
    url = settings.url .. name,
    headers = {
      ["Content-Type"] = "application/json",
      ["Authorization"] = "Bearer " .. settings.key,
      ["X-Scope"] = settings.scope,
      ["Idempotency-Key"] = writes and unique_key(body, transport.milliseconds()) or nil,
    },
    body = body,
    timeout_seconds = settings.timeout_seconds,
    cafile = settings.cafile,
  }, settings.retries)
  if fault then return nil, fault.text, answer.status.network end
  local event = answer.event(text, settings, name)
  if event.error then return nil, event.error, event.status end
  return event.result
end
