import type { RefreshInvoker, RevocationInvoker } from '../broker/ports.ts';
import type {
  ConnectionRefreshReport,
  ConnectionRevocationReport,
  RefreshRequest,
  RevocationRequest,
} from '../contract/refresh.ts';
import type { InvokeFunction } from './invoke-function.ts';

/**
 * Invokes token-refresh and waits for its report. `timeLeft` returns the milliseconds to wait; without it the invoker's own
 * timeout applies.
 */
export function lambdaRefresher(
  invoke: InvokeFunction,
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
      return (await invoke(functionName, { request, timeout: timeLeft?.() })) as ConnectionRefreshReport;
    },
  };
}

/** Invokes token-refresh for a disconnect and waits for its report, as long as the invoker's own timeout allows. */
export function lambdaRevoker(invoke: InvokeFunction, functionName: string): RevocationInvoker {
  return {
    async revoke({ workspaceId, connectionId }, epoch) {
      const request: RevocationRequest = {
        version: '1',
        kind: 'revocation',
        workspaceId,
        connectionId,
        epoch,
      };
      return (await invoke(functionName, { request })) as ConnectionRevocationReport;
    },
  };
}
