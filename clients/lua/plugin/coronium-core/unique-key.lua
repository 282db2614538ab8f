--- Keys that no other call anywhere has, by which the server knows a repeated call.
--
-- They must be unique, not secret. A chain of digests is fed from all that differs between devices and between moments:
-- the system's randomness where a file offers it, the time, the processor's time, a finer clock, where tables lie in memory,
-- how much memory is taken, the call itself, a counter. `math.random` is left alone: a game may depend on its sequence.

local digests = require("plugin.coronium-core.digests")

local chain, counter

local function system_randomness()
  local ok, bytes = pcall(function()
    local file = assert(io.open("/dev/urandom", "rb"))
    local read = file:read(32)
    file:close()
    return read
  end)
  return ok and bytes or ""
end

--- A key of 32 hexadecimal digits. `call` is anything about the call, `milliseconds` the finest clock at hand.
return function(call, milliseconds)
  if not chain then chain, counter = system_randomness(), 0 end
  counter = counter + 1
  chain = digests.sha256_hex(table.concat({
    chain,
    counter,
    os.time(),
    os.clock(),
    ("%.17g"):format(milliseconds),
    tostring({}),
    tostring(call),
    collectgarbage("count"),
  }, "|"))
  return chain:sub(1, 32)
end
