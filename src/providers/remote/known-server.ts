/** An MCP server with an authorization server of its own that the catalogue knows. */
export interface KnownRemoteServer {
  /** Id of the server in a workspace; the connection is `remote~{id}`. */
  id: string;
  name: string;
  /** The Streamable HTTP endpoint, as a URL parser writes it. */
  url: string;
  /** Further addresses of the same server that people paste, such as that of the older transport (SSE). */
  otherUrls?: string[];
  /** The issuer that its metadata is expected to name: the pair (url, issuer) was looked at, so no admin has to confirm it. */
  issuer: string;
  /** How a client gets in. */
  registration: KnownRegistration;
  /** The page where one asks, where registration is by hand or behind an allow-list. */
  ask?: string;
  /** Id of the catalogue's server at the same URL, which takes another kind of token: one of the provider's API. */
  besides?: string;
  source: KnownServerSource;
}

/**
 * `document`: the client id is the URL of a client metadata document. `dynamic`: RFC 7591. `by-hand`: an admin registers the client.
 * `refused`: the metadata offers registration, and the vendor admits only the redirect URIs or clients on a list of its own.
 */
export type KnownRegistration = 'document' | 'dynamic' | 'by-hand' | 'refused';

export interface KnownServerSource {
  /** Public addresses: the vendor’s pages and metadata, and threads. */
  documents: string[];
  /** The day on which the documents were read, as yyyy-mm-dd. */
  checkedOn: string;
  confidence: 'high' | 'medium' | 'low';
  /** What the documents leave open. */
  unsure?: string[];
}
