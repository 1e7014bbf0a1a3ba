/** One consent on its way to completion: what it is given, and what is at hand before the code is spent. */
import type { TokenEndpointContext } from '../../oauth/token-endpoint.ts';
import type { Secret } from '../../vault/secret.ts';
import type { Seal } from '../../vault/vault.ts';
import type { Caller } from '../caller.ts';
import type { Ports } from '../ports.ts';
import type { Connection, ConsentSession } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';

export type CompletePorts = Pick<
  Ports,
  | 'catalogue'
  | 'settings'
  | 'connections'
  | 'workspaceMarks'
  | 'sessions'
  | 'apps'
  | 'activity'
  | 'events'
  | 'platformSecrets'
  | 'vault'
  | 'fetch'
  | 'clock'
  | 'random'
  | 'log'
>;

export interface CompleteInput {
  caller: Caller;
  workspaceId: string;
  sessionId: string;
  handle: Secret;
}

/** All that can fail for reasons of our own is at hand before the code is spent. */
export interface Flow {
  input: CompleteInput;
  key: ConnectionKey;
  session: ConsentSession;
  existing: Connection | undefined;
  credentials: TokenEndpointContext;
  /** Of a custom provider's API. */
  apiHosts: string[] | undefined;
  code: Secret;
  verifier: Secret;
  seal: Seal;
}
