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
  if (rest.type === 'resource_link') return removalOfLink(rest.uri) ?? withoutIcons(rest);
  if (rest.type !== 'resource') return rest;
  const { _meta: __, ...resource } = rest.resource;
  return removalOfName(resource.uri) ?? { ...rest, resource: resource as typeof rest.resource };
}

function withoutIcons<Block extends object>(block: Block): Block {
  const { icons: _, ...rest } = block as Block & { icons?: unknown };
  return rest as Block;
}

/**
 * A person opens a link. `data:` and `javascript:` would bring a page along, `file:` is of the person's machine, and other schemes
 * start programs or mean resources that the endpoint does not serve.
 */
const OPENED = new Set(['https:', 'http:', 'mailto:']);
/** An embedded resource is not fetched: its URI is a name of any scheme (`repo:`, `file:`), but for those that are or run a page. */
const PAGES = new Set(['ui:', 'javascript:', 'vbscript:', 'data:', 'blob:', 'filesystem:', 'view-source:']);

function removalOfLink(uri: string): ContentBlock | undefined {
  const scheme = schemeOf(uri);
  if (scheme === 'ui:') return removed('page');
  return scheme !== undefined && OPENED.has(scheme) ? undefined : removed('link');
}

function removalOfName(uri: string): ContentBlock | undefined {
  const scheme = schemeOf(uri);
  return scheme === undefined || PAGES.has(scheme) ? removed('page') : undefined;
}

/** The scheme that a URL parser finds, after it took white space and control characters away. Undefined: it finds none. */
const schemeOf = (uri: string) => URL.parse(uri)?.protocol;

const removed = (what: 'page' | 'link'): ContentBlock => ({
  type: 'text',
  text: `[a ${what} of the MCP server, removed]`,
});
