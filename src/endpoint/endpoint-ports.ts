/** What the endpoint needs of its surroundings. It has no table and no key of the vault. */
import type { FetchLike, Injector } from '../../client/src/index.ts';
import type { Caller } from '../broker/caller.ts';
import type { Clock, CursorKeys, Log, Random } from '../broker/ports.ts';
import type { PersonalWorkspacesRule, ToolChangesRule } from '../contract/environment.ts';

export interface EndpointSettings {
  /** The address without a trailing slash, such as `https://connections.example.com/mcp`. */
  address: string;
  /** The issuer that signs people in: `authorization_servers` of the metadata (RFC 9728). */
  issuer: string;
  /** The only audience of access tokens for the endpoint. Undefined: the address that is called. */
  audience: string | undefined;
  /** `scopes_supported` of the metadata, and `scope` of challenges. */
  scopes: readonly string[];
  /** Who has a workspace of their own, at `/mcp/~me`. */
  personalWorkspaces: PersonalWorkspacesRule;
  /**
   * What becomes of a tool whose definition has changed. With `hold` no list is shown that the injector has not judged.
   * @default 'record'
   */
  toolChanges?: ToolChangesRule;
}

export interface EndpointPorts {
  settings: EndpointSettings;
  /**
   * Verifies an access token for one audience. Rejects with Problem `unauthenticated`, `workspace_claim_refused` or
   * `temporarily_unavailable`.
   */
  verifyCaller: (token: string, audience: string) => Promise<Caller>;
  injector: Injector;
  /** Sends requests to MCP servers, with the rules of src/egress. It follows no redirect. */
  serverFetch: FetchLike;
  /** Keys that authenticate session ids and request states, by day, the same in all processes. */
  keys: CursorKeys;
  clock: Clock;
  random: Random;
  log: Log;
  /** Calls `elapsed` after milliseconds, unless the returned function was called before. Absent: the machine's timer. */
  after?: (milliseconds: number, elapsed: () => void) => () => void;
}
