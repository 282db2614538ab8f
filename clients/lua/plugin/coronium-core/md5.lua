--- MD5 (RFC 1321).

local words = require("plugin.coronium-core.words")

local both, differing, either, opposite = words.both, words.differing, words.either, words.opposite
local rotate_left = words.rotate_left

local SIZE = 4294967296
local TURNS = { { 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 } }
local SINES = {}
for step = 0, 63 do SINES[step] = math.floor(math.abs(math.sin(step + 1)) * SIZE) end

local function mixed(step, b, c, d)
  if step < 16 then return both(b, c) + both(opposite(b), d), step end
  if step < 32 then return both(d, b) + both(opposite(d), c), (5 * step + 1) % 16 end
  if step < 48 then return differing(differing(b, c), d), (3 * step + 5) % 16 end
  return differing(c, either(b, opposite(d))), 7 * step % 16
end

--- The MD5 digest of a string of bytes: 16 bytes.
return function(message)
  local padded = words.padded(message, words.little_endian)
  local a, b, c, d = 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476
  for start = 1, #padded, 64 do
    local block = {}
    for index = 0, 15 do
      local p, q, r, s = padded:byte(start + index * 4, start + index * 4 + 3)
      block[index] = p + q * 256 + r * 65536 + s * 16777216
    end
    local a0, b0, c0, d0 = a, b, c, d
    for step = 0, 63 do
      local mix, index = mixed(step, b, c, d)
      local turns = TURNS[(step - step % 16) / 16 + 1][step % 4 + 1]
      local moved = rotate_left((a + mix + SINES[step] + block[index]) % SIZE, turns)
      a, d, c, b = d, c, b, (b + moved) % SIZE
    end
    a, b, c, d = (a + a0) % SIZE, (b + b0) % SIZE, (c + c0) % SIZE, (d + d0) % SIZE
  end
  local write = words.little_endian
  return write(a) .. write(b) .. write(c) .. write(d)
end
