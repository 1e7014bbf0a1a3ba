import type { DoorServer } from '../config/door-config.ts';
import type { PlacedRegistration } from './registration.ts';

/** What a door's configuration says otherwise than the registration, one sentence each. Pure. */
export function differences(server: DoorServer, registration: PlacedRegistration): string[] {
  const found: string[] = [];
  if (server.url.href !== registration.url.href)
    found.push(`url is ${server.url.href}, and the registration has ${registration.url.href}`);
  const headers = listed(server.headers);
  if (headers !== listed(registration.headers))
    found.push(`headers are ${headers}, and the registration has ${listed(registration.headers)}`);
  const kept = registration.removeHeaders.filter((name) => !server.removeHeaders.has(name.toLowerCase()));
  if (kept.length > 0) found.push(`removeHeaders lacks ${kept.join(', ')}`);
  if (registration.toolsEnforced && !server.toolsEnforced)
    found.push('toolsEnforced is not set, and the registration has a list of tools');
  if (server.discovery !== registration.discovery) found.push('discovery differs');
  return found;
}

const listed = (names: readonly string[]) =>
  names
    .map((name) => name.toLowerCase())
    .sort()
    .join(', ');
