--- A value as lines of text, for `core.debug`.

local function by_name(left, right)
  return tostring(left) < tostring(right)
end

local function add(lines, value, indent, above)
  local keys = {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys, by_name)
  above[value] = true
  for _, key in ipairs(keys) do
    local each = value[key]
    if type(each) == "table" and not above[each] then
      lines[#lines + 1] = indent .. tostring(key) .. ":"
      add(lines, each, indent .. "  ", above)
    else
      lines[#lines + 1] = indent .. tostring(key) .. ": " .. tostring(each)
    end
  end
  above[value] = nil
end

--- The lines: `key: value` in the order of the keys, tables indented below theirs; for what is no table, itself.
return function(value)
  if type(value) ~= "table" then return tostring(value) end
  local lines = {}
  add(lines, value, "", {})
  return table.concat(lines, "\n")
end
