--- The digests that calls need: of Solar2D's own `crypto` where that computes them, else of plain Lua.

local base64 = require("plugin.coronium-core.base64")
local md5 = require("plugin.coronium-core.md5")
local sha256 = require("plugin.coronium-core.sha256")
local words = require("plugin.coronium-core.words")

local digests = {}

local BLOCK_BYTES = 64

local function hexadecimal(bytes)
  return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
end

local function padded_key(key, byte)
  return (key:gsub(".", function(each) return string.char(words.differing(each:byte(), byte)) end))
end

-- HMAC as in RFC 2104.
local function hmac_sha256(key, message)
  if #key > BLOCK_BYTES then key = sha256(key) end
  key = key .. ("\0"):rep(BLOCK_BYTES - #key)
  return sha256(padded_key(key, 0x5c) .. sha256(padded_key(key, 0x36) .. message))
end

-- Plain Lua may have a module of this name that is quite another, so only Solar2D is asked, and the answers are looked at.
local function native()
  if type(rawget(_G, "network")) ~= "table" then return nil end
  local found, crypto = pcall(require, "crypto")
  if not found then crypto = rawget(_G, "crypto") end
  local works = pcall(function()
    assert(crypto.digest(crypto.md5, "abc") == "900150983cd24fb0d6963f7d28e17f72")
    assert(#crypto.digest(crypto.sha256, "abc") == 64)
    assert(base64(crypto.hmac(crypto.sha256, "message", "key", true)) == "bp7ym3X//Ft6uuUn1Y/a2y/kLnIZARl2kXNDBl9Y7Uo=")
  end)
  return works and crypto or nil
end

local crypto = native()

--- The MD5 digest of a string of bytes, as 32 lowercase hexadecimal digits.
function digests.md5_hex(message)
  if crypto then return crypto.digest(crypto.md5, message) end
  return hexadecimal(md5(message))
end

--- The SHA-256 digest of a string of bytes, as 64 lowercase hexadecimal digits.
function digests.sha256_hex(message)
  if crypto then return crypto.digest(crypto.sha256, message) end
  return hexadecimal(sha256(message))
end

--- The HMAC-SHA256 (RFC 2104) of a string of bytes, in base64.
function digests.hmac_sha256_base64(key, message)
  if crypto then return base64(crypto.hmac(crypto.sha256, message, key, true)) end
  return base64(hmac_sha256(key, message))
end

return digests
