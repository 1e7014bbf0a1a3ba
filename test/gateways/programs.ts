/** The gateways that these tests run, and where install.ts puts them. */
import { existsSync, readdirSync } from 'node:fs';

export const GATEWAYS_HERE = ['caddy', 'nginx', 'haproxy', 'envoy'] as const;
export type GatewayHere = (typeof GATEWAYS_HERE)[number];

export const PROGRAMS = new URL('.programs/', import.meta.url).pathname;

const BINARIES: Record<GatewayHere, string> = {
  caddy: 'usr/bin/caddy',
  nginx: 'usr/sbin/nginx',
  haproxy: 'usr/sbin/haproxy',
  envoy: 'envoy/_bin/envoy',
};

export function binaryOf(gateway: GatewayHere): string {
  if (gateway !== 'envoy') return `${PROGRAMS}${BINARIES[gateway]}`;
  const lib = `${PROGRAMS}python/lib`;
  const python = existsSync(lib) ? readdirSync(lib).find((name) => name.startsWith('python3')) : undefined;
  return `${lib}/${python}/site-packages/${BINARIES.envoy}`;
}

/** Why this gateway cannot be run. Undefined: it can. */
export const absenceOf = (gateway: GatewayHere): string | undefined =>
  existsSync(binaryOf(gateway)) ? undefined : `${binaryOf(gateway)} is not there`;

/** The libraries of the packages. */
export const LIBRARIES = `${PROGRAMS}usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
