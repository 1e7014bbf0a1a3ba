import type { z } from 'zod';
import type { KnownServer } from '../../contract/resources.ts';
import { KNOWN_SERVERS } from '../../providers/remote/known-servers.ts';

/** The remote MCP servers that the catalogue knows, by name. Pure. */
export function listKnownServers(): z.infer<typeof KnownServer>[] {
  return KNOWN_SERVERS.map(({ id, name, url, issuer, registration, ask, source: { checkedOn } }) => ({
    ...{ id, name, url, issuer, registration, checkedOn },
    ...(ask !== undefined && { ask }),
  })).toSorted((one, other) => one.name.localeCompare(other.name));
}
