/** The tools of a server, as the server itself says them. */
import type { Tool } from '@modelcontextprotocol/client';
import { LIMITS } from '../broker/limits.ts';
import { definitionFingerprint } from '../broker/tools/definition-fingerprint.ts';
import { askInjector } from './ask-injector.ts';
import { beginning, plainValue, scrubbed } from './plain-text.ts';
import type { TrialOf, TrialPorts } from './trial-ports.ts';
import { type Talk, withServer } from './with-server.ts';

export interface ListedTool {
  name: string;
  title?: string;
  description?: string;
  inputSchema?: Record<string, unknown>;
  /** Of all that the server sent of it. */
  fingerprint: string;
}

export interface ServerTools {
  connectionId: string;
  url: string;
  connectedAt: string;
  tools: ListedTool[];
  /** Whether the server has more tools, or texts that did not fit. */
  more: boolean;
}

export interface ToolsInput extends TrialOf {
  /** Absent: a new one is made. */
  operationId: string | undefined;
  /** Absent: the account that the server uses. */
  connectionId: string | undefined;
}

/** Asks the server. @throws {Problem} `call_refused`, `confirmation_mismatch`, `server_unreachable`, `temporarily_unavailable` */
export async function listServerTools(ports: TrialPorts, input: ToolsInput): Promise<ServerTools> {
  const { serverId: server, connectionId } = input;
  const id = input.operationId ?? ports.random.uuidV7(ports.clock.now());
  const injection = await askInjector(ports, input, {
    operation: { id, kind: 'discovery', server },
    connectionId,
  });
  return withServer(ports, { of: input, injection, tool: '' }, async (talk) => {
    const { tools, more } = await pagesOf(talk);
    const clean = scrubbed(plainValue(tools.map(told)) as ListedTool[], talk.known);
    const listed = withinBounds(clean);
    return {
      connectionId: injection.connectionId,
      url: injection.url,
      connectedAt: injection.connectedAt,
      tools: listed,
      more: more || listed.length < tools.length,
    };
  });
}

/** Pages until there are enough: a server can go on without end. */
async function pagesOf({ client, options }: Talk): Promise<{ tools: Tool[]; more: boolean }> {
  const tools: Tool[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < LIMITS.listedPages; page += 1) {
    const params = cursor === undefined ? {} : { cursor };
    const answer = await client.request({ method: 'tools/list', params }, options);
    tools.push(...answer.tools);
    cursor = answer.nextCursor;
    if (cursor === undefined || tools.length > LIMITS.listedTools) break;
  }
  return { tools, more: cursor !== undefined };
}

function told(tool: Tool): ListedTool {
  const { name, title, description, inputSchema } = tool;
  return {
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    inputSchema: inputSchema as Record<string, unknown>,
    fingerprint: definitionFingerprint(tool),
  };
}

/** The first tools whose texts fit together. A name that is too long is none that could be called. Pure. */
function withinBounds(tools: readonly ListedTool[]): ListedTool[] {
  const kept: ListedTool[] = [];
  let left: number = LIMITS.trialText;
  for (const tool of tools) {
    if (tool.name === '' || tool.name.length > LIMITS.toolName) continue;
    const short = shortened(tool);
    left -= Buffer.byteLength(JSON.stringify(short));
    if (left < 0 || kept.length === LIMITS.listedTools) break;
    kept.push(short);
  }
  return kept;
}

function shortened({ name, title, description, inputSchema, fingerprint }: ListedTool): ListedTool {
  const isShown = Buffer.byteLength(JSON.stringify(inputSchema) ?? '') <= LIMITS.toolSchema;
  return {
    name,
    ...(title !== undefined && { title: beginning(title, LIMITS.toolTitle) }),
    ...(description !== undefined && { description: beginning(description, LIMITS.toolDescription) }),
    ...(isShown && inputSchema && { inputSchema }),
    fingerprint,
  };
}
