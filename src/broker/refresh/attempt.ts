/** One refresh of one connection: its ports, its input, and what it holds when it may ask the provider. */
import type { RefreshOutcome } from '../../contract/outcomes.ts';
import type { TokenEndpointContext } from '../../oauth/token-endpoint.ts';
import type { Secret } from '../../vault/secret.ts';
import type { Seal } from '../../vault/vault.ts';
import type { AppGate, Permission } from '../health/app-health.ts';
import type { Deadline, Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import type { WithEnvironment } from '../tokens/account-key.ts';

/** The ports of a refresh. */
export type RefreshPorts = Pick<
  Ports,
  | 'connections'
  | 'grantMarks'
  | 'apps'
  | 'appHealth'
  | 'places'
  | 'escrow'
  | 'idleAfter'
  | 'activity'
  | 'events'
  | 'platformSecrets'
  | 'vault'
  | 'catalogue'
  | 'fetch'
  | 'clock'
  | 'random'
  | 'log'
> &
  WithEnvironment & {
    /**
     * Told of what came of each refresh with a verified app, at an endpoint that no tenant chose: for metrics, of which the catalogue
     * bounds the number of providers. Absent: nobody counts.
     */
    noteRefresh?: (provider: string, outcome: RefreshOutcome) => void;
  };

/** Which connection to refresh, and why. */
export interface RefreshInput {
  key: ConnectionKey;
  /** Refresh only if the connection still is of this generation. */
  generation?: number;
  /** The provider refused the access token of that generation. */
  rejected?: true;
  /** A call or a person waits for this refresh, so the connection is in use. */
  isOnDemand?: true;
  deadline: Deadline;
}

/** A claimed attempt. Times are milliseconds since the epoch. */
export interface Attempt {
  /** The id of this attempt's lease, mark and store. */
  id: string;
  askedAt: number;
  leaseUntil: number;
}

/** A claimed attempt with the keys and the token that it needs. */
export interface PreparedRefresh {
  key: ConnectionKey;
  /** The record before the claim. If it has an attempt mark, an earlier answer was lost. */
  record: Connection;
  seal: Seal;
  refreshToken: Secret;
  attempt: Attempt;
  deadline: Deadline;
  isOnDemand: true | undefined;
}

/** A claimed attempt, and what its request needs. */
export interface ProviderRequest {
  prepared: PreparedRefresh;
  credentials: TokenEndpointContext;
  /** The gate that allowed the request. The gate is told the result of the request. */
  admission: { appKey: string; gate: AppGate; permission: Permission };
  /** The provider refused an earlier secret of the client in this attempt. */
  isSecondTry?: true;
}
