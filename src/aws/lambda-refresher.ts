import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { RefreshInvoker, RevocationInvoker } from '../broker/ports.ts';
import type {
  ConnectionRefreshReport,
  ConnectionRevocationReport,
  RefreshRequest,
  RevocationRequest,
} from '../contract/refresh.ts';
import { invokeFunction } from './invoke-function.ts';

/**
 * Invokes token-refresh and waits for its report. `timeLeft` returns the milliseconds to wait; without it the client's own
 * timeout applies.
 */
export function lambdaRefresher(
  client: LambdaClient,
  functionName: string,
  timeLeft?: () => number,
): RefreshInvoker {
  return {
    async refresh(key, generation, rejected) {
      const { workspaceId, connectionId } = key;
      const request: RefreshRequest = {
        version: '1',
        kind: 'connection',
        workspaceId,
        connectionId,
        generation,
        rejected,
      };
      // The SDK takes 0 for "no timeout".
      const limit = timeLeft && { timeout: Math.max(1, timeLeft()) };
      return (await invokeFunction(client, functionName, { request, ...limit })) as ConnectionRefreshReport;
    },
  };
}

/** Invokes token-refresh for a disconnect and waits for its report, as long as the client's own timeout allows. */
export function lambdaRevoker(client: LambdaClient, functionName: string): RevocationInvoker {
  return {
    async revoke({ workspaceId, connectionId }, epoch) {
      const request: RevocationRequest = {
        version: '1',
        kind: 'revocation',
        workspaceId,
        connectionId,
        epoch,
      };
      return (await invokeFunction(client, functionName, { request })) as ConnectionRevocationReport;
    },
  };
}
