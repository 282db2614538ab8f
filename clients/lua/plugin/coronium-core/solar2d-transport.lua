--- Calls over Solar2D's `network.request`: they never block, and listeners are called on a later frame.

local transport = {}

--- Runs a job at once.
function transport.begin(job)
  job()
end

--- There is nothing to drain: Solar2D does it.
function transport.poll()
  return false
end

--- A clock in milliseconds.
function transport.milliseconds()
  local system = rawget(_G, "system")
  if system and system.getTimer then return system.getTimer() end
  return os.clock() * 1000
end

--- Sends a request; `done(fault, text)` follows. Returns a function that gives it up.
function transport.send(request, done)
  local network = rawget(_G, "network")
  local over = false
  local function hear(event)
    if over or event.phase and event.phase ~= "ended" then return end
    over = true
    if event.isError then return done({ text = event.response or "The server could not be reached." }) end
    done(nil, event.response)
  end
  local handle = network.request(request.url, "POST", hear, {
    headers = request.headers,
    body = request.body,
    bodyType = "binary", -- the bytes are signed, so they must stay as they are
    timeout = request.timeout_seconds,
    handleRedirects = false, -- a signature is for nobody else
  })
  return function() network.cancel(handle) end
end

--- Goes on after a while. Returns a function that gives it up.
function transport.wait(seconds, continue)
  local timer = rawget(_G, "timer")
  if not (timer and timer.performWithDelay) then return continue() end
  local waiting = timer.performWithDelay(seconds * 1000, function() continue() end)
  return function() timer.cancel(waiting) end
end

return transport
