/** The broker's own client of an MCP server, in either era of the protocol. */
import { Client, type ClientOptions, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { FetchLike } from '../../client/src/outgoing-request.ts';

/** Whoever asks decides alone whether a request is made again. */
const NO_RETRY = {
  maxRetries: 0,
  initialReconnectionDelay: 0,
  maxReconnectionDelay: 0,
  reconnectionDelayGrowFactor: 1,
};

const WITHOUT_SCHEMAS: ClientOptions['jsonSchemaValidator'] = {
  getValidator: () => (input) => ({ valid: true, data: input as never, errorMessage: undefined }),
};

/**
 * A client that can nothing: what a server asks of a person, a model or a file system gets "method not found" (T230). It compiles
 * no schema, because the SDK makes code of the schemas that a server sends.
 */
export function newMcpClient(): Client {
  const info = { name: 'connections', version: '1.0.0' };
  return new Client(info, {
    capabilities: {},
    versionNegotiation: { mode: 'auto' },
    inputRequired: { autoFulfill: false },
    jsonSchemaValidator: WITHOUT_SCHEMAS,
  });
}

/** A transport that resumes no stream. */
export function transportTo(url: string | URL, fetch: FetchLike): StreamableHTTPClientTransport {
  return new StreamableHTTPClientTransport(new URL(url), { fetch, reconnectionOptions: NO_RETRY });
}
