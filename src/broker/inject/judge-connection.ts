/**
 * Whether a connection may be used for a server, by its status, its scopes and the host that would get the token. Pure.
 */
import type { ServerRegistration } from '../../contract/server-registration.ts';
import type { Settings } from '../ports.ts';
import type { Connection } from '../records.ts';
import { allowedHosts } from '../servers/allowed-hosts.ts';
import { type Refused, refuse } from './refuse-injection.ts';

/** What the connection would be used for. */
export interface Use {
  workspaceId: string;
  provider: string;
  registration: Pick<ServerRegistration, 'scopes' | 'allowedHosts'>;
  /** Scopes that this call needs beside those of the registration. */
  scopes?: string[];
  /** The host that would get the token. Absent: the caller does not name one and receives the list. */
  host?: string;
}

/** Returns the refusal. Undefined: the connection may be used. */
export function judgeConnection(
  ports: { settings: Pick<Settings, 'dashboardUrl'> },
  use: Use,
  record: Connection | undefined,
): Refused | undefined {
  switch (record?.status) {
    case undefined:
    case 'disconnecting':
    case 'disconnected':
      return refuse(ports, 'not_connected', use);
    case 'reauthorization_required':
      return refuse(ports, 'reauthorization_required', use);
    default:
      return missingScopes(ports, use, record as Connection) ?? foreignHost(ports, use, record as Connection);
  }
}

function missingScopes(
  ports: { settings: Pick<Settings, 'dashboardUrl'> },
  use: Use,
  { grantedScopes }: Connection,
): Refused | undefined {
  const needed = [...use.registration.scopes, ...(use.scopes ?? [])];
  const missing = [...new Set(needed.filter((scope) => !grantedScopes.includes(scope)))];
  return missing.length > 0
    ? refuse(ports, 'insufficient_scope', use, { missingScopes: missing })
    : undefined;
}

/** Refuses a host that is not in the list. A registration whose host templates stay unfilled has no hosts (T143). */
function foreignHost(
  ports: { settings: Pick<Settings, 'dashboardUrl'> },
  use: Use,
  connection: Connection,
): Refused | undefined {
  const hosts = allowedHosts(use.registration, connection);
  const isAllowed = hosts.length > 0 && (use.host === undefined || hosts.includes(use.host));
  return isAllowed ? undefined : refuse(ports, 'host_not_allowed', use);
}

/** A `temporarily_unavailable` with the seconds until the next attempt is allowed. */
export function notNow(
  ports: { settings: Pick<Settings, 'dashboardUrl'> },
  use: Use,
  { nextAttemptAt }: Pick<Connection, 'nextAttemptAt'>,
  now: number,
): Refused {
  const retryAfterSeconds = Math.max(1, Math.ceil(((nextAttemptAt ?? now) - now) / 1_000));
  return refuse(ports, 'temporarily_unavailable', use, { retryAfterSeconds });
}
