/** Whether a connection can serve calls of a server, by its status and its scopes. The API and the injector both ask here. */
import type { RefusalReason } from '../../contract/injection-messages.ts';
import { isChoiceOpen } from '../connection/choice.ts';
import type { Connection } from '../records.ts';

/** Why calls would be refused. */
export interface Unready {
  reason: Extract<RefusalReason, 'not_connected' | 'reauthorization_required' | 'insufficient_scope'>;
  /** With `insufficient_scope`. */
  missingScopes?: string[];
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
