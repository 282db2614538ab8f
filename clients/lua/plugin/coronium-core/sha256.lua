--- SHA-256 (FIPS 180-4).

local words = require("plugin.coronium-core.words")

local both, differing, opposite = words.both, words.differing, words.opposite
local rotate_left, shift_right = words.rotate_left, words.shift_right

local SIZE = 4294967296
local START = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
  0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 }
local ROUNDS = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
}

local function three(x, y, z)
  return differing(differing(x, y), z)
end

local function scheduled(padded, start)
  local schedule = {}
  for index = 1, 16 do
    local p, q, r, s = padded:byte(start + index * 4 - 4, start + index * 4 - 1)
    schedule[index] = ((p * 256 + q) * 256 + r) * 256 + s
  end
  for index = 17, 64 do
    local early, late = schedule[index - 15], schedule[index - 2]
    local low = three(rotate_left(early, 25), rotate_left(early, 14), shift_right(early, 3))
    local high = three(rotate_left(late, 15), rotate_left(late, 13), shift_right(late, 10))
    schedule[index] = (schedule[index - 16] + low + schedule[index - 7] + high) % SIZE
  end
  return schedule
end

local function compressed(state, schedule)
  local a, b, c, d, e, f, g, h = state[1], state[2], state[3], state[4], state[5], state[6], state[7], state[8]
  for index = 1, 64 do
    local high = three(rotate_left(e, 26), rotate_left(e, 21), rotate_left(e, 7))
    local chosen = both(e, f) + both(opposite(e), g)
    local first = h + high + chosen + ROUNDS[index] + schedule[index]
    local low = three(rotate_left(a, 30), rotate_left(a, 19), rotate_left(a, 10))
    local majority = both(a, b) + both(c, differing(a, b))
    a, b, c, d, e, f, g, h = (first + low + majority) % SIZE, a, b, c, (d + first) % SIZE, e, f, g
  end
  return { a, b, c, d, e, f, g, h }
end

--- The SHA-256 digest of a string of bytes: 32 bytes.
return function(message)
  local padded = words.padded(message, words.big_endian)
  local state = START
  for start = 1, #padded, 64 do
    local change, sum = compressed(state, scheduled(padded, start)), {}
    for index = 1, 8 do sum[index] = (state[index] + change[index]) % SIZE end
    state = sum
  end
  local bytes = {}
  for index = 1, 8 do bytes[index] = words.big_endian(state[index]) end
  return table.concat(bytes)
end
