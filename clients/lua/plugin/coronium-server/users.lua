--- `core.users` for servers.
--
-- Every function waits and returns what it answers, or nil, what went wrong and a status (Coronium's list of codes). `scope` may
-- be nil where `core.init` was told one. A `user_id` may also be a table that has one.

local answer = require("plugin.coronium-core.answer")
local ask = require("plugin.coronium-server.ask")
local parameters = require("plugin.coronium-core.parameters")
local plain = require("plugin.coronium-core.user-id").plain

local READS, WRITES = false, true

--- The functions, for what `current()` gives: the settings as `core.init` has left them.
return function(current)
  local users = {}

  local function read(name, arguments)
    return ask(current(), name, arguments, READS)
  end

  local function write(name, arguments)
    return ask(current(), name, arguments, WRITES)
  end

  --- Makes a user who is active at once; without a username one is made up, and there must be no password. `meta`: `email`,
  -- `group`, `extra`, `login` (true: it counts as a login too). Returns the `user_id`. Status 600: the name is taken.
  function users.register(username, password, scope, meta)
    return write("register", { username = username, password = password, scope = scope, meta = meta })
  end

  --- Marks a login and returns the user: by `username` and `password`, by `username` alone, by `provider` and `client_id` (each
  -- with `scope`), or by `user_id`. Status 603: wrong password; 604: no such user; 624: provider not linked.
  function users.login(given)
    if type(given) ~= "table" then return nil, "The parameters must be a table", answer.status.missing end
    return read("login", given)
  end

  --- Changes `username`, `password`, `email`, `group`, `extra` or `active`, as `update_params` names them, and nothing else. Returns
  -- the user. Status 600: the name is taken, nothing changed.
  function users.update(user_id, update_params)
    return write("update", { user_id = plain(user_id), update_params = update_params })
  end

  --- Removes a user. Returns the number of users removed, 1 or 0.
  function users.delete(user_id)
    return write("delete", { user_id = plain(user_id) })
  end

  --- Gets a user's record, without marking a login. Status 604: no such user.
  function users.get(user_id)
    return read("get", { user_id = plain(user_id) })
  end

  --- Gets the active users of a group, the oldest first. `limit`: how many (100 unless told, at most 1000), or `{5, 10}` for rows
  -- 6 to 15; with 1 it is one user and no list.
  function users.getGroup(scope, group, limit)
    return read("getGroup", { scope = scope, group = group, limit = limit })
  end

  --- Gets the users for whom all of the query holds. Its keys: `active`, `email`, `group`, `username`, `orderby` (one column, such as
  -- `{ username = "ASC" }`), `limit` (as in `getGroup`).
  function users.getWithQuery(scope, query_tbl)
    return read("getWithQuery", { scope = scope, query_tbl = query_tbl })
  end

  --- Gets a user's record. Status 901 where anything is to be merged with it: there are no databases.
  function users.getAndMerge(user_id, merge_tbl)
    return read("getAndMerge", { user_id = plain(user_id), merge_tbl = merge_tbl })
  end

  --- Mails a link to a user, who is pending until it was followed. `options`: `from_email`, `subject`, `email_tpl`, `tpl_keys`.
  -- Returns "OK". Status 704: the user has no email address.
  function users.sendConfirmationLink(user_id, options)
    return write("sendConfirmationLink", { user_id = plain(user_id), options = options })
  end

  --- Mails a link for a new password. `options`: `from_email`, `subject`, `tpl_name`, `tpl_keys`. Returns true, or nil and what went
  -- wrong.
  function users.sendPasswordResetLink(to_email, scope, options)
    local result, reason = write("sendPasswordResetLink", { to_email = to_email, scope = scope, options = options })
    return result, reason
  end

  --- Removes links for a new password that are too old. They go by themselves, so there are none left to remove: returns 0.
  function users.flushExpiredPasswordResets()
    return read("flushExpiredPasswordResets", {})
  end

  --- Gets the user who is linked to an account elsewhere, with that account in `oauth`. Status 624: nobody is.
  function users.getWithProvider(scope, provider, client_id)
    return read("getWithProvider", { scope = scope, provider = provider, client_id = client_id })
  end

  --- Links a user to an account elsewhere. `info_tbl`: `client_id`, `access_token`, `access_token_expiry` (seconds since 1970).
  -- Returns what is known of it. Status 620: there is one already.
  function users.addAuthProvider(user_id, provider, info_tbl)
    return write("addAuthProvider", { user_id = plain(user_id), provider = provider, info_tbl = info_tbl })
  end

  --- Gets what is known of a linked account. Status 624: there is none.
  function users.getAuthProvider(user_id, provider)
    return read("getAuthProvider", { user_id = plain(user_id), provider = provider })
  end

  --- Gets what is known of all linked accounts, by provider.
  function users.getAuthProviders(user_id)
    return read("getAuthProviders", { user_id = plain(user_id) })
  end

  --- Changes what is known of a linked account; what `params` does not name stays. Status 624: there is none.
  function users.updateAuthProvider(user_id, provider, params)
    return write("updateAuthProvider", { user_id = plain(user_id), provider = provider, params = params })
  end

  --- Unlinks an account. Returns the `user_id`. Status 624: there is none.
  function users.removeAuthProvider(user_id, provider)
    return write("removeAuthProvider", { user_id = plain(user_id), provider = provider })
  end

  --- Unlinks all accounts. Returns the `user_id`.
  function users.removeAuthProviders(user_id)
    return write("removeAuthProviders", { user_id = plain(user_id) })
  end

  --- Whether a linked account's token has expired; true also where no such account is linked.
  function users.accessTokenExpired(user_id, provider)
    return read("accessTokenExpired", { user_id = plain(user_id), provider = provider })
  end

  --- Says when a linked account's token expires (seconds since 1970), and what it is where `token` is given. Status 624: there is none.
  function users.updateTokenExpiry(user_id, provider, expiry, token)
    return write("updateTokenExpiry", { user_id = plain(user_id), provider = provider, expiry = expiry, token = token })
  end

  --- What a game sends instead of a password: 32 hexadecimal digits. No other function wants it.
  function users.hashPassword(plain_text)
    return parameters.hashed(plain_text)
  end

  return users
end
