--- Bit operations on unsigned 32-bit words, by arithmetic alone, so that one file parses and runs on every Lua.

local words = {}

local SIZE = 4294967296 -- 2^32

-- BOTH[a * 256 + b] is the bitwise "and" of two bytes. Filled at the first use: in Solar2D it never is.
local BOTH

local function fill()
  BOTH = {}
  for a = 0, 255 do
    for b = 0, 255 do
      local both, left, right, weight = 0, a, b, 1
      while left > 0 and right > 0 do
        local x, y = left % 2, right % 2
        both = both + x * y * weight
        left, right, weight = (left - x) / 2, (right - y) / 2, weight * 2
      end
      BOTH[a * 256 + b] = both
    end
  end
end

--- The bits set in both words.
function words.both(x, y)
  if not BOTH then fill() end
  local a, b = x % 256, y % 256
  local result = BOTH[a * 256 + b]
  x, y = (x - a) / 256, (y - b) / 256
  a, b = x % 256, y % 256
  result = result + BOTH[a * 256 + b] * 256
  x, y = (x - a) / 256, (y - b) / 256
  a, b = x % 256, y % 256
  result = result + BOTH[a * 256 + b] * 65536
  return result + BOTH[(x - a) / 256 * 256 + (y - b) / 256] * 16777216
end

--- The bits set in exactly one of the words.
function words.differing(x, y)
  return x + y - 2 * words.both(x, y)
end

--- The bits set in at least one of the words.
function words.either(x, y)
  return x + y - words.both(x, y)
end

--- The bits that are not set.
function words.opposite(x)
  return SIZE - 1 - x
end

--- The word with its bits moved `count` places up, those that fall off coming in below; `count` is 1 to 31.
function words.rotate_left(x, count)
  local kept = x % 2 ^ (32 - count)
  return kept * 2 ^ count + (x - kept) / 2 ^ (32 - count)
end

--- The word with its bits moved `count` places down, zeros coming in above.
function words.shift_right(x, count)
  return (x - x % 2 ^ count) / 2 ^ count
end

--- The word as four bytes, the most significant first.
function words.big_endian(x)
  local d = x % 256
  local c = (x - d) / 256 % 256
  local b = (x - x % 65536) / 65536 % 256
  return string.char((x - x % 16777216) / 16777216, b, c, d)
end

--- The word as four bytes, the least significant first.
function words.little_endian(x)
  return words.big_endian(x):reverse()
end

--- The message as MD5 and SHA-2 want it: a one bit, zeros, its length in bits as eight bytes; whole blocks of 64 bytes.
-- `endian` writes one word.
function words.padded(message, endian)
  local bits = #message * 8
  local low, high = bits % SIZE, (bits - bits % SIZE) / SIZE
  local length = endian(low) .. endian(high)
  if endian == words.big_endian then length = endian(high) .. endian(low) end
  return message .. "\128" .. ("\0"):rep((55 - #message) % 64) .. length
end

return words
