/** What a JSON-RPC message asks an MCP server for, as far as tokens are concerned. Pure. */
import { CallNotMade } from './errors.ts';

export interface AskedFor {
  /** The tool of the one `tools/call`. */
  tool: string | undefined;
  /** Of all requests and notifications in the message. Answers to the server have none. */
  methods: string[];
}

/**
 * A batch (2025-03-26 and older) may hold one `tools/call`: an injection is for one tool, and a token on the others would be
 * one that nobody asked for.
 * @throws {CallNotMade} `batch_of_calls`, `tool_missing`
 */
export function askedFor(message: unknown): AskedFor {
  const messages = Array.isArray(message) ? message : [message];
  const calls = messages.filter((each) => methodOf(each) === 'tools/call');
  if (calls.length > 1) throw new CallNotMade('batch_of_calls');
  return {
    tool: calls.length === 0 ? undefined : toolOf(calls[0]),
    methods: messages.map(methodOf).filter((method) => method !== undefined),
  };
}

function methodOf(message: unknown): string | undefined {
  const { method } = (message ?? {}) as { method?: unknown };
  return typeof method === 'string' ? method : undefined;
}

function toolOf(call: unknown): string {
  const name = (call as { params?: { name?: unknown } }).params?.name;
  if (typeof name !== 'string' || name === '') throw new CallNotMade('tool_missing');
  return name;
}
