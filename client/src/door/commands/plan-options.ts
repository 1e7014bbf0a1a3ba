/** Reads the options of a command that describe the gateway: its addresses, its path, and its certificate authorities. */
import { GATEWAYS, type GatewayKind, needsComparedHeaders, type Plan } from '../configure/plan.ts';
import type { PlacedRegistration } from '../configure/registration.ts';
import { DoorError } from '../door-error.ts';

export const PLAN_OPTIONS = ['door', 'listen', 'public-host', 'path', 'ca', 'compares-headers'] as const;
export const PLAN_USAGE =
  '[--door <host:port>] [--listen <host:port>] [--public-host <host:port>] [--path <path>] [--ca <file>] [--compares-headers true|false]';

/** Gateways that send no body to the door. */
const WITHOUT_BODY: readonly GatewayKind[] = ['caddy', 'nginx'];

type Given = { gateway: string } & Partial<Record<(typeof PLAN_OPTIONS)[number], string>>;

/** @throws {DoorError} `arguments_refused` or `registration_refused` */
export function planOf(
  options: Given,
  registration: PlacedRegistration,
): { gateway: GatewayKind; plan: Plan } {
  const gateway = GATEWAYS.find((known) => known === options.gateway);
  if (!gateway) throw new DoorError('arguments_refused', `--gateway is none of ${GATEWAYS.join(', ')}`);
  const listen = options.listen ?? '127.0.0.1:8080';
  const plan: Plan = {
    registration,
    door: fitting('door', options.door ?? '127.0.0.1:7070', /^(127\.0\.0\.1|\[::1\]):\d{1,5}$/),
    listen: fitting('listen', listen, /^([A-Za-z0-9.-]+|\[[0-9a-f:]+\]):\d{1,5}$/),
    publicHost: fitting(
      'public-host',
      options['public-host'] ?? listen,
      /^([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/,
    ),
    path: fitting('path', options.path ?? `/mcp/${registration.id}`, /^(\/[A-Za-z0-9._~-]+)+$/),
    ca: fitting('ca', options.ca ?? '/etc/ssl/certs/ca-certificates.crt', /^\/[A-Za-z0-9._/-]+$/),
    comparesHeaders:
      fitting('compares-headers', options['compares-headers'] ?? 'false', /^(true|false)$/) === 'true',
  };
  if (WITHOUT_BODY.includes(gateway)) needsComparedHeaders(plan, gateway);
  return { gateway, plan };
}

/** What stands in a configuration, where another character could end a word. */
function fitting(name: string, value: string, pattern: RegExp): string {
  if (!pattern.test(value))
    throw new DoorError('arguments_refused', `--${name} does not fit ${pattern.source}`);
  return value;
}
