/** Step 2 of the consent flow, before anything is spent: what can fail in the broker itself fails here. */
import { isAppAllowed } from '../apps/app-policy.ts';
import { customApiOf, findProvider } from '../apps/find-provider.ts';
import { appCredentials } from '../apps/oauth-app-credentials.ts';
import { isAppWithdrawn } from '../apps/read-app.ts';
import { provedConnection } from '../connection/open-tokens.ts';
import { Problem } from '../errors.ts';
import { newId } from '../new-id.ts';
import { refuseDeletedWorkspace } from '../workspace-mark.ts';
import { isRedirectProved, variablesOfRedirect } from './callback-facts.ts';
import type { CompleteInput, CompletePorts, Flow } from './consent-flow.ts';
import { refuseOverConnections } from './room-for-connection.ts';

/** The redirect brings values that the provider did not send, or not for this consent. */
export class UnprovedRedirect extends Error {
  override name = 'UnprovedRedirect';
}

/**
 * Reads and opens everything that the exchange needs. Throws `workspace_deleted`, `connection_disconnecting`,
 * `connection_changed`, `quota_exceeded`, `app_not_allowed` or `app_not_available`; nothing is spent then. Throws
 * {@link UnprovedRedirect} for a redirect that the provider's file refuses.
 */
export async function prepareConsent(
  ports: CompletePorts,
  input: CompleteInput,
  { session: begun, code, verifier, deadline }: Pick<Flow, 'session' | 'code' | 'verifier' | 'deadline'>,
): Promise<Flow> {
  const key = { workspaceId: begun.workspaceId, connectionId: begun.connectionId };
  await refuseDeletedWorkspace(ports, key.workspaceId, begun.createdAt);
  const existing = await ports.connections.read(key);
  if (existing?.status === 'disconnecting') throw new Problem('connection_disconnecting');
  if ((existing?.epoch ?? 0) !== begun.connectionEpoch) throw new Problem('connection_changed');
  await refuseOverConnections(ports, key.workspaceId, existing);
  if (!(await isAppAllowed(ports, begun))) throw new Problem('app_not_allowed');
  if (await isAppWithdrawn(ports, begun)) throw new Problem('app_not_available');
  const provider = await findProvider(ports, begun);
  if (!provider) throw new Problem('app_not_available');
  const variables = variablesOfRedirect(provider, begun.variables ?? {}, input.query);
  if (!variables) throw new UnprovedRedirect();
  const session = { ...begun, variables };
  const credentials = await appCredentials(ports, key, session);
  if (!credentials) throw new Problem('app_not_available');
  const { callbackProof: proof } = credentials.facts;
  const { clientSecret: secret } = credentials;
  const redirect = secret && { query: input.query, secret, now: ports.clock.now() };
  if (proof && !(redirect && isRedirectProved(proof, redirect))) throw new UnprovedRedirect();
  return {
    input,
    key,
    session,
    existing,
    proved: await provedConnection(ports, key, existing),
    credentials,
    provider,
    customApi: customApiOf(provider, session),
    code,
    verifier,
    seal: await ports.vault.sealer(),
    storeId: newId(ports),
    deadline,
  };
}
