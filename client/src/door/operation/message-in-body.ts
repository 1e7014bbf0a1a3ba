/** The JSON-RPC message in the body that a gateway sends along, if all readers read it alike. Pure. */
import { isUnambiguous, strictJson } from './strict-json.ts';

/** What a body says of its operation. */
export interface BodyMessage {
  /** Undefined: it is an answer of the client to a question of the server. */
  method: string | undefined;
  /** What `Mcp-Name` repeats (MCP 2026-07-28, Streamable HTTP). */
  name: string | undefined;
}

const MEMBERS = ['jsonrpc', 'id', 'method', 'params', 'result', 'error'];
/** The member of `params` that `Mcp-Name` repeats, by method. */
const NAMED_BY: Record<string, string> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
  'tasks/get': 'taskId',
  'tasks/update': 'taskId',
  'tasks/cancel': 'taskId',
};
const PARAMS = ['name', 'uri', 'taskId', 'arguments', '_meta'];

/** The message. Undefined: it is no JSON in UTF-8, a batch, cut, or one that two readers may read differently (T204). */
export function messageInBody(body: Uint8Array): BodyMessage | undefined {
  const message = strictJson(textOf(body) ?? '')?.value;
  if (!isObject(message) || !isUnambiguous(message, MEMBERS)) return undefined;
  const { method, params = {} } = message;
  if (method === undefined) return isAnswer(message) ? { method, name: undefined } : undefined;
  if (!isName(method) || !isObject(params) || !isUnambiguous(params, PARAMS)) return undefined;
  const key = Object.hasOwn(NAMED_BY, method) ? NAMED_BY[method] : undefined;
  const name = key === undefined ? undefined : params[key];
  if (key !== undefined && !isName(name)) return undefined;
  return { method, name: name as string | undefined };
}

/** UTF-8 without a byte order mark, which some parsers skip and others refuse. */
function textOf(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAnswer = (message: object) => 'result' in message !== 'error' in message;
/** No control character and no half of a character, which parsers replace by different ones. */
const isName = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !/[\p{Cc}\p{Cs}]/u.test(value);
