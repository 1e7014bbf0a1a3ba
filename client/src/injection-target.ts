/** Which server is called, and with whose connection. */
import type { Injector, InjectRequest } from './injector.ts';

/** The server to call, and the connection whose token to use. */
export interface InjectionTarget {
  injector: Pick<Injector, 'inject' | 'startCall'>;
  workspaceId: string;
  /** The registration's id, or `provider:<id>`. */
  server: string;
  /** Default: the provider's default connection. */
  connectionId?: string;
  /** Scopes that these calls need in addition to those of the registration. */
  scopes?: string[];
  /** The JWT with which the MCP client called the runtime. Default: that of the injector. */
  callerToken?: string;
}

/** An operation without its id. */
export type OperationToAsk = InjectRequest['operation'];

/** What is said of a token that was refused: its generation, and the scopes of a challenge. */
export type About = Pick<InjectRequest, 'rejectedGeneration' | 'challengedGeneration' | 'challengedScopes'>;

/** The injection request for a target and an operation. */
export function requestFor(
  { workspaceId, connectionId, scopes, callerToken }: InjectionTarget,
  operation: OperationToAsk,
): InjectRequest {
  return { workspaceId, operation, connectionId, scopes, callerToken };
}
