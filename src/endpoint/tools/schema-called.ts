/**
 * The schema by which the `Mcp-Param-*` headers of a call are compared with its arguments (MCP 2026-07-28, Streamable HTTP, "Server
 * Behavior for Custom Headers"): what stands before the endpoint may decide by these headers, while the server gets the arguments.
 */
import type { Runtime } from '../runtime.ts';
import type { Visit } from '../visit.ts';
import { hasAddress } from './servers-at.ts';
import { toolCalled } from './tool-called.ts';

type Schema = Record<string, unknown>;

/**
 * The input schema of the tool that a message calls. Nobody is asked for it, unless the request has such a header. Undefined: the
 * message calls no tool, or nothing is known of it. Never rejects: the call meets the same failure, and answers it.
 */
export async function schemaCalled(
  runtime: Runtime,
  visit: Visit,
  { request, message }: { request: Request; message: unknown },
): Promise<Schema | undefined> {
  const name = toolIn(message);
  const isAsking = [...request.headers.keys()].some((header) => header.startsWith('mcp-param-'));
  if (name === undefined || !(isAsking || runtime.servers.known(visit))) return undefined;
  // It is counted as the call is, which is refused too while too many run.
  const leave = runtime.calling.begin(visit);
  if (!leave) return undefined;
  try {
    return await schemaOf(runtime, visit, { name, isAsking });
  } catch {
    return undefined;
  } finally {
    leave();
  }
}

async function schemaOf(
  runtime: Runtime,
  visit: Visit,
  { name, isAsking }: { name: string; isAsking: boolean },
): Promise<Schema | undefined> {
  const called = await toolCalled(runtime, visit, name);
  if (!called || !('tool' in called) || !hasAddress(called.server)) return undefined;
  const known = runtime.lists.known(visit, called.server);
  const listed = known ?? (isAsking ? await runtime.lists.of(visit, called.server) : undefined);
  return listed?.find((tool) => tool.name === called.tool)?.inputSchema;
}

function toolIn(message: unknown): string | undefined {
  const { method, params } = (message ?? {}) as { method?: unknown; params?: { name?: unknown } | null };
  return method === 'tools/call' && typeof params?.name === 'string' ? params.name : undefined;
}
