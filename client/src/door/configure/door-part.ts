/** The part of the door's own configuration that belongs to one gateway and one server. Pure. */
import type { GatewayKind, Plan } from './plan.ts';

/** What each gateway does in its generated configuration. */
const OF_GATEWAY: Record<GatewayKind, object> = {
  caddy: { forwardsMethod: true },
  nginx: { forwardsMethod: true, fetchesRefusals: true },
  haproxy: { forwardsMethod: true },
  envoy: { callerHeader: 'X-Connections-Caller' },
  traefik: { forwardsMethod: true },
  agentgateway: {},
};

export function doorPart(gateway: GatewayKind, { registration, comparesHeaders, publicHost }: Plan): string {
  const { id, url, headers, removeHeaders, discovery, toolsEnforced } = registration;
  const server = {
    host: url.host,
    url: url.href,
    headers,
    removeHeaders,
    discovery,
    ...(toolsEnforced && { toolsEnforced }),
    ...(comparesHeaders && { comparesHeaders }),
  };
  const part = {
    gateways: [
      {
        name: gateway,
        secretFile: '/etc/connections-door/secret',
        servers: [id],
        ...OF_GATEWAY[gateway],
        /* It sends its client's Host to the door, and cannot be told otherwise. */ ...(gateway ===
          'envoy' && { hosts: [publicHost] }),
      },
    ],
    servers: { [id]: server },
  };
  return `${JSON.stringify(part, null, 2)}\n`;
}
