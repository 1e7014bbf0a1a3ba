/** Reads which methods and which tool a JSON-RPC message requests. Pure. */
import { CallNotMade } from './errors.ts';

/** The part of a message on which an injection depends. */
export interface AskedFor {
  /** The tool of the `tools/call`; undefined if there is none. */
  tool: string | undefined;
  /** The methods of all requests and notifications in the message. Responses have none. */
  methods: string[];
}

/**
 * Reads a message or a batch (MCP 2025-03-26 and older). A batch may contain one `tools/call`, because an injection is
 * for one tool.
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
