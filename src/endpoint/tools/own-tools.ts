/** The endpoint's own tools: what a person sees of a server whose tools cannot be listed. Pure. */
import type { CallToolResult, Tool } from '@modelcontextprotocol/server';
import type { ListedServer } from '../../../client/src/index.ts';
import { type OwnTool, ownToolName } from './tool-names.ts';

const NO_ARGUMENTS: Tool['inputSchema'] = { type: 'object', properties: {}, additionalProperties: false };

/** Called, it leads to the page to connect at. Afterwards the server's own tools are listed. */
export function connectTool({ id, name }: ListedServer): Tool {
  return {
    name: ownToolName(id, 'connect'),
    title: `Connect ${name}`,
    description: `${name} is not connected, so its tools are not known yet. This tool gives the page to connect at. List the tools again afterwards.`,
    inputSchema: NO_ARGUMENTS,
    annotations: { readOnlyHint: true, openWorldHint: false },
  };
}

/** A server of the binding `process` runs beside a runtime of one's own. */
export function unavailableTool({ id, name }: ListedServer): Tool {
  return {
    name: ownToolName(id, 'unavailable'),
    title: `${name} (unavailable)`,
    description: UNAVAILABLE(name),
    inputSchema: NO_ARGUMENTS,
    annotations: { readOnlyHint: true, openWorldHint: false },
  };
}

const UNAVAILABLE = (name: string) =>
  `${name} is not available at this address: it is a program that a runtime starts for each call, and there is none here.`;

/** Which of the endpoint's own tools of a server has this name. */
export function ownToolNamed({ id }: ListedServer, name: string): OwnTool | undefined {
  return (['connect', 'unavailable'] as const).find((tool) => name === ownToolName(id, tool));
}

/** The answer to a call of `unavailable`. */
export function saidUnavailable({ name }: ListedServer): CallToolResult {
  return { content: [{ type: 'text', text: UNAVAILABLE(name) }], isError: true };
}

/** The answer to a call of `connect` for a server that is connected. */
export function saidConnected({ name }: ListedServer): CallToolResult {
  return { content: [{ type: 'text', text: `${name} is connected. List the tools again to see its own.` }] };
}
