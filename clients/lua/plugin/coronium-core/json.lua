--- JSON: written here, so that numbers and empty tables look alike on every Lua; read by the library that is there.

local user_id = require("plugin.coronium-core.user-id")

local json = {}

local MAX_DEPTH = 32
local MAX_EXACT = 9007199254740992 -- 2^53

local write -- calls itself through its parts

local function escaped(text)
  local function escape(sign)
    if sign == '"' or sign == "\\" then return "\\" .. sign end
    return ("\\u%04x"):format(sign:byte())
  end
  return '"' .. text:gsub('[%c"\\]', escape) .. '"'
end

local function written_number(number)
  if number ~= number or number == math.huge or number == -math.huge then error({ json = "a number is not finite" }) end
  if number % 1 == 0 and (number < MAX_EXACT and number > -MAX_EXACT or math.type and math.type(number) == "integer") then
    return ("%d"):format(number)
  end
  local short = ("%.14g"):format(number)
  local text = tonumber(short) == number and short or ("%.17g"):format(number)
  return (text:gsub(",", ".")) -- the decimal sign of some locales
end

local function written_list(list, depth)
  local items = {}
  for index = 1, #list do items[index] = write(list[index], depth + 1) end
  return "[" .. table.concat(items, ",") .. "]"
end

local function written_object(object, depth)
  local members, names = {}, {}
  for key, value in pairs(object) do
    local name = type(key) == "number" and written_number(key) or key
    if type(name) ~= "string" then error({ json = "a key is a " .. type(key) }) end
    members[name] = write(value, depth + 1)
    names[#names + 1] = name
  end
  table.sort(names)
  for index, name in ipairs(names) do names[index] = escaped(name) .. ":" .. members[name] end
  return "{" .. table.concat(names, ",") .. "}"
end

local function is_list(value)
  local count = 0
  for _ in pairs(value) do count = count + 1 end
  return count > 0 and count == #value
end

function write(value, depth)
  local kind = type(value)
  if kind == "string" then return escaped(value) end
  if kind == "number" then return written_number(value) end
  if kind == "boolean" then return tostring(value) end
  if user_id.is_result(value) then return escaped(value.user_id) end
  if kind ~= "table" then error({ json = "there is a " .. kind }) end
  if depth > MAX_DEPTH then error({ json = "it is nested too deeply" }) end
  return is_list(value) and written_list(value, depth) or written_object(value, depth)
end

--- The value as JSON, its keys in order, and a result of `create` as the id. nil and a reason for what JSON cannot say:
-- functions, userdata, numbers that are not finite, tables within tables without end.
function json.encode(value)
  local ok, text = pcall(write, value, 0)
  if ok then return text end
  if type(text) == "table" and text.json then return nil, text.json end
  error(text, 0)
end

-- What libraries leave in a value that a game should not meet: null as a userdata, which is true to an `if`; whole numbers
-- as floats, which print as 24.0.
local function cleaned(value)
  local kind = type(value)
  if kind == "userdata" then return nil end
  if kind == "number" and math.tointeger then return math.tointeger(value) or value end
  if kind ~= "table" then return value end
  for key, each in pairs(value) do value[key] = cleaned(each) end
  return value
end

local function library()
  local names = { "cjson", "dkjson", "json" }
  if type(rawget(_G, "network")) == "table" then names = { "json", "dkjson" } end
  for _, name in ipairs(names) do
    local found, library = pcall(require, name)
    if found and type(library) == "table" and library.decode then
      -- An instance of our own: the game may have set the shared one to its taste.
      return library.new and library.new() or library
    end
  end
  return rawget(_G, "json")
end

local reader = library()

--- Whether a library that reads JSON was found.
function json.is_available()
  return type(reader) == "table" and type(reader.decode) == "function"
end

--- The value of a JSON text: nulls are absent, whole numbers whole. nil for what is no JSON.
function json.decode(text)
  local ok, value = pcall(function()
    if reader.new then return cleaned(reader.decode(text)) end
    -- dkjson's further arguments (Solar2D's is of that family): from the start, no value for null, no metatables.
    return cleaned((reader.decode(text, 1, nil, nil, nil)))
  end)
  if ok then return value end
  return nil
end

return json
