--- What `create` answers: a table with a `user_id` that also behaves like the id itself where Lua lets a table do so.

local user_id = {}

local behaviour = {
  __tostring = function(result) return result.user_id end,
  __concat = function(left, right) return tostring(left) .. tostring(right) end,
  __eq = function(left, right) return left.user_id == right.user_id end,
}

--- The result of `create` as a game wants it (see `create_result` of `core.init`): a table, or the id as a string.
-- The server may have sent either. Anything else is returned as it is.
function user_id.shaped(result, as_string)
  local id = result
  if type(result) == "table" then id = result.user_id end
  if type(id) ~= "string" then return result end
  if as_string then return id end
  if type(result) == "string" then result = { user_id = id } end
  return setmetatable(result, behaviour)
end

--- Whether this is a result of `create`.
function user_id.is_result(value)
  return type(value) == "table" and getmetatable(value) == behaviour
end

--- The id itself, where a table that carries one stands for it; else the value as it is.
function user_id.plain(value)
  if type(value) == "table" and type(value.user_id) == "string" then return value.user_id end
  return value
end

return user_id
