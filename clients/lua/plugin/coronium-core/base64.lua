--- Base64 (RFC 4648, section 4).

local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

local function sign(number)
  return ALPHABET:sub(number + 1, number + 1)
end

--- A string of bytes in base64, with padding and without line breaks.
return function(bytes)
  local signs = {}
  for start = 1, #bytes, 3 do
    local a, b, c = bytes:byte(start, start + 2)
    local group = a * 65536 + (b or 0) * 256 + (c or 0)
    local fourth = group % 64
    local third = (group - fourth) / 64 % 64
    local second = (group - group % 4096) / 4096 % 64
    signs[#signs + 1] = sign((group - group % 262144) / 262144)
      .. sign(second)
      .. (b and sign(third) or "=")
      .. (c and sign(fourth) or "=")
  end
  return table.concat(signs)
end
