/** Envoy 1.40: a bootstrap, as JSON, which is YAML too. It sends the body along, and serves POST alone. Pure. */
import {
  ASKED_HEADERS,
  nameOf,
  type Plan,
  removedAfterAsking,
  removedBeforeAsking,
  SECRET_VARIABLE,
  upstreamOf,
} from './plan.ts';

const TYPE = 'type.googleapis.com/envoy.extensions';
/** The JWT travels in this header until the door has answered, so that `Authorization` is removed first, whatever comes back. */
const CALLER = 'x-connections-caller';

export function envoyConfiguration(plan: Plan): string {
  const bootstrap = {
    static_resources: { listeners: [listener(plan)], clusters: [doorCluster(plan), serverCluster(plan)] },
  };
  return `${JSON.stringify(bootstrap, null, 2)}\n`;
}

const typed = (name: string, type: string, config: object) => ({
  name,
  typed_config: { '@type': `${TYPE}.${type}`, ...config },
});
const address = (text: string) => {
  const { hostname, port } = new URL(`http://${text}`);
  return { socket_address: { address: hostname.replace(/^\[|\]$/g, ''), port_value: Number(port || 80) } };
};

function listener(plan: Plan): object {
  const manager = {
    stat_prefix: nameOf(plan),
    normalize_path: true,
    path_with_escaped_slashes_action: 'REJECT_REQUEST',
    common_http_protocol_options: { headers_with_underscores_action: 'DROP_HEADER' },
    request_timeout: '30s',
    stream_idle_timeout: '300s',
    route_config: { virtual_hosts: [{ name: 'all', domains: [plan.publicHost], routes: routes(plan) }] },
    http_filters: filters(plan),
  };
  const http = typed(
    'envoy.filters.network.http_connection_manager',
    'filters.network.http_connection_manager.v3.HttpConnectionManager',
    manager,
  );
  return { name: nameOf(plan), address: address(plan.listen), filter_chains: [{ filters: [http] }] };
}

/** The whole path with its query is compared. Nothing else is asked for. */
function routes(plan: Plan): object[] {
  const exactly = (name: string, exact: string) => ({ name, string_match: { exact } });
  const unasked = {
    'envoy.filters.http.ext_authz': {
      '@type': `${TYPE}.filters.http.ext_authz.v3.ExtAuthzPerRoute`,
      disabled: true,
    },
  };
  return [
    {
      match: { prefix: '/', headers: [exactly(':path', plan.path), exactly(':method', 'POST')] },
      route: {
        cluster: nameOf(plan),
        timeout: '0s',
        host_rewrite_literal: plan.registration.url.host,
        regex_rewrite: { pattern: { regex: '^.*$' }, substitution: plan.registration.url.pathname },
      },
    },
    {
      match: { prefix: '/', headers: [exactly(':path', plan.path)] },
      direct_response: { status: 405 },
      typed_per_filter_config: unasked,
    },
    { match: { prefix: '/' }, direct_response: { status: 404 }, typed_per_filter_config: unasked },
  ];
}

function filters(plan: Plan): object[] {
  const removing = (names: readonly string[]) => names.map((remove) => ({ remove: remove.toLowerCase() }));
  const mutating = (request_mutations: object[]) =>
    typed('envoy.filters.http.header_mutation', 'filters.http.header_mutation.v3.HeaderMutation', {
      mutations: { request_mutations },
    });
  const moved = {
    header: { key: CALLER, value: '%REQ(authorization)%' },
    append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
  };
  return [
    mutating([...removing(removedBeforeAsking(plan)), { append: moved }, ...removing(['authorization'])]),
    typed('envoy.filters.http.ext_authz', 'filters.http.ext_authz.v3.ExtAuthz', question(plan)),
    typed('envoy.filters.http.rbac', 'filters.http.rbac.v3.RBAC', { rules: onlyInjected(plan) }),
    mutating(
      removing([
        CALLER,
        'x-connections-answer',
        ...removedAfterAsking(plan).filter((name) => name !== 'Authorization'),
      ]),
    ),
    typed('envoy.filters.http.router', 'filters.http.router.v3.Router', { suppress_envoy_headers: true }),
  ];
}

const exactly = (names: readonly string[]) => ({
  patterns: names.map((name) => ({ exact: name.toLowerCase() })),
});

function question({ door, registration: { id, headers } }: Plan): object {
  return {
    transport_api_version: 'V3',
    failure_mode_allow: false,
    status_on_error: { code: 'ServiceUnavailable' },
    validate_mutations: true,
    allowed_headers: exactly([CALLER, 'content-type', 'content-encoding', ...ASKED_HEADERS]),
    with_request_body: { max_request_bytes: 1_048_576, allow_partial_message: false },
    http_service: {
      server_uri: { uri: `http://${door}`, cluster: 'connections_door', timeout: '20s' },
      path_override: `/authorize/${id}`,
      authorization_request: {
        headers_to_add: [{ key: 'x-connections-door', value: `$\{${SECRET_VARIABLE}}` }],
      },
      authorization_response: {
        allowed_upstream_headers: exactly([...headers, 'x-connections-answer']),
        allowed_client_headers: exactly(['www-authenticate', 'content-type', 'cache-control']),
      },
    },
  };
}

/** An answer of another version, or one without a header, ends here. */
function onlyInjected({ registration: { headers } }: Plan): object {
  const all = [
    { header: { name: 'x-connections-answer', string_match: { exact: '1' } } },
    ...headers.map((name) => ({
      header: { name: name.toLowerCase(), string_match: { safe_regex: { regex: '[\\x20-\\x7e]+' } } },
    })),
  ];
  return {
    action: 'ALLOW',
    policies: { injected: { permissions: [{ and_rules: { rules: all } }], principals: [{ any: true }] } },
  };
}

function cluster(name: string, where: object, more: object): object {
  const endpoints = [{ lb_endpoints: [{ endpoint: { address: where } }] }];
  return {
    name,
    connect_timeout: '2s',
    type: 'STRICT_DNS',
    dns_lookup_family: 'ALL',
    load_assignment: { cluster_name: name, endpoints },
    ...more,
  };
}

const doorCluster = ({ door }: Plan) => cluster('connections_door', address(door), {});

function serverCluster(plan: Plan): object {
  const { name, port, tls } = upstreamOf(plan);
  if (!tls) return cluster(nameOf(plan), address(`${name}:${port}`), {});
  const match_typed_subject_alt_names = [{ san_type: 'DNS', matcher: { exact: name } }];
  const validation_context = { trusted_ca: { filename: plan.ca }, match_typed_subject_alt_names };
  const tlsContext = { sni: name, common_tls_context: { validation_context } };
  const socket = typed(
    'envoy.transport_sockets.tls',
    'transport_sockets.tls.v3.UpstreamTlsContext',
    tlsContext,
  );
  return cluster(nameOf(plan), address(`${name}:${port}`), { transport_socket: socket });
}
