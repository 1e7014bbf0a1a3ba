/** An MCP server with an authorization server of its own that the catalogue knows. */
export interface KnownRemoteServer {
  /** Id of the server in a workspace; the connection is `remote~{id}`. */
  id: string;
  name: string;
  /** The Streamable HTTP endpoint, in canonical form. */
  url: string;
  /** Further addresses of the same server that people paste. */
  otherUrls?: string[];
  /** The issuer that its metadata is expected to name: the pair (url, issuer) was looked at, so no admin has to confirm it. */
  issuer: string;
  /** How a client gets in. */
  registration: 'document' | 'dynamic' | 'by-hand' | 'refused';
  /** Whom to ask where registration is by hand or behind an allow-list. */
  ask?: string;
  source: {
    documents: string[];
    checkedOn: string;
    confidence: 'high' | 'medium' | 'low';
    unsure?: string[];
  };
}
