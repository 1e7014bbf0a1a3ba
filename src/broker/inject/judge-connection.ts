/** Whether a connection may be used for a server at all: its status, its scopes, the host that is to get the token. Pure. */
import type { ServerRegistration } from '../../contract/server-registration.ts';
import type { Settings } from '../ports.ts';
import type { Connection } from '../records.ts';
import { allowedHosts } from '../servers/allowed-hosts.ts';
import { type Refused, refuse } from './refuse-injection.ts';

export interface Use {
  workspaceId: string;
  provider: string;
  registration: Pick<ServerRegistration, 'scopes' | 'allowedHosts'>;
  /** Needed beyond the registration's. */
  scopes?: string[];
  /** Where the token is to go; absent: the caller says nothing of it and gets the list. */
  host?: string;
}

/** Why not; undefined where it may. */
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

/** A registration whose hosts stay unfilled for this connection has none, and so gets no token (T143). */
function foreignHost(
  ports: { settings: Pick<Settings, 'dashboardUrl'> },
  use: Use,
  connection: Connection,
): Refused | undefined {
  const hosts = allowedHosts(use.registration, connection);
  const isAllowed = hosts.length > 0 && (use.host === undefined || hosts.includes(use.host));
  return isAllowed ? undefined : refuse(ports, 'host_not_allowed', use);
}

/** "Try again", and when: at the next attempt that is allowed. */
export function notNow(
  ports: { settings: Pick<Settings, 'dashboardUrl'> },
  use: Use,
  { nextAttemptAt }: Pick<Connection, 'nextAttemptAt'>,
  now: number,
): Refused {
  const retryAfterSeconds = Math.max(1, Math.ceil(((nextAttemptAt ?? now) - now) / 1_000));
  return refuse(ports, 'temporarily_unavailable', use, { retryAfterSeconds });
}
