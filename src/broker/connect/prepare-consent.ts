/** Step 3 of the consent flow, before anything is spent: what can fail in the broker itself fails here. */
import { openUnderHandle } from '../../vault/handle-seal.ts';
import type { Secret } from '../../vault/secret.ts';
import { isAppAllowed } from '../apps/app-policy.ts';
import { customApiHosts } from '../apps/find-provider.ts';
import { isAppWithdrawn } from '../apps/is-app-withdrawn.ts';
import { appCredentials } from '../apps/oauth-app-credentials.ts';
import { provedConnection } from '../connection/open-tokens.ts';
import { Problem } from '../errors.ts';
import { newId } from '../new-id.ts';
import type { Deadline } from '../ports.ts';
import type { ConsentSession } from '../records.ts';
import { refuseDeletedWorkspace } from '../workspace-mark.ts';
import type { CompleteInput, CompletePorts, Flow } from './consent-flow.ts';
import type { ConsentSecrets } from './consent-secrets.ts';
import { refuseOverConnections } from './room-for-connection.ts';

/**
 * Reads and opens everything that the exchange needs. Throws `workspace_deleted`, `connection_disconnecting`,
 * `connection_changed`, `quota_exceeded`, `connect_session_not_found`, `app_not_allowed` or `app_not_available`; nothing is
 * spent then.
 */
export async function prepareConsent(
  ports: CompletePorts,
  input: CompleteInput,
  { session, secrets, deadline }: { session: ConsentSession; secrets: ConsentSecrets; deadline: Deadline },
): Promise<Flow> {
  const key = { workspaceId: session.workspaceId, connectionId: session.connectionId };
  await refuseDeletedWorkspace(ports, key.workspaceId);
  const existing = await ports.connections.read(key);
  if (existing?.status === 'disconnecting') throw new Problem('connection_disconnecting');
  if ((existing?.epoch ?? 0) !== session.connectionEpoch) throw new Problem('connection_changed');
  await refuseOverConnections(ports, key.workspaceId, existing);
  if (!session.sealedCode) throw new Problem('connect_session_not_found');
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
    apiHosts: await customApiHosts(ports, session),
    code: codeOf(input, session, { state: secrets.state, sealed: session.sealedCode }),
    verifier: secrets.verifier,
    seal: await ports.vault.sealer(),
    storeId: newId(ports),
    deadline,
  };
}

/**
 * The code, if it came by the redirect that the proved session expects. The callback judges a row that it cannot prove: a row
 * that said something else at that moment would send a code of one provider to the host of another (RFC 9700 section 4.4).
 */
function codeOf(
  { handle, sessionId }: CompleteInput,
  { provider, appOwner: owner, expectedIssuer: issuer, issuerRequired }: ConsentSession,
  { state, sealed }: { state: Secret; sealed: Uint8Array },
): Secret {
  const redirect = { sessionId, state, provider, owner };
  try {
    return openUnderHandle(handle, { ...redirect, issuer }, sealed);
  } catch (error) {
    if (issuerRequired) throw error;
    return openUnderHandle(handle, redirect, sealed);
  }
}
