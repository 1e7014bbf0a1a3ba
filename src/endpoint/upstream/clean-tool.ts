/** What of a server's tools and results reaches a client. Pure. */
import type { CallToolResult, ContentBlock, Tool } from '@modelcontextprotocol/client';

/**
 * A tool without what a server could show or fetch with: `_meta` can name a page to show, and an icon is an address that a client
 * asks (T230).
 */
export function cleanTool(tool: Tool): Tool {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  return {
    ...{ name, inputSchema },
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(outputSchema !== undefined && { outputSchema }),
    ...(annotations !== undefined && { annotations }),
  };
}

/** A result without `_meta`, and without pages of the server in its content. */
export function cleanResult({ content, structuredContent, isError }: CallToolResult): CallToolResult {
  return {
    content: content.map(cleanBlock),
    ...(structuredContent !== undefined && { structuredContent }),
    ...(isError !== undefined && { isError }),
  };
}

function cleanBlock(block: ContentBlock): ContentBlock {
  const { _meta: _, ...rest } = block;
  if (rest.type === 'resource_link') return isPage(rest.uri) ? REMOVED : withoutIcons(rest);
  if (rest.type !== 'resource') return rest;
  const { _meta: __, ...resource } = rest.resource;
  return isPage(resource.uri) ? REMOVED : { ...rest, resource: resource as typeof rest.resource };
}

function withoutIcons<Block extends object>(block: Block): Block {
  const { icons: _, ...rest } = block as Block & { icons?: unknown };
  return rest as Block;
}

/** Clients show a resource of this scheme as a page of its own. */
const isPage = (uri: string) => /^\s*ui:/i.test(uri);

const REMOVED: ContentBlock = { type: 'text', text: '[a page of the MCP server, removed]' };
