/** Requests that leave this process for a DynamoDB table, by operation, counted where they leave. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

const CHANNEL = 'http.client.request.start';

/** What was asked of the table while this work was done. Nobody else in this process may ask it then. */
export async function tableRequests(work: () => Promise<unknown>): Promise<string[]> {
  const operations: string[] = [];
  const note = (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    const [service = '', operation] = String(request.getHeader('x-amz-target')).split('.');
    if (service.startsWith('DynamoDB') && operation) operations.push(operation);
  };
  subscribe(CHANNEL, note);
  try {
    await work();
    return operations;
  } finally {
    unsubscribe(CHANNEL, note);
  }
}
