/** How a remote MCP server is started, and what it knows of a token. */
export interface RemoteServerOptions {
  /** TCP ports; 0 takes a free one, which is the default. */
  serverPort?: number;
  authorizationPort?: number;
  /** Folder in which clients, grants and tokens survive a restart. Absent: they are kept in memory. */
  stateDir?: string;
  /** How clients come to be: by RFC 7591, by an operator alone, or refused although there is an endpoint. Default: `open`. */
  registration?: 'open' | 'refused' | 'none';
  /** In the order of preference. Default: `client_secret_basic`, `none`. */
  clientMethods?: readonly ('client_secret_basic' | 'client_secret_post' | 'none')[];
  /** Whether the server says by introspection whose account it is. Default: it does. */
  tellsAccount?: boolean;
  /** Seconds. Default: one hour. */
  accessTokenLifetime?: number;
}

/** What an access token stands for. */
export interface Grant {
  /** An e-mail address. */
  account: string;
  resource: string;
  scopes: string[];
}
