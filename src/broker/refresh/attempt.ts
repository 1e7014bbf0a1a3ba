/** One refresh of one connection: what it is given, and what it holds once it may ask the provider. */
import type { Secret } from '../../vault/secret.ts';
import type { Seal } from '../../vault/vault.ts';
import type { Deadline, Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';

export type RefreshPorts = Pick<
  Ports,
  | 'connections'
  | 'apps'
  | 'appHealth'
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
>;

export interface RefreshInput {
  key: ConnectionKey;
  /** Refresh only what still is this generation. */
  generation?: number;
  /** The provider refused the access token of that generation. */
  rejected?: true;
  /** A call or a person waits for it, so the connection is in use. */
  isOnDemand?: true;
  deadline: Deadline;
}

export interface Attempt {
  /** Names lease, mark and store of this attempt. */
  id: string;
  askedAt: number;
  leaseUntil: number;
}

export interface PreparedRefresh {
  key: ConnectionKey;
  /** As it was before the claim; an attempt mark in it means that an earlier answer was lost. */
  record: Connection;
  seal: Seal;
  refreshToken: Secret;
  attempt: Attempt;
  deadline: Deadline;
  isOnDemand: true | undefined;
}
