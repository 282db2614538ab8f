--- `core.users`: the functions of Coronium's users module.
--
-- All but `hashPassword` take a table of parameters and a listener, return a handle for `core.cancel`, and call the listener
-- once with `{result, tt}` or `{error, status, tt}`. What each takes stands in `parameters.lua`.

local answer = require("plugin.coronium-core.answer")
local call = require("plugin.coronium-core.call")
local parameters = require("plugin.coronium-core.parameters")

local READS, WRITES = false, true

--- The functions, for what `current()` gives: the settings and the transport as `core.init` has left them.
return function(current)
  local users = { FACEBOOK = "facebook", GOOGLE = "google", OPENUDID = "openudid" }

  --- As a value in `update.extra`: removes that key.
  users.NULL = parameters.NULL

  local function perform(action, writes, given, listener)
    if type(listener) ~= "function" then error("core.users." .. action .. ": a listener is missing", 0) end
    local settings, transport = current()
    if type(given) ~= "table" then
      return call.refuse(transport, "The parameters must be a table", answer.status.missing, listener)
    end
    local body, text, status = parameters[action](given, settings)
    if not body then return call.refuse(transport, text, status, listener) end
    return call.start(transport, settings, action, body, writes, listener)
  end

  --- Makes a user. The result has its `user_id` (and `confirmation`, where one was asked for) and behaves like the id.
  -- Status 600: the name is taken.
  function users.create(given, listener)
    return perform("create", WRITES, given, listener)
  end

  --- Signs a user in. The result is the user. Status 603: wrong password; 604: no such user; 624: provider not linked.
  function users.login(given, listener)
    return perform("login", READS, given, listener)
  end

  --- Gets a user's record, without marking a login. Status 604: no such user.
  function users.get(given, listener)
    return perform("get", READS, given, listener)
  end

  --- Changes what `update` names and nothing else. The result is the user. Status 600: the name is taken, nothing changed.
  function users.update(given, listener)
    return perform("update", WRITES, given, listener)
  end

  --- Removes a user. The result is the number of users removed, 1 or 0.
  function users.delete(given, listener)
    return perform("delete", WRITES, given, listener)
  end

  --- Sends the mail that asks for confirmation again. The result is the `user_id`. Status 614: nothing to confirm.
  function users.resendConfirmation(given, listener)
    return perform("resendConfirmation", WRITES, given, listener)
  end

  --- Links a user to an account elsewhere. The result tells of it. Status 620: there is one already.
  function users.addAuthProvider(given, listener)
    return perform("addAuthProvider", WRITES, given, listener)
  end

  --- Gets what is known of a linked account. Status 624: there is none.
  function users.getAuthProvider(given, listener)
    return perform("getAuthProvider", READS, given, listener)
  end

  --- Changes what is known of a linked account. Status 624: there is none.
  function users.updateAuthProvider(given, listener)
    return perform("updateAuthProvider", WRITES, given, listener)
  end

  --- Unlinks an account. The result has the `user_id`. Status 624: there is none.
  function users.removeAuthProvider(given, listener)
    return perform("removeAuthProvider", WRITES, given, listener)
  end

  --- Asks whether a linked account's token has expired. The result has `expired`.
  function users.accessTokenExpired(given, listener)
    return perform("accessTokenExpired", READS, given, listener)
  end

  --- Says when a linked account's token expires, and what it is where `token` is given.
  function users.updateTokenExpiry(given, listener)
    return perform("updateTokenExpiry", WRITES, given, listener)
  end

  --- What goes over the wire instead of a password: 32 hexadecimal digits. Raises an error for what is no password.
  function users.hashPassword(password)
    local hash, text = parameters.hashed(password)
    if not hash then error("core.users.hashPassword: " .. text, 0) end
    return hash
  end

  return users
end
