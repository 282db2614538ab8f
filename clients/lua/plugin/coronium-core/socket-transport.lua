--- Calls over LuaSocket, first come, first served: a call waits in a queue until `core.run()` or `core.poll()`.

local transport = {}

local MAX_ANSWER_BYTES = 16 * 1024 * 1024

local queue = { first = 1, last = 0 }

--- Puts a job into the queue.
function transport.begin(job)
  queue.last = queue.last + 1
  queue[queue.last] = job
end

--- Does the next job, if there is one. Returns whether there was. The job is out of the queue before it is begun, so an
-- error in it costs nothing but itself.
function transport.poll()
  if queue.first > queue.last then return false end
  local job = queue[queue.first]
  queue[queue.first] = nil
  queue.first = queue.first + 1
  job()
  return true
end

--- A clock in milliseconds.
function transport.milliseconds()
  return require("socket").gettime() * 1000
end

--- Goes on after a while.
function transport.wait(seconds, continue)
  require("socket").sleep(seconds)
  continue()
end

-- A connection as LuaSocket's HTTP wants it, with one deadline for everything and TLS where asked.
local function connection(request, report)
  local socket = require("socket")
  local tcp = socket.try(socket.tcp())
  local deadline = socket.gettime() + request.timeout_seconds
  local function seconds_left()
    return math.max(deadline - socket.gettime(), 0.001)
  end
  local function in_time()
    tcp:settimeout(seconds_left(), "t")
    return tcp
  end
  local own = {}
  function own:settimeout() return 1 end
  function own:connect(host, port)
    local ok, fault = in_time():connect(host, port)
    if not ok or not request.url:find("^https:") then return ok, fault end
    local tls = require("plugin.coronium-core.tls")
    local secure, reason, is_final = tls.wrapped(tcp, host, request.cafile, seconds_left())
    if not secure then
      report(is_final)
      return nil, reason
    end
    tcp = secure
    return 1
  end
  function own:send(...) return in_time():send(...) end
  function own:receive(...) return in_time():receive(...) end
  function own:close() return tcp:close() end
  return own
end

local function exchanged(request)
  local ltn12, http = require("ltn12"), require("socket.http")
  local chunks, size, is_final = {}, 0, false
  local headers = { ["Content-Length"] = #request.body, Host = request.url:match("^%a+://([^/]+)") }
  for name, value in pairs(request.headers) do headers[name] = value end
  local ok, code, answered = http.request({
    url = request.url,
    method = "POST",
    headers = headers,
    source = ltn12.source.string(request.body),
    sink = function(chunk)
      size = size + #(chunk or "")
      if size > MAX_ANSWER_BYTES then
        is_final = true
        return nil, "the answer is too long"
      end
      chunks[#chunks + 1] = chunk
      return 1
    end,
    redirect = false,
    create = function()
      return connection(request, function(final) is_final = final end)
    end,
  })
  -- Without headers there was no answer, whatever LuaSocket makes of it (it takes silence for status 408).
  if ok and answered then return nil, table.concat(chunks) end
  local reason = ok and "no answer" or tostring(code)
  if reason == "wantread" or reason == "wantwrite" then reason = "timeout" end -- LuaSec's words for it
  return { text = "The server could not be reached: " .. reason, is_final = is_final }
end

--- Sends a request and waits for its answer; `done(fault, text)` follows.
function transport.send(request, done)
  done(exchanged(request))
end

return transport
