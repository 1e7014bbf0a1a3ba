import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { RefreshInvoker } from '../broker/ports.ts';
import type { ConnectionRefreshReport, RefreshRequest } from '../contract/refresh.ts';

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
    async refresh({ workspaceId, connectionId }, generation, rejected) {
      const request: RefreshRequest = {
        version: '1',
        kind: 'connection',
        workspaceId,
        connectionId,
        generation,
        rejected,
      };
      const command = new InvokeCommand({
        FunctionName: functionName,
        Payload: Buffer.from(JSON.stringify(request)),
      });
      // To the SDK 0 means no limit at all.
      const options = within && { requestTimeout: Math.max(1, within()) };
      const { Payload, FunctionError } = await client.send(command, options);
      if (FunctionError || !Payload) throw new Error('token-refresh failed');
      return JSON.parse(Buffer.from(Payload).toString('utf8')) as ConnectionRefreshReport;
    },
  };
}
