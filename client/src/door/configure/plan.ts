/** What every gateway's configuration says, in no gateway's language. */
import { WORKSPACE_HEADER } from '../../../../src/contract/authorizer.ts';
import { DoorError } from '../door-error.ts';
import { ALWAYS_REMOVED } from '../serve/deliverable-headers.ts';
import { GATEWAY_HEADER } from '../serve/known-gateway.ts';
import { ANSWER_HEADER, REFUSAL_HEADER } from '../serve/write-answer.ts';
import type { PlacedRegistration } from './registration.ts';

export const GATEWAYS = ['caddy', 'nginx', 'haproxy', 'envoy', 'traefik', 'agentgateway'] as const;
export type GatewayKind = (typeof GATEWAYS)[number];

export interface Plan {
  registration: PlacedRegistration;
  /** The door as `host:port`. */
  door: string;
  /** Where the gateway listens, as `host:port`. */
  listen: string;
  /** The `Host` of its clients' requests. */
  publicHost: string;
  /** The path at which clients find the server. */
  path: string;
  /** File with the certificates of the authorities that the gateway trusts for the server. */
  ca: string;
  /** Whether the server was seen to compare the headers of MCP with the body. */
  comparesHeaders: boolean;
}

/** The text that stands in the configuration until `envsubst` or the gateway itself replaces it by the secret. */
export const SECRET_VARIABLE = 'CONNECTIONS_DOOR_SECRET';

/** Headers that only the gateway and the door may set. */
const OWN = [GATEWAY_HEADER, ANSWER_HEADER, REFUSAL_HEADER, 'X-Connections-Caller', 'X-Forwarded-Method'];
/** What would let a server read another method or address than the one that was judged. */
const OVERRIDES = [
  'X-HTTP-Method-Override',
  'X-HTTP-Method',
  'X-Method-Override',
  'X-Original-URL',
  'X-Rewrite-URL',
];
/** What belongs to one connection (RFC 9110 section 7.6.1). `Connection` could name a header that the gateway then removes. */
const OF_CONNECTION = ['Connection', 'Keep-Alive', 'Proxy-Connection', 'TE', 'Trailer', 'Upgrade', 'Expect'];

/** Headers of the client's request that the door reads. */
export const ASKED_HEADERS = [WORKSPACE_HEADER, 'MCP-Protocol-Version', 'Mcp-Method', 'Mcp-Name'] as const;

/** Headers that never come from the client to the server, whatever the door answers: removed first, then set (T206). */
export function removedBeforeAsking({ registration: { headers, removeHeaders } }: Plan): string[] {
  const named = [
    ...OWN,
    ...OVERRIDES,
    ...OF_CONNECTION,
    ...headers,
    ...removeHeaders,
    'Cookie',
    'Proxy-Authorization',
  ];
  const kept = [
    'authorization',
    'host',
    'content-length',
    'transfer-encoding',
    ...ASKED_HEADERS.map((name) => name.toLowerCase()),
  ];
  return unique(named).filter((name) => !kept.includes(name.toLowerCase()));
}

/** Headers that the door reads and the server must not get (T207). */
export function removedAfterAsking({ registration: { headers, removeHeaders } }: Plan): string[] {
  const own = new Set(headers.map((name) => name.toLowerCase()));
  const asked = removeHeaders.filter((name) =>
    ASKED_HEADERS.some((each) => each.toLowerCase() === name.toLowerCase()),
  );
  return unique([ALWAYS_REMOVED[0], WORKSPACE_HEADER, ...asked]).filter(
    (name) => !own.has(name.toLowerCase()),
  );
}

function unique(names: string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()));
}

/** A name made of a server's id, for languages whose names have no `.` and `-`. Two ids may meet; a file is for one server. */
export const nameOf = ({ registration: { id } }: Plan) => `connections_${id.replace(/[^a-z0-9]/g, '_')}`;

/** Host and port of the server, with the port that its scheme implies. */
export function upstreamOf({ registration: { url } }: Plan): {
  host: string;
  name: string;
  port: string;
  tls: boolean;
} {
  const tls = url.protocol === 'https:';
  return { host: url.host, name: url.hostname, port: url.port || (tls ? '443' : '80'), tls };
}

/** @throws {DoorError} `registration_refused`: this gateway does not send bodies, and the server was not seen to compare headers. */
export function needsComparedHeaders(plan: Plan, gateway: GatewayKind): void {
  if (plan.registration.toolsEnforced && !plan.comparesHeaders)
    throw new DoorError(
      'registration_refused',
      `the registration has a list of tools, and ${gateway} sends no bodies to the door: run connections-door probe, or take a gateway that sends them (haproxy, envoy)`,
    );
}
