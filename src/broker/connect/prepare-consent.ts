/** Step 2 of the consent flow, before anything is spent: what can fail in the broker itself fails here. */
import { isAppAllowed } from '../apps/app-policy.ts';
import { customApiOf } from '../apps/find-provider.ts';
import { isAppWithdrawn } from '../apps/is-app-withdrawn.ts';
import { appCredentials } from '../apps/oauth-app-credentials.ts';
import { provedConnection } from '../connection/open-tokens.ts';
import { Problem } from '../errors.ts';
import { newId } from '../new-id.ts';
import { refuseDeletedWorkspace } from '../workspace-mark.ts';
import type { CompleteInput, CompletePorts, Flow } from './consent-flow.ts';
import { refuseOverConnections } from './room-for-connection.ts';

/**
 * Reads and opens everything that the exchange needs. Throws `workspace_deleted`, `connection_disconnecting`,
 * `connection_changed`, `quota_exceeded`, `app_not_allowed` or `app_not_available`; nothing is spent then.
 */
export async function prepareConsent(
  ports: CompletePorts,
  input: CompleteInput,
  { session, code, verifier, deadline }: Pick<Flow, 'session' | 'code' | 'verifier' | 'deadline'>,
): Promise<Flow> {
  const key = { workspaceId: session.workspaceId, connectionId: session.connectionId };
  await refuseDeletedWorkspace(ports, key.workspaceId);
  const existing = await ports.connections.read(key);
  if (existing?.status === 'disconnecting') throw new Problem('connection_disconnecting');
  if ((existing?.epoch ?? 0) !== session.connectionEpoch) throw new Problem('connection_changed');
  await refuseOverConnections(ports, key.workspaceId, existing);
  if (!(await isAppAllowed(ports, session))) throw new Problem('app_not_allowed');
  if (await isAppWithdrawn(ports, session)) throw new Problem('app_not_available');
  const credentials = await appCredentials(ports, key, session);
  if (!credentials) throw new Problem('app_not_available');
  return {
    input,
    key,
    session,
    existing,
    proved: await provedConnection(ports, key, existing),
    credentials,
    customApi: await customApiOf(ports, session),
    code,
    verifier,
    seal: await ports.vault.sealer(),
    storeId: newId(ports),
    deadline,
  };
}
