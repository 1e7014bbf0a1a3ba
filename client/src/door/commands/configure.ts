import { agentgatewayConfiguration } from '../configure/agentgateway.ts';
import { caddyConfiguration } from '../configure/caddy.ts';
import { doorPart } from '../configure/door-part.ts';
import { envoyConfiguration } from '../configure/envoy.ts';
import { haproxyConfiguration, haproxyLua } from '../configure/haproxy.ts';
import { nginxConfiguration } from '../configure/nginx.ts';
import { GATEWAYS, type GatewayKind, needsComparedHeaders, type Plan } from '../configure/plan.ts';
import { traefikConfiguration } from '../configure/traefik.ts';
import { DoorError } from '../door-error.ts';
import { type DoorCommand, optionsOf } from './command.ts';
import { REGISTRATION_OPTIONS, REGISTRATION_USAGE, registrationFor } from './registration-options.ts';

const MADE_BY: Record<GatewayKind, (plan: Plan) => string> = {
  caddy: caddyConfiguration,
  nginx: nginxConfiguration,
  haproxy: haproxyConfiguration,
  envoy: envoyConfiguration,
  traefik: traefikConfiguration,
  agentgateway: agentgatewayConfiguration,
};
/** Gateways that send no body to the door. */
const WITHOUT_BODY: readonly GatewayKind[] = ['caddy', 'nginx'];

/** Prints a gateway's configuration for one server; with `--part door` what the door's own needs, with `--part lua` HAProxy's script. */
export const CONFIGURE: DoorCommand = {
  usage: `--gateway ${GATEWAYS.join('|')} --server <id> ${REGISTRATION_USAGE} [--part gateway|door|lua] [--door <host:port>] [--listen <host:port>] [--public-host <host:port>] [--path <path>] [--ca <file>] [--compares-headers true|false]`,
  description: 'Prints the configuration of a gateway for one MCP server.',
  async run(args, surroundings) {
    const options = optionsOf(args, {
      required: ['gateway', 'server'],
      optional: [
        ...REGISTRATION_OPTIONS,
        'part',
        'door',
        'listen',
        'public-host',
        'path',
        'ca',
        'compares-headers',
      ],
    });
    const gateway = GATEWAYS.find((known) => known === options.gateway);
    if (!gateway) throw new DoorError('arguments_refused', `--gateway is none of ${GATEWAYS.join(', ')}`);
    const registration = await registrationFor(options, surroundings);
    const plan: Plan = {
      registration,
      door: fitting('door', options.door ?? '127.0.0.1:7070', /^(127\.0\.0\.1|\[::1\]):\d{1,5}$/),
      listen: fitting(
        'listen',
        options.listen ?? '127.0.0.1:8080',
        /^([A-Za-z0-9.-]+|\[[0-9a-f:]+\]):\d{1,5}$/,
      ),
      publicHost: fitting(
        'public-host',
        options['public-host'] ?? options.listen ?? '127.0.0.1:8080',
        /^([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/,
      ),
      path: fitting('path', options.path ?? `/mcp/${registration.id}`, /^(\/[A-Za-z0-9._~-]+)+$/),
      ca: fitting('ca', options.ca ?? '/etc/ssl/certs/ca-certificates.crt', /^\/[A-Za-z0-9._/-]+$/),
      comparesHeaders:
        fitting('compares-headers', options['compares-headers'] ?? 'false', /^(true|false)$/) === 'true',
    };
    if (WITHOUT_BODY.includes(gateway)) needsComparedHeaders(plan, gateway);
    surroundings.write(partOf(gateway, plan, options.part ?? 'gateway'));
    return 0;
  },
};

function partOf(gateway: GatewayKind, plan: Plan, part: string): string {
  if (part === 'gateway') return MADE_BY[gateway](plan);
  if (part === 'door') return doorPart(gateway, plan);
  if (part === 'lua' && gateway === 'haproxy') return haproxyLua(plan);
  throw new DoorError(
    'arguments_refused',
    `--part is neither gateway nor door${gateway === 'haproxy' ? ' nor lua' : ''}`,
  );
}

/** What stands in a configuration, where another character could end a word. */
function fitting(name: string, value: string, pattern: RegExp): string {
  if (!pattern.test(value))
    throw new DoorError('arguments_refused', `--${name} does not fit ${pattern.source}`);
  return value;
}
