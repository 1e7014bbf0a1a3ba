/** A client of one MCP server for one request: its own objects, its own ids, and nothing of the request that it serves (T229, T233). */
import type { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import {
  type FetchLike,
  type Injector,
  injectingFetch,
  type ListedServer,
  refusalIn,
  withSession,
} from '../../../client/src/index.ts';
import { SYSTEM } from '../../../client/src/system.ts';
import { newMcpClient, transportTo } from '../../mcp/mcp-client.ts';
import { withoutListening } from '../../mcp/without-listening.ts';
import type { EndpointPorts } from '../endpoint-ports.ts';
import type { Visit } from '../visit.ts';
import type { UpstreamEras } from './upstream-eras.ts';
import { WatchedFetch } from './watched-fetch.ts';

export interface UpstreamPorts extends Pick<EndpointPorts, 'injector' | 'serverFetch' | 'after'> {
  eras: UpstreamEras;
}

export interface UpstreamRequest {
  visit: Visit;
  server: ListedServer & { url: string };
  /** The tool to call. Undefined: only lists are asked for. */
  tool: string | undefined;
  isSafeToRepeat?: (tool: string) => boolean;
  /** Most milliseconds for all, and bytes of one answer. */
  time: number;
  maxBytes?: number;
  /** Ends it early. */
  signal?: AbortSignal | undefined;
}

export interface Upstream {
  client: Client;
  /** Options of each request. */
  options: { signal: AbortSignal; timeout: number };
}

/** Rejects with the refusal or the failure of the client package, an error of the SDK, or that of `use`. */
export async function withUpstream<Result>(
  ports: UpstreamPorts,
  request: UpstreamRequest,
  use: (upstream: Upstream) => Promise<Result>,
): Promise<Result> {
  const end = new AbortController();
  const stop = () => end.abort();
  if (request.signal?.aborted) stop();
  request.signal?.addEventListener('abort', stop, { once: true });
  const after = ports.after ?? SYSTEM.after;
  const stopTimer = after(request.time, stop);
  const watching = new WatchedFetch(end, after);
  try {
    return await withFetch(ports, request, (fetch) => talk(ports, request, { fetch, end, watching }, use));
  } catch (error) {
    // The SDK's errors do not keep why a request failed.
    const failure = watching.failure() ?? error;
    // The server may speak another era by now, unless it was not asked or not waited for.
    if (!request.signal?.aborted && !refusalIn(failure)) ports.eras.forget(request.server.url);
    throw failure;
  } finally {
    watching.stop();
    stopTimer();
    request.signal?.removeEventListener('abort', stop);
  }
}

/** A fetch that gets the token where the server takes it. */
function withFetch<Result>(
  { injector, serverFetch }: UpstreamPorts,
  { visit, server, tool, isSafeToRepeat, time, maxBytes }: UpstreamRequest,
  use: (fetch: FetchLike) => Promise<Result>,
): Promise<Result> {
  const shared = {
    ...{ workspaceId: visit.workspaceId, callerToken: visit.token, server: server.id },
    ...{ fetch: withoutListening(serverFetch), responseTimeout: time },
    ...(maxBytes !== undefined && { maxResponseBytes: maxBytes }),
  };
  const { url, discovery } = server;
  if (!hasOwnSession({ server, tool }))
    return use(injectingFetch({ ...shared, injector, discovery, ...(isSafeToRepeat && { isSafeToRepeat }) }));
  if (tool !== undefined) return withSession({ ...shared, injector, url, tool }, use);
  return withSession({ ...shared, injector: askingForLists(injector, server), url, tool: '' }, use);
}

/** Whether the token is that of a session, which {@link withSession} then ends. */
function hasOwnSession({ server, tool }: Pick<UpstreamRequest, 'server' | 'tool'>): boolean {
  return server.binding === 'session' && (tool !== undefined || server.discovery);
}

/** {@link withSession} asks for a call of a tool. A session for a list asks for what a list needs. */
function askingForLists(injector: Injector, { id, url }: { id: string; url: string }): Injector {
  const operation = { kind: 'discovery' as const, server: id, host: new URL(url).host };
  return {
    ...injector,
    inject: (request, options) => injector.inject({ ...request, operation }, options),
  };
}

async function talk<Result>(
  { eras }: UpstreamPorts,
  { server, tool, time, signal }: UpstreamRequest,
  { fetch, end, watching }: { fetch: FetchLike; end: AbortController; watching: WatchedFetch },
  use: (upstream: Upstream) => Promise<Result>,
): Promise<Result> {
  const { url } = server;
  const options = { signal: end.signal, timeout: time };
  const client = newMcpClient();
  const transport = transportTo(url, watching.fetch(fetch));
  const prior = eras.of(url);
  try {
    await client.connect(transport, { ...options, ...(prior && { prior }) });
    eras.note(url, client);
    return await use({ client, options });
  } finally {
    // In 2025-11-25 and older a cancelled call is told to the server by a message of its own.
    if (signal?.aborted && client.getProtocolEra() === 'legacy') await watching.lastWords();
    if (hasOwnSession({ server, tool })) await client.close();
    else endSession(transport, client);
  }
}

/** Nobody waits for the end of a session that a server opened without being asked for one. */
function endSession(transport: StreamableHTTPClientTransport, client: Client): void {
  const ended = transport.sessionId === undefined ? Promise.resolve() : transport.terminateSession();
  void ended
    .catch(() => undefined)
    .then(() => client.close())
    .catch(() => undefined);
}
