/** The completion of one consent: its ports, its input, and what is ready before the code is sent. */

import type { Provider, ReadAccount, ReadTenant } from '../../oauth/provider.ts';
import type { PartialTokenAnswer, TokenAnswer } from '../../oauth/token-answer.ts';
import type { TokenEndpointContext } from '../../oauth/token-endpoint.ts';
import type { Secret } from '../../vault/secret.ts';
import type { Seal } from '../../vault/vault.ts';
import type { CustomApi } from '../apps/find-provider.ts';
import type { Caller } from '../caller.ts';
import type { Deadline, Ports } from '../ports.ts';
import type { Connection, ConsentSession } from '../records.ts';
import type { ConnectionKey, PublicReads } from '../stores.ts';

/** The ports of a completion. */
export type CompletePorts = Pick<
  Ports,
  | 'catalogue'
  | 'settings'
  | 'connections'
  | 'grantMarks'
  | 'unstoredCopies'
  | 'places'
  | 'workspaceMarks'
  | 'sessions'
  | 'apps'
  | 'appPolicies'
  | 'activity'
  | 'events'
  | 'platformSecrets'
  | 'vault'
  | 'fetch'
  | 'clock'
  | 'random'
  | 'log'
> & { reads: Pick<PublicReads, 'connections'> };

/** The caller, the session, and what the provider's redirect brought. */
export interface CompleteInput {
  caller: Caller;
  workspaceId: string;
  sessionId: string;
  /** Of the start's answer. */
  completionSecret: Secret;
  /** Of the path of the redirect URI to which the answer came. */
  provider: string;
  owner: string;
  /** The raw query of that redirect: it has the code in it. */
  query: Secret;
  /** When the process ends. Absent: {@link LIMITS.localCompletion} from now. */
  deadline?: Deadline;
}

/** Everything that can fail in the broker itself is ready before the code is sent. */
export interface Flow {
  input: CompleteInput;
  key: ConnectionKey;
  session: ConsentSession;
  existing: Connection | undefined;
  /** The existing connection where it is live and its row is proved: with it the account is compared. */
  proved: Connection | undefined;
  credentials: TokenEndpointContext;
  provider: Provider;
  /** What the connection stores of a custom provider. */
  customApi: CustomApi;
  code: Secret;
  verifier: Secret;
  seal: Seal;
  /** Id of the one store of this completion, by which its tokens are recognised in a row. */
  storeId: string;
  deadline: Deadline;
}

/** What a consent brought. `askedAt` is when the code was sent, in milliseconds since the epoch. */
export interface ConsentResult {
  flow: Flow;
  answer: TokenAnswer;
  account: ReadAccount;
  /** The tenants that the account reaches. Absent: the provider has none. */
  tenants?: ReadTenant[] | undefined;
  askedAt: number;
}

/** Like {@link ConsentResult}, for tokens of which it may be unknown whose they are, or of which one cannot be used. */
export type Received = Omit<ConsentResult, 'account' | 'answer'> & {
  answer: PartialTokenAnswer;
  account: ReadAccount | undefined;
};
