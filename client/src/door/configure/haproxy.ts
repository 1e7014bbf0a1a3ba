/** HAProxy 2.6 and later with Lua. It sends the body along. A frontend, a backend, and the Lua file that asks the door. Pure. */
import {
  ASKED_HEADERS,
  nameOf,
  type Plan,
  removedAfterAsking,
  removedBeforeAsking,
  SECRET_VARIABLE,
  upstreamOf,
} from './plan.ts';

/** Bytes of a body that HAProxy keeps while it asks; a longer one is refused. */
const BUFFER = 131_072;

export function haproxyConfiguration(plan: Plan): string {
  const { registration, listen, path } = plan;
  const { tls, name, port, host } = upstreamOf(plan);
  const own = nameOf(plan);
  return `# MCP server ${registration.id}. Log and capture no headers. ${SECRET_VARIABLE} stands in HAProxy's environment.
global
  lua-load /etc/haproxy/${own}.lua
  tune.bufsize ${BUFFER}

frontend ${own}
  mode http
  bind ${listen}
  timeout client 5m
  timeout http-request 10s
  option http-buffer-request
  # In HTTP/2 a request with a body and trailers needs no header that tells of them.
  option disable-h2-upgrade
  http-request return status 404 unless { path -m str ${path} }
  http-request return status 405 unless { method POST GET DELETE }
  http-request deny deny_status 400 if { req.hdr_cnt(upgrade) gt 0 }
  # A body of unknown length could be cut without notice, and end with trailers, which HAProxy passes on.
  http-request return status 411 if { method POST } !{ req.hdr_cnt(content-length) eq 1 }
  http-request deny deny_status 400 if { req.hdr_cnt(transfer-encoding) gt 0 }
  http-request deny deny_status 400 if !{ method POST } { req.hdr_cnt(content-length) gt 0 }
  http-request deny deny_status 400 if !{ method POST } { req.body_size gt 0 }
${removedBeforeAsking(plan)
  .map((each) => `  http-request del-header ${each}`)
  .join('\n')}
  http-request del-header _ -m sub
  http-request lua.${own}
  http-request deny deny_status 503 unless { var(txn.${own}_asked) -m str yes }
${removedAfterAsking(plan)
  .map((each) => `  http-request del-header ${each}`)
  .join('\n')}
${registration.headers.map((each, index) => `  http-request set-header ${each} "%[var(txn.${own}_${index})]"`).join('\n')}
  http-request set-header Host ${host}
  http-request set-uri ${registration.url.pathname.replaceAll('%', '%%')}
  default_backend ${own}

backend ${own}
  mode http
  timeout connect 5s
  timeout server 5m
  retries 0
  server mcp ${name}:${port}${tls ? ` ssl verify required ca-file ${plan.ca} sni str(${name}) verifyhost ${name}` : ''}
`;
}

/** The Lua file: everything but a complete answer of this version ends the request. */
export function haproxyLua(plan: Plan): string {
  const { registration, door } = plan;
  const own = nameOf(plan);
  return `-- Asks connections-door for MCP server ${registration.id}. Made by connections-door configure.
local secret = os.getenv("${SECRET_VARIABLE}") or ""
local asked = { ${['Authorization', 'Content-Type', 'Content-Encoding', ...ASKED_HEADERS].map((each) => `"${each.toLowerCase()}"`).join(', ')} }
local injected = { ${registration.headers.map((each) => `"${each.toLowerCase()}"`).join(', ')} }

local function refuse(txn, status, body, challenge)
  local reply = txn:reply()
  reply:set_status(status)
  reply:add_header("content-type", "application/json")
  reply:add_header("cache-control", "no-store")
  if challenge then reply:add_header("www-authenticate", challenge) end
  reply:set_body(body or "")
  txn:done(reply)
end

-- All values of a header, so that the door sees a repeated one as it is.
local function question(txn)
  local sent = txn.http:req_get_headers()
  local headers = {
    ["host"] = { "${door}" },
    ["x-connections-door"] = { secret },
    ["x-forwarded-method"] = { txn.f:method() },
  }
  for _, name in ipairs(asked) do
    if sent[name] then
      local values = {}
      for index, value in pairs(sent[name]) do values[#values + 1] = value end
      headers[name] = values
    end
  end
  return headers
end

-- The one value of each header of the registration, or nothing.
local function values(response)
  local found = {}
  for index, name in ipairs(injected) do
    local all = response.headers[name]
    if not all or not all[0] or all[1] or not all[0]:match("^[\\32-\\126]+$") then return nil end
    found[index] = all[0]
  end
  return found
end

core.register_action("${own}", { "http-req" }, function(txn)
  local body = nil
  if txn.f:method() == "POST" then
    body = txn.f:req_body() or ""
    if #body ~= tonumber(txn.f:req_hdr("content-length")) then
      return refuse(txn, 413, '{"reason":"invalid_request","message":"The body is too long for this gateway."}')
    end
  end
  local client = core.httpclient()
  local what = { url = "http://${door}/authorize/${registration.id}", headers = question(txn), timeout = 20000 }
  local response
  if body and #body > 0 then
    what.body = body
    response = client:post(what)
  else
    response = client:get(what)
  end
  local status = response and response.status
  if status == 401 or status == 403 or status == 405 then
    local challenge = response.headers["www-authenticate"]
    return refuse(txn, status, response.body, challenge and challenge[0])
  end
  local marker = status == 200 and response.headers["x-connections-answer"]
  local found = marker and marker[0] == "1" and not marker[1] and values(response)
  if not found then
    return refuse(txn, 503, '{"reason":"temporarily_unavailable","message":"The door did not answer."}')
  end
  for index, value in ipairs(found) do txn:set_var("txn.${own}_" .. (index - 1), value) end
  txn:set_var("txn.${own}_asked", "yes")
end, 0)
`;
}
