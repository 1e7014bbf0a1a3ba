/** Whether a connection can serve calls of a server, by its status and its scopes. The API and the injector both ask here. */
import type { RefusalReason } from '../../contract/injection-messages.ts';
import { COMMON_NAMES, templatesOf } from '../../contract/servers/placement-faults.ts';
import { namesInUrl } from '../../contract/servers/server-hosts.ts';
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import { isChoiceOpen } from '../connection/choice.ts';
import type { Connection } from '../records.ts';

/** Why calls would be refused. */
export interface Unready {
  reason: Extract<RefusalReason, 'not_connected' | 'reauthorization_required' | 'insufficient_scope'>;
  /** With `insufficient_scope`. */
  missingScopes?: string[];
}

/**
 * Whether the connection lacks a value that the server's templates name: a release gave the provider a fact that only a new
 * consent, or the next refresh, brings. Hosts are not looked at: a template of a host that stays unfilled is no host. Pure.
 */
export function lacksValues(
  { url = '', placements }: Pick<ServerRegistration, 'url' | 'placements'>,
  { variables, facts }: Pick<Connection, 'variables' | 'facts'>,
): boolean {
  const known = new Set([...COMMON_NAMES, ...Object.keys({ ...variables, ...facts })]);
  const templates = [url, ...placements.flatMap(templatesOf)];
  return templates.flatMap(namesInUrl).some((name) => !known.has(name));
}

/**
 * Whether the connection was made for another registration of a remote server: another resource or issuer, whose token must not
 * come here. Pure.
 */
export function isOfOtherInstance(
  instance: string | undefined,
  { variables }: Pick<Connection, 'variables'>,
): boolean {
  return instance !== undefined && variables?.instance !== instance;
}

/** `scopes`: those that the server, or one call, needs. Undefined: nothing stands against a call. Pure. */
export function unreadiness(
  scopes: readonly string[],
  connection: Pick<Connection, 'status' | 'grantedScopes' | 'tenants'> | undefined,
): Unready | undefined {
  switch (connection?.status) {
    case undefined:
    case 'disconnecting':
    case 'disconnected':
      return { reason: 'not_connected' };
    case 'choice_needed':
    case 'reauthorization_required':
      return { reason: 'reauthorization_required' };
    default: {
      // The sealed list says that nobody chose yet, whatever the status of an edited row is.
      if (connection && isChoiceOpen(connection)) return { reason: 'reauthorization_required' };
      const granted = new Set(connection?.grantedScopes);
      const missingScopes = [...new Set(scopes)].filter((scope) => !granted.has(scope));
      return missingScopes.length > 0 ? { reason: 'insufficient_scope', missingScopes } : undefined;
    }
  }
}
