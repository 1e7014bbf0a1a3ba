import type { AnsweredCall } from './is-rejected.ts';

/** The used part of the SDKs' `Client` classes. */
export interface ToolClient<Transport, Call, Result> {
  connect(transport: Transport): Promise<void>;
  callTool(call: Call): Promise<Result>;
  close(): Promise<void>;
}

/**
 * Connects, calls one tool, and always closes the client. With `StdioClientTransport` closing ends the process.
 *
 * @example
 * await withInjectedEnv({ injector, workspaceId, server, tool: 'get_self' }, (env) =>
 *   callOneTool(new Client(info), new StdioClientTransport({ command: 'node', args: [path], env }), { name: 'get_self' }),
 * );
 */
export async function callOneTool<Transport, Call, Result>(
  client: ToolClient<Transport, Call, Result>,
  transport: Transport,
  call: Call,
): Promise<Result> {
  try {
    await client.connect(transport);
    return noted(await client.callTool(call), call);
  } catch (error) {
    throw noted(error, call);
  } finally {
    await client.close();
  }
}

/** The call of each result and error, since {@link withInjectedEnv} sees only these. */
const CALLS = new WeakMap<object, AnsweredCall>();

function noted<Outcome>(outcome: Outcome, call: unknown): Outcome {
  if (typeof outcome !== 'object' || outcome === null) return outcome;
  const { name, arguments: given } = (call ?? {}) as { name?: string; arguments?: unknown };
  CALLS.set(outcome, { tool: name, arguments: given });
  return outcome;
}

/** The call that {@link callOneTool} made for this result or error. */
export function callBehind(outcome: unknown): AnsweredCall | undefined {
  return typeof outcome === 'object' && outcome !== null ? CALLS.get(outcome) : undefined;
}
