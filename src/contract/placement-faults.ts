import { NOT_FOR_PROCESSES } from './process-variables.ts';
import type { Placement } from './server-registration.ts';

/** RFC 9110 section 7.6.1, and what frames or routes a request: no token belongs there. */
const NOT_FOR_TOKENS =
  /^(host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-(length|type|encoding)|cookie|origin|referer|mcp-.*|accept|accept-encoding|expect|forwarded|last-event-id|trailers)$/i;
/** A registration's variables are named by what they hold: a secret, or where and whose it is. */
const OF_A_CONNECTION =
  /TOKEN|KEY|SECRET|AUTH|CRED|PASS|BEARER|HEADER|COOKIE|INSTANCE|SUBDOMAIN|TENANT|CLOUD|SITE|CLIENT|ACCOUNT|EMAIL|USER/i;

/** The templates of a placement's value. */
export function templatesOf({ value }: Pick<Placement, 'value'>): string[] {
  return typeof value === 'string' ? [value] : Object.values(value.json);
}

/** What is wrong with where a registration puts the token, in half a sentence; undefined when nothing is. Pure. */
export function placementFault(placements: readonly Placement[]): string | undefined {
  if (!placements.some((placement) => templatesOf(placement).join().includes('{accessToken}')))
    return 'no placement holds {accessToken}';
  const foreign = placements.find(
    ({ in: place, name }) =>
      (place === 'header' && NOT_FOR_TOKENS.test(name)) || (place === 'env' && !isForProcesses(name)),
  );
  if (foreign) return `${foreign.name} is not for a token`;
  const places = placements.map(
    ({ in: place, name }) => `${place} ${place === 'header' ? name.toLowerCase() : name}`,
  );
  if (new Set(places).size < places.length) return 'a name is used twice';
  return undefined;
}

function isForProcesses(name: string): boolean {
  return OF_A_CONNECTION.test(name) && !NOT_FOR_PROCESSES.test(name);
}
