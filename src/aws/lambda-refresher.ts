import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { RefreshInvoker } from '../broker/ports.ts';
import type { ConnectionRefreshReport, RefreshRequest } from '../contract/refresh.ts';

/** Invokes token-refresh and waits for its report. */
export function lambdaRefresher(client: LambdaClient, functionName: string): RefreshInvoker {
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
      const { Payload, FunctionError } = await client.send(command);
      if (FunctionError || !Payload) throw new Error('token-refresh failed');
      return JSON.parse(Buffer.from(Payload).toString('utf8')) as ConnectionRefreshReport;
    },
  };
}
