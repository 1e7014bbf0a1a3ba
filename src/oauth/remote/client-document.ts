/**
 * The client metadata document (OAuth Client ID Metadata Document; MCP 2026-07-28): its URL is the client id. Made of
 * the instance alone, so that whoever asks learns nothing of who has registered what (T197). Pure.
 */

/** The name that people see at the authorization server. */
export const CLIENT_NAME = 'Connections';

/** The redirect URI of one registration of a remote server: it names neither a workspace nor a server. */
export function remoteRedirectUri(apiOrigin: string, instance: string): string {
  return `${apiOrigin}/oauth/callback/remote/${instance}`;
}

/** Where the document is. */
export function clientDocumentUrl(apiOrigin: string, instance: string): string {
  return `${apiOrigin}/oauth/clients/${instance}.json`;
}

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

/** Whether an authorization server can read documents of this origin: it needs a public https address (MCP 2026-07-28). */
export function canServeDocuments(apiOrigin: string): boolean {
  return new URL(apiOrigin).protocol === 'https:';
}
