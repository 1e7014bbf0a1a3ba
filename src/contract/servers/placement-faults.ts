/** What no registration may put, and where. Judged when a server is registered, and again when the registration is used. */
import type { FieldFault } from '../problems.ts';
import { isForProcesses } from './process-variables.ts';
import type { Placement, ServerRegistration } from './server-registration.ts';

/**
 * Fields that frame or route a request (RFC 9110 section 7.6.1), change its method or URL, sign it, speak for the caller or say
 * where it came from: no token belongs there.
 */
const NOT_FOR_TOKENS =
  /^(host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-.*|cookie2?|set-cookie2?|origin|referer|mcp-.*|accept|accept-(charset|encoding|language|ranges)|expect|forwarded|via|max-forwards|destination|depth|overwrite|signature|signature-input|http2-settings|from|date|range|if-.*|last-event-id|trailers|sec-.*|access-control-.*|--proto--|x-amz-.*|x-amzn-.*|x-forwarded|x-forwarded-.*|(x-)?(real|client|cluster-client|originating|remote)-(ip|addr|user)|true-client-ip|cf-.*|fastly-.*|fly-.*|x-azure-.*|x-ms-.*|x-goog-.*|x-vercel-.*|x-middleware-.*|remote-user|x-envoy-.*|x-http-method|x-http-method-override|x-method-override|x-original-.*|x-rewrite-.*|x-host|x-url-scheme)$/i;

/** A fault of a field, by its place in the list of placements. */
export interface PlacementFault {
  /** JSON pointer (RFC 6901) from the registration. */
  pointer: string;
  reason: FieldFault;
}

/** Names that every template may hold. Those of a provider's variables and connection facts come beside them. */
export const COMMON_NAMES = ['accessToken', 'clientId'] as const;

/** The templates of a placement's value. */
export function templatesOf({ value }: Pick<Placement, 'value'>): string[] {
  return typeof value === 'string' ? [value] : Object.values(value.json);
}

/** RFC 9110 section 5.5, of ASCII; a query is encoded by whoever sends it; a variable of a process ends at NUL. */
export const FITTING: Record<Placement['in'], RegExp> = {
  header: /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/,
  query: /^[\x20-\x7e]+$/,
  env: /^[\x20-\x7e]+$/,
};

type Server = Pick<ServerRegistration, 'placements' | 'binding'>;

/** Everything that is wrong with the placements. `names`: those that templates may hold; absent: any. Pure. */
export function placementFaults(
  { placements, binding }: Server,
  names?: readonly string[],
): PlacementFault[] {
  const faults = placements.flatMap((placement, index) =>
    faultsOf(placement, { index, placements, binding, names }).map(([field, reason]) => ({
      pointer: `/placements/${index}/${field}`,
      reason,
    })),
  );
  const hasToken = placements.some((placement) => tokensIn(placement) > 0);
  return hasToken ? faults : [{ pointer: '/placements', reason: 'no_token' }, ...faults];
}

type Fault = ['in' | 'name' | 'value' | 'prefix', FieldFault];

function faultsOf(
  placement: Placement,
  { index, placements, binding, names }: Server & { index: number; names?: readonly string[] },
): Fault[] {
  const { in: place, name } = placement;
  const faults: Fault[] = [];
  // A process has no requests, and a request has no environment.
  if ((place === 'env') !== (binding === 'process')) faults.push(['in', 'wrong_place']);
  if (place === 'header' && isReserved(name)) faults.push(['name', 'reserved_header']);
  if (place === 'env' && !isForProcesses(name)) faults.push(['name', 'reserved_variable']);
  // A value of the registrant's own choice could steer the process, whatever the variable's name.
  if (place === 'env' && namesIn(placement).length === 0) faults.push(['value', 'static_variable']);
  if (placements.slice(0, index).some((other) => placeOf(other) === placeOf(placement)))
    faults.push(['name', 'name_twice']);
  if (tokensIn(placement) > 1) faults.push(['value', 'token_twice']);
  const isKnown = (each: string) => names === undefined || names.includes(each);
  if (!namesIn(placement).every(isKnown) || (names && isMisspelt(placement)))
    faults.push(['value', 'unknown_name']);
  if (!FITTING[place].test(sampleOf(placement))) faults.push(['value', 'unfit_value']);
  // Nothing is filled into a prefix.
  if (/\{\w+\}/.test(placement.prefix ?? '')) faults.push(['prefix', 'unknown_name']);
  return faults;
}

/** A brace that was meant for a name, as in `{access-token}`, `{ accessToken }`, `${accessToken}` and `{{accessToken}}`. */
function isMisspelt(placement: Placement): boolean {
  return templatesOf(placement).some((text) => /\{\s*\w+(?![\w}])|\{\s+\w|\{\{\s*\w|\$\{/.test(text));
}

/** What stands there with a character for each name: a text that does not fit would be refused at every call. */
function sampleOf({ value, encode, prefix = '' }: Placement): string {
  const filled = (text: string) => text.replace(/\{\w+\}/g, 'x');
  const text = typeof value === 'string' ? filled(value) : JSON.stringify(value.json);
  return prefix + (encode === 'base64' ? 'x' : text);
}

/** Servers behind CGI (RFC 3875 section 4.1.18) and WSGI read `_` and `-` alike. */
function isReserved(header: string): boolean {
  return NOT_FOR_TOKENS.test(header.replaceAll('_', '-'));
}

/** RFC 9110 section 5.1: the names of fields are case-insensitive. */
function placeOf({ in: place, name }: Placement): string {
  return `${place} ${place === 'header' ? name.toLowerCase() : name}`;
}

function tokensIn(placement: Placement): number {
  return namesIn(placement).filter((name) => name === 'accessToken').length;
}

function namesIn(placement: Placement): string[] {
  return templatesOf(placement).flatMap((text) =>
    [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
  );
}
