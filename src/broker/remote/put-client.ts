/** A client that an admin registered by hand at the authorization server of a remote server. */

import type { ClientMethod } from '../../contract/servers/remote-grammar.ts';
import { isOwnDocument } from '../../oauth/remote/client-document.ts';
import type { Secret } from '../../vault/secret.ts';
import { countAct } from '../activity/quota.ts';
import { recordedChange } from '../activity/recorded-change.ts';
import { holdClientAlone } from '../apps/held-clients.ts';
import { type Caller, requireRole } from '../caller.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { OAuthApp } from '../records.ts';
import { refuseDeletedWorkspace } from '../workspace-mark.ts';
import { type ClientPorts, heldOf, storeClient } from './remote-client.ts';
import { remoteRecord, serverIdOf } from './remote-record.ts';

/** The client as an admin puts it. Without a secret it is a public one. */
export interface PutClientInput {
  caller: Caller;
  workspaceId: string;
  /** `remote~name`. */
  provider: string;
  clientId: string;
  clientSecret?: Secret | undefined;
}

/**
 * Stores the client for further consents; existing connections keep theirs. Throws `unknown_provider`, `client_id_reserved`,
 * `invalid_request`, `app_changed`, `workspace_deleted`, `too_many_requests`, or the problems of the role.
 */
export async function putRemoteClient(
  ports: ClientPorts & Pick<Ports, 'workspaceMarks'>,
  input: PutClientInput,
): Promise<OAuthApp> {
  const { caller, workspaceId, provider, clientId, clientSecret } = input;
  requireRole(caller, workspaceId, 'admin');
  await countAct(ports, input);
  await refuseDeletedWorkspace(ports, workspaceId, ports.clock.now());
  const stored = await remoteRecord(ports, input);
  if (!stored) throw new Problem('unknown_provider');
  const { server } = stored;
  const method = methodFor(server.clientMethods, clientSecret);
  const of = { ...stored, workspaceId, serverId: serverIdOf(provider), actor: caller.subject };
  // A document of this broker is a client of the registration that it is made of, and of nobody by hand.
  if (isOwnDocument(ports.settings.apiOrigin, clientId)) throw new Problem('client_id_reserved');
  await holdClientAlone(ports, heldOf(of, clientId));
  const client = { server, registration: 'by-hand' as const, method };
  const what = { type: 'oauth_app_put' as const, workspaceId, caller, provider, clientId };
  return recordedChange(ports, { ...what, addressesAfter: [server.tokenEndpoint] }, async () => {
    const secretSetBy = clientSecret && caller.subject;
    const app = await storeClient(ports, of, { clientId, client, clientSecret, secretSetBy });
    if (app?.clientId !== clientId) throw new Problem('app_changed');
    return app;
  });
}

/** Throws `invalid_request` where the server takes no such client. */
export function methodFor(methods: readonly ClientMethod[], clientSecret: Secret | undefined): ClientMethod {
  const method = methods.find((each) => (each === 'none') === (clientSecret === undefined));
  if (method) return method;
  const reason = clientSecret ? ('no_secret' as const) : ('required' as const);
  throw new Problem('invalid_request', { errors: [{ pointer: '/clientSecret', reason }] });
}
