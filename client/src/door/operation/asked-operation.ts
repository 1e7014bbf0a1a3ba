/** For which operation a gateway asks: by the body if it sends one, else by the headers of MCP if these can be trusted. Pure. */
import {
  decodedName,
  isCurrent,
  type McpOperation,
  mcpOperation,
  olderOperation,
  operationOf,
} from '../../../../src/broker/authorize/mcp-operation.ts';
import type { RefusalReason } from '../../../../src/contract/injection-messages.ts';
import type { DoorServer } from '../config/door-config.ts';
import { type BodyMessage, messageInBody } from './message-in-body.ts';

/** What a gateway says of its client's request. */
export interface ClientRequest {
  /** The client's method, from a gateway that overwrites `X-Forwarded-Method`. */
  method: 'GET' | 'POST' | 'DELETE' | undefined;
  protocolVersion: string | undefined;
  mcpMethod: string | undefined;
  mcpName: string | undefined;
  /** Undefined: the gateway sent none. */
  body: Uint8Array | undefined;
}

type Judged = McpOperation | { refusal: RefusalReason };
type Rules = Pick<DoorServer, 'discovery' | 'toolsEnforced' | 'comparesHeaders'>;

const INVALID = { refusal: 'invalid_request' } as const;
/** The beginning of a session, and what is said beside calls. */
const BESIDE_CALLS = /^(initialize|ping|notifications\/[\w/-]+|logging\/setLevel)$/;

/** Returns the operation, or the reason to refuse. */
export function askedOperation(request: ClientRequest, server: Rules): Judged {
  // The stream of a session, and its end. Neither has a body or headers that say what it calls, and the gateway passes no body on.
  if (request.method === 'GET' || request.method === 'DELETE')
    return request.body || request.mcpMethod ? INVALID : { kind: 'discovery' };
  return request.body ? byBody(request, request.body) : byHeaders(request, server);
}

function byBody(request: ClientRequest, body: Uint8Array): Judged {
  const message = messageInBody(body);
  if (!message || !agrees(request, message)) return INVALID;
  const { method, name } = message;
  if (method === undefined || BESIDE_CALLS.test(method)) return { kind: 'discovery' };
  return operationOf(method, name) ?? INVALID;
}

/** Whether the headers say the same as the body, where there are any (T204). */
function agrees({ mcpMethod, mcpName }: ClientRequest, { method, name }: BodyMessage): boolean {
  if (mcpMethod !== undefined && mcpMethod !== method) return false;
  return mcpName === undefined || (name !== undefined && decodedName(mcpName) === name);
}

/** Headers count if the server was seen to compare them with the body; otherwise nobody does. */
function byHeaders(request: ClientRequest, server: Rules): Judged {
  const { protocolVersion, mcpMethod, mcpName } = request;
  const rules = server.toolsEnforced ? { tools: [] } : {};
  if (server.comparesHeaders && isCurrent(protocolVersion))
    return mcpOperation({ httpMethod: 'POST', protocolVersion, method: mcpMethod, name: mcpName }, rules);
  // It may be a list or a call. A list gets a token only where discovery does, and so does what cannot be told from it.
  return server.discovery ? olderOperation(rules) : { refusal: 'tool_not_allowed' };
}
