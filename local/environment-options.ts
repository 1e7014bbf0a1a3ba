/** What a local environment is started with. */

import type { Clock, Log, Settings } from '../src/broker/ports.ts';
import type { ToolChangesRule } from '../src/contract/environment.ts';
import type { StageServer } from '../src/contract/servers/server-registration.ts';
import type { PageOptions } from './page-options.ts';

/** TCP ports of the servers; 0 takes a free one. */
export interface ServerPorts {
  app: number;
  identityProvider: number;
  demoProvider: number;
  mcpServers: number;
  lambda: number;
  endpoint: number;
  playedProviders: number;
}

export interface EnvironmentOptions {
  /** Folder of the table, the keys and the providers' state, which survive a restart. */
  stateDir: string;
  /**
   * Ids of the providers that scripts stand in for; providers at the same addresses are played with them. A folder that has
   * state must have been started with the same providers. Default: none.
   */
  played?: readonly string[];
  /** The operator's MCP servers, as a stage's settings have them. */
  stageServers?: readonly StageServer[] | undefined;
  /** What the page shows and where it leads back to. Default: no logos, and nowhere. */
  page?: PageOptions;
  /** Default: free ports. */
  ports?: Partial<ServerPorts>;
  /** Lifetime of the demo provider's access tokens. Default: one hour. */
  accessTokenLifetimeSeconds?: number;
  /** Pause between two ticks. Default: 60. With 0 there is no timer, and only `tick()` refreshes. */
  tickSeconds?: number;
  /** Which addresses a workspace's own MCP servers may have. Default: public ones over HTTPS. */
  workspaceServers?: Settings['workspaceServers'];
  /** Which OAuth apps new consents may use. Default: verified ones and a workspace's own. */
  allowedApps?: Settings['allowedApps'];
  /** What becomes of a tool whose definition has changed. Default: it is recorded and served. */
  toolChanges?: ToolChangesRule;
  /** Where a client metadata document is that something else serves, as a conformance suite wants it. Default: there is none. */
  clientDocumentUrl?: string;
  /** Milliseconds without use after which a connection is no longer kept fresh. Absent: all are kept fresh. */
  idleAfter?: number;
  clock?: Clock;
  log: Log;
  /** Called with the current step, for a progress line. */
  onProgress?: (doing: string) => void;
}
