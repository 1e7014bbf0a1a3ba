/** Runs dynalite, which speaks DynamoDB's wire protocol, in this process. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';

export interface LocalDynamoDB {
  /** URL for `AWS_ENDPOINT_URL_DYNAMODB`. */
  endpoint: string;
  close(): Promise<void>;
}

/** Starts dynalite on a free port of 127.0.0.1. Its tables are in the folder `path`, or in memory. */
export async function startDynalite(options: { path?: string } = {}): Promise<LocalDynamoDB> {
  const server = dynalite({ ...options, createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => close(server) };
}

/** dynalite's `close` also closes the store, so that the folder can be opened again. */
function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
}
