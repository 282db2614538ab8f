--- One attempt at a call, as it goes over the wire.

local digests = require("plugin.coronium-core.digests")

local VERSION = "muster-1"
local PROJECT = "api.users"

--- An attempt at a call: `url`, `headers`, `body`, and the settings that its transport needs. It is signed anew each time,
-- for the time is part of what is signed; `key` (the idempotency key), `session` and `body` stay the same.
return function(settings, action, body, key, session)
  local time = ("%d"):format(os.time())
  local signed =
    { VERSION, PROJECT, action, settings.scope or "", time, key or "", session or "", body }
  return {
    url = settings.url,
    headers = {
      ["Content-Type"] = "application/json",
      ["X-Project-Id"] = PROJECT,
      ["X-Action"] = action,
      ["X-Scope"] = settings.scope,
      ["X-Request-Time"] = time,
      ["X-Request-Auth"] = VERSION .. " " .. digests.hmac_sha256_base64(settings.key, table.concat(signed, "\n")),
      ["Idempotency-Key"] = key,
      ["X-Session-Token"] = session,
    },
    body = body,
    timeout_seconds = settings.timeout_seconds,
    cafile = settings.cafile,
  }
end
