/** The configuration of each kind of gateway. Pure. */
import { agentgatewayConfiguration } from './agentgateway.ts';
import { caddyConfiguration } from './caddy.ts';
import { envoyConfiguration } from './envoy.ts';
import { haproxyConfiguration } from './haproxy.ts';
import { nginxConfiguration } from './nginx.ts';
import type { GatewayKind, Plan } from './plan.ts';
import { traefikConfiguration } from './traefik.ts';

const MADE_BY: Record<GatewayKind, (plan: Plan) => string> = {
  caddy: caddyConfiguration,
  nginx: nginxConfiguration,
  haproxy: haproxyConfiguration,
  envoy: envoyConfiguration,
  traefik: traefikConfiguration,
  agentgateway: agentgatewayConfiguration,
};

export const configurationOf = (gateway: GatewayKind, plan: Plan): string => MADE_BY[gateway](plan);
