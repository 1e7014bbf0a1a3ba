/**
 * Whether a connection may be used for a call, by its status, its scopes and the host that would get the token. Pure.
 */
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import type { Settings } from '../ports.ts';
import type { Connection } from '../records.ts';
import { firstHosts } from '../servers/allowed-hosts.ts';
import { isOfOtherInstance, lacksValues, unreadiness } from '../servers/readiness.ts';
import { type Refused, type RefusedCall, refuse } from './refuse-injection.ts';

/** What the connection would be used for. */
export interface Use extends RefusedCall {
  registration: Pick<
    ServerRegistration,
    'scopes' | 'allowedHosts' | 'apiHosts' | 'binding' | 'placements' | 'url'
  >;
  /** The registration of a remote server for which the connection must have been made. Absent for any other server. */
  instance?: string | undefined;
  /** The host that would get the token. Absent: the caller does not name one and receives the list. */
  host?: string | undefined;
}

/** What a connection is judged by. */
type Judged = Pick<Connection, 'status' | 'grantedScopes' | 'tenants' | 'variables' | 'facts' | 'apiHosts'>;

type RefusePorts = { settings: Pick<Settings, 'dashboardUrl'> };

/** Returns the refusal. Undefined: the connection may be used. */
export function judgeConnection(
  ports: RefusePorts,
  use: Use,
  record: Judged | undefined,
): Refused | undefined {
  const unready = unreadiness([...use.registration.scopes, ...(use.scopes ?? [])], record);
  if (unready) {
    const { reason, ...more } = unready;
    return refuse(ports, reason, use, more);
  }
  if (isOfOtherInstance(use.instance, record as Judged)) return refuse(ports, 'not_connected', use);
  // The record is there: without one the workspace is not connected.
  if (lacksValues(use.registration, record as Judged)) return refuse(ports, 'reauthorization_required', use);
  return isForeignHost(use, record as Judged) ? refuse(ports, 'host_not_allowed', use) : undefined;
}

/** A registration whose host templates stay unfilled has no hosts (T143). */
function isForeignHost({ registration, host }: Use, connection: Judged): boolean {
  const hosts = firstHosts(registration, connection);
  if (hosts.length === 0) return true;
  // No request of a runtime carries the token of a server that the runtime starts.
  return host !== undefined && (registration.binding === 'process' || !hosts.includes(host));
}

/** A `temporarily_unavailable` with the seconds until the next attempt is allowed. */
export function notNow(
  ports: RefusePorts,
  use: Use,
  { nextAttemptAt }: Pick<Connection, 'nextAttemptAt'>,
  now: number,
): Refused {
  const retryAfterSeconds = Math.max(1, Math.ceil(((nextAttemptAt ?? now) - now) / 1_000));
  return refuse(ports, 'temporarily_unavailable', use, { retryAfterSeconds });
}
