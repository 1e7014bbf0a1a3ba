/** Reads which methods and which tool a JSON-RPC message requests. Pure. */
import { CallNotMade } from './errors.ts';

/** What the answer to a request is found and judged by. */
export interface RequestFacts {
  /** The id of the `tools/call`, else of the first request. Undefined: nothing answers this message. */
  id: unknown;
  arguments: unknown;
}

/** Reads them of a message or a batch. */
export function requestIn(message: unknown): RequestFacts {
  const requests = messagesOf(message).filter(
    (each) => methodOf(each) !== undefined && each?.id !== undefined,
  );
  const request = requests.find((each) => methodOf(each) === 'tools/call') ?? requests[0];
  const { arguments: given } = (request?.params ?? {}) as { arguments?: unknown };
  return { id: request?.id, arguments: given ?? request?.params };
}

/** The `params` of the first request with this method in a message or a batch; undefined if there is no such request. */
export function paramsOf(message: unknown, method: string): Record<string, unknown> | undefined {
  const request = messagesOf(message).find((each) => methodOf(each) === method);
  return request ? ((request.params ?? {}) as Record<string, unknown>) : undefined;
}

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
  const messages = messagesOf(message);
  const calls = messages.filter((each) => methodOf(each) === 'tools/call');
  if (calls.length > 1) throw new CallNotMade('batch_of_calls');
  return {
    tool: calls.length === 0 ? undefined : toolOf(calls[0]),
    methods: messages.map(methodOf).filter((method) => method !== undefined),
  };
}

type Message = { id?: unknown; method?: unknown; params?: unknown } | null;

const messagesOf = (message: unknown) => (Array.isArray(message) ? message : [message]) as Message[];

function methodOf(message: unknown): string | undefined {
  const { method } = (message ?? {}) as { method?: unknown };
  return typeof method === 'string' ? method : undefined;
}

function toolOf(call: unknown): string {
  const name = (call as { params?: { name?: unknown } }).params?.name;
  if (typeof name !== 'string' || name === '') throw new CallNotMade('tool_missing');
  return name;
}
