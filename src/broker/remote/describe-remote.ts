/** How a remote server is authorized, as the API shows it. */
import type { z } from 'zod';
import type { RemoteAuthorization } from '../../contract/resources.ts';
import {
  becomesClient,
  type DocumentPlace,
  documentUse,
  remoteRedirectUri,
} from '../../oauth/remote/client-document.ts';
import type { Ports } from '../ports.ts';
import { remoteServerInRow } from '../rows/remote-server-in-row.ts';
import type { PublicOAuthApp, PublicServer } from '../stores.ts';
import { isUsable } from './remote-client.ts';

type Described = z.infer<typeof RemoteAuthorization>;

/** Undefined: it is no remote server. A row is input: what it says is not proved here, and a consent proves it. Pure. */
export function describeRemote(
  { settings, clock }: Pick<Ports, 'clock'> & { settings: DocumentPlace },
  record: { remote?: PublicServer['remote'] | undefined } | undefined,
  app: PublicOAuthApp | undefined,
): Described | undefined {
  const server = remoteServerInRow(record?.remote);
  if (!server) return undefined;
  const { issuer, claimedIssuer, resource, instance } = server;
  const isReady = app !== undefined && isUsable(app, server, clock.now());
  return {
    ...{
      issuer,
      resource,
      scopes: server.scopes,
      authorizationHost: new URL(server.authorizationEndpoint).host,
    },
    ...(claimedIssuer !== undefined && { claimedIssuer }),
    isShared: resource !== server.url,
    redirectUri: remoteRedirectUri(settings.apiOrigin, instance),
    client: isReady
      ? (app.remote?.registration ?? 'by-hand')
      : becomesClient(settings, server)
        ? 'none'
        : 'needed',
    ...(isReady && { clientId: app.clientId }),
    clientDocument: documentUse(settings, server),
  };
}
