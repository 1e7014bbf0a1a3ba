/** The headers of a 200: all of the registration and no other, each with one value that can stand in a header (T206, T210). Pure. */
import type { Injection } from '../../../../src/contract/injection-messages.ts';
import type { DoorServer } from '../config/door-config.ts';
import { DOOR_LIMITS } from '../door-limits.ts';

type Given = Pick<
  Injection,
  'headers' | 'removeHeaders' | 'query' | 'env' | 'binding' | 'allowedHosts' | 'allowedUrl' | 'expiresAt'
>;

/** The headers in the configuration's spelling, or the reason to give none. `now` is in milliseconds. */
export function deliverableHeaders(
  injection: Given,
  server: DoorServer,
  now: number,
): { headers: [name: string, value: string][] } | { refusal: 'not_deliverable' | 'host_not_allowed' } {
  if (!isForServer(injection, server) || Date.parse(injection.expiresAt) <= now)
    return { refusal: 'host_not_allowed' };
  if (injection.query || injection.env || injection.binding !== 'request')
    return { refusal: 'not_deliverable' };
  const values = new Map(
    Object.entries(injection.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const headers = server.headers.map((name): [string, string] => [
    name,
    values.get(name.toLowerCase()) ?? '',
  ]);
  const isWhole = values.size === headers.length && Object.keys(injection.headers).length === headers.length;
  const isFit =
    isWhole && headers.every(([, value]) => isValue(value)) && sizeOf(headers) <= DOOR_LIMITS.injectedValues;
  return isFit && areRemoved(injection, server) ? { headers } : { refusal: 'not_deliverable' };
}

/** Visible ASCII with single blanks between: what every gateway passes on as it is. */
const isValue = (value: string) => /^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(value);
const sizeOf = (headers: [string, string][]) => headers.reduce((size, [, value]) => size + value.length, 0);

/** Gateways remove what their configuration names. A registration that has grown since needs a new configuration. */
function areRemoved({ removeHeaders }: Given, server: DoorServer): boolean {
  const always = new Set(
    [...ALWAYS_REMOVED, ...server.removeHeaders, ...server.headers].map((name) => name.toLowerCase()),
  );
  return removeHeaders.every((name) => always.has(name.toLowerCase()));
}

/** What every generated configuration removes from the client's request. */
export const ALWAYS_REMOVED = ['Authorization', 'Cookie', 'Proxy-Authorization'] as const;

function isForServer({ allowedHosts, allowedUrl }: Given, { url }: DoorServer): boolean {
  const allowed = allowedUrl === undefined ? undefined : new URL(allowedUrl);
  if (allowed && (allowed.origin !== url.origin || allowed.pathname !== url.pathname)) return false;
  return allowedHosts.some((host) => withPort(host, url) === withPort(url.host, url));
}

const withPort = (host: string, { protocol }: URL) =>
  /:\d+$/.test(host) ? host : `${host}:${protocol === 'https:' ? 443 : 80}`;
