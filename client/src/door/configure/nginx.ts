/** nginx with ngx_http_auth_request_module: for the `http` block. It sends no body along, and fetches refusals. Pure. */
import {
  ASKED_HEADERS,
  nameOf,
  type Plan,
  removedAfterAsking,
  removedBeforeAsking,
  SECRET_VARIABLE,
  upstreamOf,
} from './plan.ts';

export function nginxConfiguration(plan: Plan): string {
  const { registration, listen, path } = plan;
  const { tls, name, port, host } = upstreamOf(plan);
  const own = nameOf(plan);
  const values = registration.headers.map((_, index) => `$${own}_value_${index}`);
  const removed = [...removedBeforeAsking(plan), ...removedAfterAsking(plan)].filter(
    (each) => !isOneOf(each, [...registration.headers, ...ASKED_HEADERS.slice(1), 'Connection']),
  );
  return `# MCP server ${registration.id}. envsubst replaces ${SECRET_VARIABLE}. Log no $http_, $upstream_http_ or $${own}_ variables.
upstream ${own} { server ${name}:${port}; }
${values.map((value, index) => `map ${value} $${own}_has_${index} { default 0; "~^[\\x20-\\x7e]+$" 1; }`).join('\n')}
# A server could run a call in the body of a GET, which the door takes for the stream of a session.
map "$request_method:$http_content_length:$http_transfer_encoding" $${own}_has_body { default 0; "~^(GET|DELETE):(?!0?:$)" 1; }
# Without an answer of this version that has all headers there is no upstream, and nginx answers 500.
map "$${own}_status$${own}_answer${values.map((_, index) => `$${own}_has_${index}`).join('')}" $${own}_upstream { default ""; "2001${values.map(() => '1').join('')}" ${own}; }
server {
  listen ${listen};
  underscores_in_headers off;
  ignore_invalid_headers on;
  client_max_body_size 4m;

  location = ${path} {
    if ($request_method !~ "^(GET|POST|DELETE)$") { return 405; }
    if ($http_upgrade) { return 400; }
    if ($${own}_has_body) { return 400; }
    auth_request /connections-door/${registration.id};
    auth_request_set $${own}_status $upstream_status;
    auth_request_set $${own}_answer $upstream_http_x_connections_answer;
    auth_request_set $${own}_refusal $upstream_http_x_connections_refusal;
${values.map((value, index) => `    auth_request_set ${value} $upstream_http_${variable(registration.headers[index] as string)};`).join('\n')}
    error_page 403 = @${own}_refused;
    proxy_pass ${tls ? 'https' : 'http'}://$${own}_upstream${registration.url.pathname};
    proxy_http_version 1.1;
    proxy_set_header Host ${host};
    proxy_set_header Connection "";
${removed.map((each) => `    proxy_set_header ${each} "";`).join('\n')}
${ASKED_HEADERS.slice(1)
  .map((each) => `    proxy_set_header ${each} $http_${variable(each)};`)
  .join('\n')}
${values.map((value, index) => `    proxy_set_header ${registration.headers[index]} ${value};`).join('\n')}
    proxy_next_upstream off;
    proxy_redirect off;
    proxy_buffering off;
    proxy_cache off;
    proxy_store off;
    proxy_read_timeout 5m;${
      tls
        ? `
    proxy_ssl_server_name on;
    proxy_ssl_name ${name};
    proxy_ssl_verify on;
    proxy_ssl_verify_depth 4;
    proxy_ssl_trusted_certificate ${plan.ca};`
        : ''
    }
  }

  location = /connections-door/${registration.id} {
    internal;
${toDoor(plan, `/authorize/${registration.id}`)}
    proxy_set_header X-Forwarded-Method $request_method;
    proxy_set_header Authorization $http_authorization;
${ASKED_HEADERS.map((each) => `    proxy_set_header ${each} $http_${variable(each)};`).join('\n')}
  }

  # nginx drops the body of an answer to auth_request. The door keeps the refusal for this gateway.
  location @${own}_refused {
    if ($${own}_refusal = "") { return 403; }
    rewrite ^ /refusals/$${own}_refusal break;
${toDoor(plan, '')}
  }

  location / { return 404; }
}
`;
}

const toDoor = ({ door }: Plan, path: string) => `    proxy_pass http://${door}${path};
    proxy_method GET;
    proxy_pass_request_headers off;
    proxy_pass_request_body off;
    proxy_set_header Content-Length "";
    proxy_set_header Connection "";
    proxy_http_version 1.1;
    proxy_set_header Host ${door};
    proxy_set_header X-Connections-Door "$\{${SECRET_VARIABLE}}";
    proxy_connect_timeout 2s;
    proxy_read_timeout 20s;
    proxy_next_upstream off;
    proxy_cache off;
    proxy_store off;
    proxy_buffer_size 16k;
    proxy_buffers 4 16k;`;

const variable = (header: string) => header.toLowerCase().replaceAll('-', '_');
const isOneOf = (name: string, names: readonly string[]) =>
  names.some((each) => each.toLowerCase() === name.toLowerCase());
