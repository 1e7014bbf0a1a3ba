/**
 * The client metadata document (OAuth Client ID Metadata Document; MCP 2026-07-28): its URL is the client id. Made of
 * the instance alone, so that whoever asks learns nothing of who has registered what (T197). Pure.
 */
import type { RemoteServer } from '../../contract/servers/remote-server.ts';

/** The name that people see at the authorization server. */
export const CLIENT_NAME = 'Connections';

/** The redirect URI of one registration of a remote server: it names neither a workspace nor a server. */
export function remoteRedirectUri(apiOrigin: string, instance: string): string {
  return `${apiOrigin}/oauth/callback/remote/${instance}`;
}

/** Where the document is. */
export function clientDocumentUrl(apiOrigin: string, instance: string): string {
  return `${documentsAt(apiOrigin)}${instance}.json`;
}

/** Whether a client id is the URL of a document of this broker, whether or not somebody registered its instance. */
export function isOwnDocument(apiOrigin: string, clientId: string): boolean {
  return clientId.startsWith(documentsAt(apiOrigin));
}

const documentsAt = (apiOrigin: string) => `${apiOrigin}/oauth/clients/`;

/** The document. Its client has no secret, since the document is public. */
export function clientDocument(apiOrigin: string, instance: string) {
  return {
    client_id: clientDocumentUrl(apiOrigin, instance),
    client_name: CLIENT_NAME,
    redirect_uris: [remoteRedirectUri(apiOrigin, instance)],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none' as const,
  };
}

/** Where this broker's documents are. */
export interface DocumentPlace {
  apiOrigin: string;
  /** One document for every registration, at an address of its own. */
  clientDocumentUrl?: string | undefined;
}

/**
 * Whether a document can be the client of an authorization server. The server has to take one and public clients, since the client
 * of a document has no secret; and it has to be able to read the document, which needs a public https address (MCP 2026-07-28).
 */
export function documentUse(
  { apiOrigin, clientDocumentUrl: fixed }: DocumentPlace,
  { takesDocument, clientMethods }: Pick<RemoteServer, 'takesDocument' | 'clientMethods'>,
): 'possible' | 'no_public_address' | 'not_offered' {
  if (!takesDocument || !clientMethods.includes('none')) return 'not_offered';
  return fixed !== undefined || new URL(apiOrigin).protocol === 'https:' ? 'possible' : 'no_public_address';
}

/** Whether the broker becomes a client of the server's authorization server by itself. */
export function becomesClient(
  place: DocumentPlace,
  server: Pick<RemoteServer, 'takesDocument' | 'clientMethods' | 'registrationEndpoint'>,
): boolean {
  return server.registrationEndpoint !== undefined || documentUse(place, server) === 'possible';
}
