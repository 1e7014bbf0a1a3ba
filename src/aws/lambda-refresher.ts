import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { RefreshInvoker } from '../broker/ports.ts';
import type { ConnectionRefreshReport, RefreshRequest } from '../contract/refresh.ts';
import { invokeFunction } from './invoke-function.ts';

/**
 * Invokes token-refresh and waits for its report: as long as the client's own limit says, or for the `within`
 * milliseconds that are left when it begins.
 */
export function lambdaRefresher(
  client: LambdaClient,
  functionName: string,
  within?: () => number,
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
      // To the SDK 0 means no limit at all.
      const limit = within && { timeout: Math.max(1, within()) };
      return (await invokeFunction(client, functionName, { request, ...limit })) as ConnectionRefreshReport;
    },
  };
}
