/** The configuration of a door. read-door-config.ts checks it. */

/** Where a door listens: a port of this machine, or a Unix socket. */
export type ListenAddress =
  | { host: '127.0.0.1' | '::1'; port: number }
  | { socket: string; mode: 0o600 | 0o660 };

/** A gateway that may ask. */
export interface DoorGateway {
  name: string;
  /** SHA-256 of its secret. */
  digest: Buffer;
  /** Ids of the servers it may ask for. */
  servers: ReadonlySet<string>;
  /** It overwrites `X-Forwarded-Method` with the method of its client, so that the header counts. */
  forwardsMethod: boolean;
  /** It cannot pass on the body of a refusal, and fetches the body afterwards. */
  fetchesRefusals: boolean;
  /** Values of `Host` that it cannot replace by the door's own name: those by which its clients call it. */
  hosts: ReadonlySet<string>;
  /** The header in which it sends the caller's JWT. */
  callerHeader: 'authorization' | 'x-connections-caller';
}

/** An MCP server that gateways ask for. */
export interface DoorServer {
  id: string;
  /** The endpoint to which the gateway sends the client's requests. */
  url: URL;
  /** Names of all headers of the registration, in its spelling. */
  headers: readonly string[];
  /** Headers of the caller that the gateway removes, in lower case. */
  removeHeaders: ReadonlySet<string>;
  /** Whether requests other than calls get a token too. */
  discovery: boolean;
  /** Whether the registration has a list of tools. */
  toolsEnforced: boolean;
  /** Whether the server was seen to compare the headers of MCP with the body. */
  comparesHeaders: boolean;
  /** The workspace of callers that name none. */
  workspace: string | undefined;
  /** For the challenge of a 401 (RFC 9728 section 5.1). */
  resourceMetadata: string | undefined;
}

export interface DoorConfig {
  listen: ListenAddress;
  /** Name or ARN of token-injector. */
  injector: string;
  /** The claim of the JWT that lists the workspaces of the caller. */
  workspaceClaim: string | undefined;
  gateways: readonly DoorGateway[];
  servers: ReadonlyMap<string, DoorServer>;
}
