--- A module of Coronium that Muster does not have: each of its functions says so to its listener.

local answer = require("plugin.coronium-core.answer")
local call = require("plugin.coronium-core.call")

--- A stand-in for `core.<name>`. Every function of it takes anything and calls the last function among it, the listener,
-- with status 810; without a listener nothing happens.
return function(name, current)
  local function absent(action)
    return function(...)
      local listener
      for index = select("#", ...), 1, -1 do
        local argument = select(index, ...)
        if type(argument) == "function" then
          listener = argument
          break
        end
      end
      if not listener then return nil end
      local _, transport = current()
      local text = "core." .. name .. "." .. tostring(action) .. " is not part of Muster"
      return call.refuse(transport, text, answer.status.not_offered, listener)
    end
  end
  return setmetatable({}, { __index = function(_, action) return absent(action) end })
end
