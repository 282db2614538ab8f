--- TLS by LuaSec, with what LuaSec leaves out: that the certificate is for the host that was asked for.

local tls = {}

local ALTERNATIVE_NAMES = "2.5.29.17"

-- Where systems keep the certificates they trust: Debian, Fedora, openSUSE, Alpine and macOS, FreeBSD, Homebrew.
local KNOWN_PLACES = {
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
  "/usr/local/etc/ssl/cert.pem",
  "/opt/homebrew/etc/openssl@3/cert.pem",
}

local function readable(path)
  local file = path and io.open(path, "rb")
  if file then file:close() end
  return file ~= nil
end

local function authorities(given)
  if given then return given end
  local named = os.getenv("SSL_CERT_FILE")
  if readable(named) then return named end
  for _, path in ipairs(KNOWN_PLACES) do
    if readable(path) then return path end
  end
  return nil
end

local function is_address(host)
  return host:find(":", 1, true) ~= nil or host:find("^[%d.]+$") ~= nil
end

--- Whether a certificate's DNS name covers a host (RFC 6125): equal, or `*` for its first label.
function tls.covers(name, host)
  name, host = name:lower(), host:lower()
  if name == host then return true end
  local parent = name:match("^%*%.([^*]+%.[^*]+)$")
  return parent ~= nil and host:match("^[^.]+%.(.+)$") == parent
end

local function is_for(certificate, host)
  local names = certificate:extensions()[ALTERNATIVE_NAMES] or {}
  if is_address(host) then
    for _, address in ipairs(names.iPAddress or {}) do
      if address:lower() == host:lower() then return true end
    end
    return false
  end
  for _, name in ipairs(names.dNSName or {}) do
    if tls.covers(name, host) then return true end
  end
  return false
end

--- A connection secured and its peer verified. nil, a reason, and whether trying again is in vain.
-- `cafile` is the file of trusted certificates.
function tls.wrapped(tcp, host, cafile, timeout_seconds)
  local found, ssl = pcall(require, "ssl")
  if not found then return nil, "https needs LuaSec", true end
  local trusted = authorities(cafile)
  if not readable(trusted) then return nil, "no file of trusted certificates: set cafile in core.init", true end
  local secure, reason = ssl.wrap(tcp, {
    mode = "client",
    protocol = "any",
    options = { "all", "no_sslv2", "no_sslv3", "no_tlsv1", "no_tlsv1_1" },
    verify = "peer",
    cafile = trusted,
  })
  if not secure then return nil, reason, true end
  secure:settimeout(timeout_seconds, "t")
  if not is_address(host) then secure:sni(host) end
  local ok, fault = secure:dohandshake()
  if not ok then
    secure:close()
    return nil, fault, tostring(fault):find("certificate verify failed", 1, true) ~= nil
  end
  if is_for(secure:getpeercertificate(), host) then return secure end
  secure:close()
  return nil, "the certificate is not for " .. host, true
end

return tls
