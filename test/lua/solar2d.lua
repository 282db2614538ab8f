-- What Solar2D offers, as far as the module asks for it. Callbacks wait for a frame: pass_frames() lets all of them pass.
local http, ltn12, socket = require("socket.http"), require("ltn12"), require("socket")
local dkjson = require("dkjson")
local waiting = {}

json = { decode = dkjson.decode, encode = dkjson.encode }
package.preload.json = function() return json end
package.preload.cjson = function() error("not here") end

system = { getTimer = function() return socket.gettime() * 1000 % 1e9 end }

-- Digests like Solar2D's, counted.
digests_made = 0
crypto = { md5 = "md5", sha256 = "sha256" }
package.preload.crypto = function() return crypto end
local function formatted(bytes, raw)
  if raw then return bytes end
  return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
end
function crypto.digest(algorithm, data, raw)
  digests_made = digests_made + 1
  return formatted(require("plugin.coronium-core." .. algorithm)(data), raw)
end
function crypto.hmac(algorithm, data, key, raw)
  local words = require("plugin.coronium-core.words")
  local function padded(byte)
    return (key .. ("\0"):rep(64 - #key)):gsub(".", function(each) return string.char(words.differing(each:byte(), byte)) end)
  end
  return crypto.digest(algorithm, padded(0x5c) .. crypto.digest(algorithm, padded(0x36) .. data, true), raw)
end

timer = { delays = {} }
function timer.performWithDelay(delay, listener)
  timer.delays[#timer.delays + 1] = delay
  local handle = { run = function() listener({}) end }
  waiting[#waiting + 1] = handle
  return handle
end
function timer.cancel(handle) handle.run = nil end

network = { cancelled = 0 }
function network.request(url, method, listener, params)
  assert(type(params.body) == "string" and params.bodyType == "binary" and params.handleRedirects == false)
  local handle = {}
  function handle.run()
    local chunks, headers = {}, { ["content-length"] = #params.body }
    for name, value in pairs(params.headers) do headers[name] = value end
    http.TIMEOUT = params.timeout
    local ok, code = http.request({
      url = url,
      method = method,
      headers = headers,
      source = ltn12.source.string(params.body),
      sink = ltn12.sink.table(chunks),
    })
    if ok then
      listener({ name = "networkRequest", phase = "ended", isError = false, status = code, response = table.concat(chunks) })
    else
      listener({ name = "networkRequest", phase = "ended", isError = true, status = -1, response = tostring(code) })
    end
  end
  waiting[#waiting + 1] = handle
  return handle
end
function network.cancel(handle)
  network.cancelled = network.cancelled + 1
  handle.run = nil
end

function pass_frames()
  while #waiting > 0 do
    local run = table.remove(waiting, 1).run
    if run then run() end
  end
end
